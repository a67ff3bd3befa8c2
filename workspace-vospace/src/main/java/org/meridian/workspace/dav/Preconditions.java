// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.store.LockRecord;

/**
 * What a request says must hold by its header If (RFC 4918, section 10.4).
 *
 * @param request that says it
 * @param space as whoever asks may see it
 */
record Preconditions(DavRequest request, Space space) {

    private static final IfHeader.State NOTHING = new IfHeader.State(Optional.empty(), Set.of());

    /**
     * What was found when all that must hold did.
     *
     * @param space as it is for one who has shown the tokens of the request
     * @param tag of the file that the request is about, where the request speaks of tags: it must not change before
     */
    record Met(Space space, Optional<String> tag) {}

    /**
     * Makes sure that it holds.
     *
     * @throws DavFault 412 if it does not, 400 if the header cannot be read
     */
    Met require() throws IOException {
        Optional<IfHeader> header = request.conditions();
        if (header.isEmpty()) {
            return new Met(space, Optional.empty());
        }
        IfHeader conditions = header.get();
        boolean holds = conditions.holds(this::state);
        if (!holds) {
            throw new DavFault(
                    412, "what the header If says does not hold: there is no such lock, or the file is another");
        }
        Optional<String> tag = conditions.hasTags()
                ? node(space, request.subject(), request.path()).flatMap(Node::tag)
                : Optional.empty();
        return new Met(space.with(conditions.tokens()), tag);
    }

    private IfHeader.State state(Optional<String> resource) throws IOException {
        Optional<NodePath> path = resource.isEmpty() ? Optional.of(request.path()) : request.pathOf(resource.get());
        if (path.isEmpty()) {
            return NOTHING;
        }
        Set<String> tokens = space.locking().locks().covering(path.get()).stream()
                .map(LockRecord::token)
                .collect(Collectors.toUnmodifiableSet());
        try {
            return new IfHeader.State(space.get(request.subject(), path.get()).tag(), tokens);
        } catch (VospaceFault fault) {
            // To one who may not read it nothing is told. What is not there may be locked with its folder.
            return fault.name() == Name.PermissionDenied ? NOTHING : new IfHeader.State(Optional.empty(), tokens);
        }
    }

    /** The node of a path, if there is one that he may read. */
    static Optional<Node> node(Space space, Subject subject, NodePath path) throws IOException {
        try {
            return Optional.of(space.get(subject, path));
        } catch (VospaceFault fault) {
            return Optional.empty();
        }
    }
}
