// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.List;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;

/**
 * Goes through all that is below a container, in the order of names. What goes meanwhile is left out. Not thread-safe.
 *
 * @param parts what the space works on
 * @param progress asked whether to go on
 */
record Descent(Space.Parts parts, Progress progress) {

    /** What is done with what is found. */
    interface Visitor {
        /** Something that is no directory. */
        void leaf(Child child, Directory in) throws IOException;

        /** A directory, before what is in it; whether to go into it. */
        boolean enter(Child child, Directory in) throws IOException;

        /** The directory entered last that has not been left, after what is in it. */
        void leave() throws IOException;

        /**
         * A container has entries whose names cannot be those of nodes.
         *
         * @throws VospaceFault InvalidArgument if they cannot be left out
         */
        default void unnamed(NodePath container, int count) throws IOException {
            throw new VospaceFault(
                    Name.InvalidArgument,
                    container + " has " + count
                            + " files whose names have control characters or are not UTF-8; give them"
                            + " others first, in a datalab");
        }
    }

    /**
     * Goes down.
     *
     * @throws VospaceFault InvalidArgument if there are nodes too deep, NodeBusy if a directory is being replaced
     */
    void into(Container container, Visitor visitor) throws IOException {
        Children children = new Children(container, parts);
        Children.Names all = children.names();
        if (all.unnamed() > 0) {
            visitor.unnamed(container.path(), all.unnamed());
        }
        List<String> names = all.names();
        if (container.path().names().size() >= NodePath.DEEPEST && !names.isEmpty()) {
            throw new VospaceFault(
                    Name.InvalidArgument, "there are nodes deeper than " + NodePath.DEEPEST + " names below the root");
        }
        for (int at = 0; at < names.size(); at += Children.PORTION) {
            progress.requireWanted();
            for (Child child : children.portion(names.subList(at, Math.min(names.size(), at + Children.PORTION)))) {
                if (child.is(Kind.DIRECTORY)) {
                    into(container, child, visitor);
                } else {
                    visitor.leaf(child, container.directory());
                }
            }
        }
    }

    private void into(Container container, Child child, Visitor visitor) throws IOException {
        try (Directory opened = container.directory().open(child.path().name())) {
            if (!opened.state().identity().equals(child.record().identity())) {
                throw new VospaceFault(Name.NodeBusy, child.path() + " is being changed; try again later");
            }
            if (visitor.enter(child, container.directory())) {
                into(container.child(child.path(), child.record(), opened), visitor);
                visitor.leave();
            }
        } catch (PosixException e) {
            throw Space.fault(child.path(), e);
        }
    }
}
