// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.ClientWatch;
import org.meridian.workspace.dav.DavRequest.Depth;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Progress;
import org.meridian.workspace.space.Space;

/**
 * COPY and MOVE (RFC 4918, sections 9.8 and 9.9).
 *
 * @param request that is answered
 * @param space as it is for who has shown the tokens of the request
 */
record Relocation(DavRequest request, Space space) {

    /** Copies a resource; of a collection with Depth 0 no members. */
    Response copy() throws IOException {
        Depth depth = request.depth(Depth.INFINITY, EnumSet.of(Depth.ZERO, Depth.INFINITY));
        Node source = source();
        NodePath to = destination(source.path());
        boolean alone = depth == Depth.ZERO && source.type() == NodeType.ContainerNode;
        Wanted wanted = new Wanted();
        try (ClientWatch.Watch watch = ClientWatch.of(request.context().getProperty(ClientWatch.PROPERTY))
                .whenGone(wanted::stop)) {
            return put(
                    to,
                    () -> alone
                            ? copyAlone(source, to)
                            : space.copy(request.subject(), source.path(), to, request.overwrite(), wanted));
        } catch (Progress.StoppedException e) {
            throw new DavFault(503, "the client of the copy went before it was made; nothing was changed");
        }
    }

    /** Moves a resource, with all its members. */
    Response move() throws IOException {
        request.depth(Depth.INFINITY, EnumSet.of(Depth.INFINITY));
        Node source = source();
        NodePath to = destination(source.path());
        return put(to, () -> space.move(request.subject(), source.path(), to, request.overwrite()));
    }

    /** Goes on as long as the client is there: whoever has gone is told nothing of a copy, and asks again. */
    private static final class Wanted implements Progress {
        private volatile boolean stopped;

        void stop() {
            stopped = true;
        }

        @Override
        public void nodes(long count) {}

        @Override
        public void bytes(long count) {}

        @Override
        public void requireWanted() throws StoppedException {
            if (stopped) {
                throw new StoppedException();
            }
        }
    }

    private Node source() throws IOException {
        return Members.of(space, request.subject(), request.path()).self();
    }

    private NodePath destination(NodePath from) {
        NodePath to = request.destination();
        if (from.holds(to) || to.holds(from)) {
            throw new DavFault(403, "one of source and destination is the other, or in it");
        }
        return to;
    }

    /** Whether there was nothing before. */
    @FunctionalInterface
    private interface Work {
        boolean createsSomething() throws IOException;
    }

    private Response put(NodePath to, Work work) throws IOException {
        try {
            boolean created = work.createsSomething();
            Response.ResponseBuilder answer = DavAnswers.headers(created ? 201 : 204, Optional.empty());
            if (created) {
                answer.header(HttpHeaders.LOCATION, request.href(to, false));
            }
            return answer.build();
        } catch (VospaceFault fault) {
            throw fault.name() == Name.DuplicateNode
                    ? new DavFault(412, "there is a " + to + " already, and the header Overwrite says F")
                    : fault;
        }
    }

    private boolean copyAlone(Node source, NodePath to) throws IOException {
        Subject subject = request.subject();
        boolean replaced =
                request.overwrite() && Preconditions.node(space, subject, to).isPresent();
        if (replaced) {
            space.delete(subject, to);
        }
        Map<String, Optional<String>> properties = new LinkedHashMap<>();
        source.properties().forEach((uri, value) -> {
            if (CoreProperties.isFree(uri)) {
                properties.put(uri, Optional.of(value));
            }
        });
        space.create(subject, to, new NodeTemplate(Optional.of(NodeType.ContainerNode), properties, Optional.empty()));
        return !replaced;
    }
}
