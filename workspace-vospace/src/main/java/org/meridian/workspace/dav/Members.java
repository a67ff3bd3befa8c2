// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Space;

/**
 * A resource and the members of a collection. Links, and what is neither file nor folder, are none: clients would ask for
 * bytes that there are not.
 *
 * @param space they are in
 * @param subject who looks
 * @param self the resource itself
 */
record Members(Space space, Subject subject, Node self) {

    /**
     * Looks at a resource.
     *
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied
     */
    static Members of(Space space, Subject subject, NodePath path) throws IOException {
        Node self = space.get(subject, path);
        if (!isResource(self)) {
            throw new VospaceFault(Name.NodeNotFound, path + " is neither a file nor a folder");
        }
        return new Members(space, subject, self);
    }

    /**
     * Goes through the members, in the order of their names; only some of them are in memory at a time.
     *
     * @throws IOException also if the collection is not there any more
     */
    void each(Space.Visitor visitor) throws IOException {
        try {
            space.each(subject, self.path(), node -> {
                if (isResource(node)) {
                    visitor.visit(node);
                }
            });
        } catch (VospaceFault gone) {
            throw new IOException("a folder went before it was listed", gone);
        }
    }

    private static boolean isResource(Node node) {
        return node.type() == NodeType.ContainerNode || node.tag().isPresent();
    }
}
