// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Page;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.space.Space.Listing;

/**
 * A resource and the members of a collection, one part of them at a time in memory. Links, and what is neither file nor
 * folder, are none: clients would ask for bytes that there are not.
 */
final class Members {

    /** How many are in memory. */
    private static final int PART = 2000;

    private final Space space;
    private final Subject subject;
    private final NodePath path;
    private final Listing first;

    private Members(Space space, Subject subject, NodePath path, Listing first) {
        this.space = space;
        this.subject = subject;
        this.path = path;
        this.first = first;
    }

    /** Receives nodes. */
    @FunctionalInterface
    interface Visitor {
        void visit(Node node) throws IOException;
    }

    /**
     * Looks at a resource.
     *
     * @param within whether at its members, too
     * @throws VospaceFault NodeNotFound, PermissionDenied
     */
    static Members of(Space space, Subject subject, NodePath path, boolean within) throws IOException {
        Listing first = space.list(subject, path, new Page(Optional.empty(), within ? PART : 0, false));
        if (!isResource(first.node())) {
            throw new VospaceFault(Name.NodeNotFound, path + " is neither a file nor a folder");
        }
        return new Members(space, subject, path, first);
    }

    /** The resource itself. */
    Node self() {
        return first.node();
    }

    /**
     * Goes through the members, in the order of their names.
     *
     * @throws IOException also if the collection is not there any more
     */
    void each(Visitor visitor) throws IOException {
        List<Node> part = first.children();
        while (!part.isEmpty()) {
            for (Node node : part) {
                if (isResource(node)) {
                    visitor.visit(node);
                }
            }
            if (part.size() < PART) {
                return;
            }
            // The first of all names behind the last one that was seen.
            String after = part.getLast().path().name() + "\0";
            try {
                part = space.list(subject, path, new Page(Optional.of(after), PART, false))
                        .children();
            } catch (VospaceFault gone) {
                throw new IOException("a folder went while it was listed", gone);
            }
        }
    }

    /** Whether a node is to be seen by WebDAV. */
    static boolean isResource(Node node) {
        return node.type() == NodeType.ContainerNode || node.tag().isPresent();
    }
}
