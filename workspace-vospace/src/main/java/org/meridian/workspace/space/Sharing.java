// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;

/**
 * Nodes that their owners show to others. Thread-safe.
 *
 * @param parts what the space works on
 */
public record Sharing(Space.Parts parts) {

    /**
     * The file or container at a path, which somebody must be allowed to share: only owners say who may do what.
     *
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied; InvalidArgument for what is neither file nor container
     */
    public Identity shareable(Subject subject, NodePath path) throws IOException {
        try (Sight sight = new Sights(parts).look(subject, path)) {
            sight.withNodeAskedFor().require(Action.SHARE);
            Optional<Kind> kind = sight.state().map(FileState::kind);
            if (kind.isEmpty() || kind.get() == Kind.LINK) {
                throw new VospaceFault(Name.LinkFound, path + " is a link; share what it points to");
            }
            if (kind.get() == Kind.OTHER) {
                throw new VospaceFault(Name.InvalidArgument, path + " is neither file nor container");
            }
            return sight.record().identity();
        }
    }

    /**
     * A space in which there is nothing but one node and what is in it.
     *
     * @param path where it must be
     * @param node which one it must be: in the place of another that took its name there is nothing
     */
    public Space alone(NodePath path, Identity node) {
        return new Space(parts, new NodeLocks(), new Sights(parts).below(new Anchor(path, node)));
    }
}
