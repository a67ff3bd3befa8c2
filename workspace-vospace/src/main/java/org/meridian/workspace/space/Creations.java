// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;

/**
 * Makes nodes that have nothing in them yet. Thread-safe.
 *
 * @param parts what the space works on
 * @param sights of its paths
 * @param locks of its nodes
 */
record Creations(Space.Parts parts, Sights sights, NodeLocks locks) {

    private static final Size EMPTY = Size.ofFile(0);

    /** See {@link Space#create}; which node it is. */
    Identity create(Subject subject, NodePath path, NodeTemplate template) throws IOException {
        if (path.isRoot()) {
            throw new VospaceFault(Name.DuplicateNode, "the root is there");
        }
        try (NodeLocks.Held held = locks.hold(path);
                Sight sight = sights.look(subject, path)) {
            sight.withPlace().requireOfContainer(Action.WRITE);
            if (sight.exists()) {
                throw duplicate(path);
            }
            // Before anything is made: what is wrong leaves nothing behind.
            Wishes wishes = Wishes.of(template, path);
            switch (template.type().orElse(NodeType.DataNode)) {
                case ContainerNode -> makeDirectory(sight);
                case DataNode -> makeFile(sight);
                case LinkNode -> makeLink(sight, template);
            }
            sight.directory().sync();
            try (Sight made = sights.look(subject, path)) {
                new Descriptions(parts).apply(made.withNode(), wishes, subject.name());
                return made.record().identity();
            }
        } catch (PosixException e) {
            throw e.reason() == Reason.EXISTS ? duplicate(path) : Space.fault(path, e);
        }
    }

    private void makeDirectory(Sight sight) throws IOException {
        try (Hold hold = parts.rooms().hold(sight.path(), Size.NONE)) {
            hold.spend(EMPTY, Size.NONE, () -> {
                sight.directory().makeDirectory(sight.path().name());
                return sight;
            });
        }
    }

    private void makeFile(Sight sight) throws IOException {
        try (Hold hold = parts.rooms().hold(sight.path(), Size.NONE);
                Draft draft = parts.tree().staging().draft()) {
            draft.sync();
            hold.spend(
                    EMPTY,
                    Size.NONE,
                    () -> draft.publish(sight.directory(), sight.path().name(), Existing.KEEP));
        }
    }

    /** A link node is nothing in the tree, and takes no room. */
    private void makeLink(Sight sight, NodeTemplate template) {
        String target = template.target()
                .orElseThrow(() -> new VospaceFault(Name.InvalidArgument, "a LinkNode needs a target"));
        if (parts.links()
                .make(sight.container().identity(), sight.path().name(), target)
                .isEmpty()) {
            throw duplicate(sight.path());
        }
    }

    private static VospaceFault duplicate(NodePath path) {
        return new VospaceFault(Name.DuplicateNode, "there is a node " + path);
    }
}
