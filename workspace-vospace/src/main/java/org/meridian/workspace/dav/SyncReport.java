// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Optional;
import org.meridian.workspace.dav.Changes.Change;
import org.meridian.workspace.dav.DavRequest.Depth;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.space.Space;

/**
 * What has changed among the members of a collection since a client last asked (RFC 6578): found by comparing what is there with
 * what was, since programs in datalabs change files without a word.
 *
 * @param request that is answered
 * @param space as it is for who has shown the tokens of the request
 * @param snapshots of what was there
 */
record SyncReport(DavRequest request, Space space, Snapshots snapshots) {

    private static final String MISSING = "HTTP/1.1 404 Not Found";
    private static final String TRUNCATED = "HTTP/1.1 507 Insufficient Storage";
    private static final String TOO_MANY = "number-of-matches-within-limits";

    /**
     * The changes.
     *
     * @throws DavFault 403 if the token is not known, or the resource is no collection; 507 if that has too many members
     */
    Response answer(InputStream body) throws IOException {
        request.depth(Depth.ZERO, EnumSet.of(Depth.ZERO));
        SyncQuery query = SyncQuery.read(body);
        Members members = Members.of(space, request.subject(), request.path());
        if (members.self().type() != NodeType.ContainerNode) {
            throw new DavFault(403, "supported-report", "this can be asked of a folder");
        }
        Snapshot before = query.token().map(this::known).orElse(Snapshot.NONE);
        Snapshot whole =
                snapshots.of(members).orElseThrow(() -> new DavFault(507, TOO_MANY, "the folder has too many members"));
        Optional<Snapshot> part = query.most().flatMap(most -> Changes.first(most, before, whole));
        Snapshot now = part.orElse(whole);
        String token = snapshots.keep(request.subject(), request.path(), now);
        PropertyQuery wanted = new PropertyQuery.Some(query.names());
        ResourceWriter writer = new ResourceWriter(
                request, space.locking().locks(), QuotaBytes.of(request, space, wanted), Optional.empty());
        StreamingOutput answer = stream -> XmlOut.write(stream, out -> {
            out.start("multistatus", XmlOut.DAV).xml("\n");
            Writing writing = new Writing(new Changes(before, now), out, writer, wanted);
            members.each(writing);
            writing.end();
            if (part.isPresent()) {
                out.start("response").element("href", request.href(members.self()));
                out.element("status", TRUNCATED);
                out.start("error").empty(TOO_MANY).end("error").end("response");
            }
            out.element("sync-token", token).end("multistatus");
        });
        return DavAnswers.headers(207, Optional.of(DavAnswers.XML))
                .entity(answer)
                .build();
    }

    private Snapshot known(String token) {
        return snapshots
                .find(request.subject(), request.path(), token)
                .orElseThrow(() -> new DavFault(403, "valid-sync-token", "begin anew, without a token"));
    }

    /** The token of what is there now; empty if it is no collection, or one with too many members. */
    Optional<String> token(Members members) throws IOException {
        return members.self().type() == NodeType.ContainerNode
                ? snapshots.of(members).map(now -> snapshots.keep(request.subject(), request.path(), now))
                : Optional.empty();
    }

    /** Writes changes, where they come among the members that there are. Not thread-safe. */
    private final class Writing implements Space.Visitor {
        private final Changes changes;
        private final XmlOut out;
        private final ResourceWriter writer;
        private final PropertyQuery query;
        private Optional<Change> next;

        Writing(Changes changes, XmlOut out, ResourceWriter writer, PropertyQuery query) {
            this.changes = changes;
            this.out = out;
            this.writer = writer;
            this.query = query;
            this.next = changes.next();
        }

        @Override
        public void visit(Node node) throws IOException {
            String name = node.path().name();
            while (next.isPresent() && NodePath.NAMES.compare(next.get().entry().name(), name) < 0) {
                missing();
            }
            if (next.isPresent() && next.get().entry().name().equals(name)) {
                if (next.get().gone()) {
                    missing();
                } else {
                    writer.response(out, node, query);
                    next = changes.next();
                }
            }
        }

        /** What is gone; or came, and went again before it could be written. */
        private void missing() throws IOException {
            Change change = next.orElseThrow();
            String href = request.href(
                    request.path().child(change.entry().name()), change.entry().collection());
            out.start("response").element("href", href).element("status", MISSING);
            out.end("response").xml("\n");
            next = changes.next();
        }

        void end() throws IOException {
            while (next.isPresent()) {
                missing();
            }
        }
    }
}
