// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import org.meridian.core.http.BaseUrl;
import org.meridian.workspace.dav.DavRequest.Depth;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.FileExchange;
import org.meridian.workspace.space.Space;

/**
 * The space as folders, {@code /dav/home/ann}, for file managers and for mounting (RFC 4918, class 1 and 2): collections are
 * its containers, other resources its files. Thread-safe.
 */
@Path("dav{path: (/.*)?}")
public final class DavResource {

    private static final String HTML = "text/html;charset=UTF-8";

    private final Space space;
    private final BaseUrl base;
    private final Snapshots snapshots = new Snapshots(InstantSource.system());

    /**
     * The folders of a space.
     *
     * @param base where clients find the gateway
     */
    public DavResource(Space space, BaseUrl base) {
        this.space = space;
        this.base = base;
    }

    /** Answers when all that the request says must hold does. */
    @FunctionalInterface
    private interface Answer {
        Response of(DavRequest request, Preconditions.Met met) throws IOException;
    }

    private Response answer(ContainerRequestContext context, Answer answer) {
        DavRequest request = new DavRequest(context, base);
        return DavAnswers.answer(request, () -> answer.of(request, new Preconditions(request, space).require()));
    }

    /** The same for methods that change something: whoever has not said who he is may not, whatever is there. */
    private Response change(ContainerRequestContext context, Answer answer) {
        DavRequest request = new DavRequest(context, base);
        return request.subject().isAnonymous()
                ? DavAnswers.text(401, request.method() + " is for users who have signed in")
                : answer(context, answer);
    }

    /** What can be done here, also for who has not signed in; Windows looks for the last of the headers (section 10.1). */
    @OPTIONS
    public Response options() {
        return Response.ok()
                .header("DAV", "1, 2")
                .header(HttpHeaders.ALLOW, DavAnswers.METHODS)
                .header("MS-Author-Via", "DAV")
                .header(HttpHeaders.CONTENT_LENGTH, 0)
                .build();
    }

    /** The bytes of a file; a page with what is in a collection, for browsers. */
    @GET
    public Response get(@Context ContainerRequestContext context) {
        return answer(context, (request, met) -> {
            NodePath path = request.path();
            try {
                return files(met).get(context, path);
            } catch (VospaceFault fault) {
                if (fault.name() != Name.InvalidArgument) {
                    throw fault;
                }
                return page(request, met.space(), path);
            }
        });
    }

    private static FileExchange files(Preconditions.Met met) {
        return new FileExchange(met.space().bytes(), FileExchange.Visitors.NONE);
    }

    private static Response page(DavRequest request, Space space, NodePath path) throws IOException {
        Members members = Members.of(space, request.subject(), path);
        StreamingOutput page = new HtmlListing(request, members)::write;
        return DavAnswers.headers(200, Optional.of(HTML))
                .header("Content-Security-Policy", FileExchange.POLICY)
                .entity(page)
                .build();
    }

    /** What there is to say of that. */
    @HEAD
    public Response head(@Context ContainerRequestContext context) {
        return get(context);
    }

    /** Writes a file, or another in the place of one. */
    @PUT
    public Response put(InputStream body, @Context ContainerRequestContext context) {
        return change(context, (request, met) -> files(met).put(context, request.path(), body, met.tag()));
    }

    /** Deletes a resource, with all its members. */
    @DELETE
    public Response delete(@Context ContainerRequestContext context) {
        return change(context, (request, met) -> {
            request.depth(Depth.INFINITY, EnumSet.of(Depth.INFINITY));
            met.space().delete(request.subject(), request.path());
            return DavAnswers.headers(204, Optional.empty()).build();
        });
    }

    /** Makes a collection (section 9.3). */
    @Verbs.Mkcol
    public Response makeCollection(InputStream body, @Context ContainerRequestContext context) {
        return change(context, (request, met) -> {
            if (body.read() >= 0) {
                throw new DavFault(415, "a collection is made by MKCOL without a body");
            }
            try {
                met.space().create(request.subject(), request.path(), NodeTemplate.of(NodeType.ContainerNode));
            } catch (VospaceFault fault) {
                Optional<Node> there = Preconditions.node(space, request.subject(), request.path());
                // Workspaces themselves cannot be made, and are there.
                throw there.isPresent() ? new DavFault(405, "there is a " + request.path() + " already") : fault;
            }
            return DavAnswers.headers(201, Optional.empty()).build();
        });
    }

    /** What there is to say of resources (section 9.1). */
    @Verbs.Propfind
    public Response findProperties(InputStream body, @Context ContainerRequestContext context) {
        return answer(context, (request, met) -> new Properties(request, met.space(), snapshots).find(body));
    }

    /** What has changed in a collection (RFC 6578). */
    @Verbs.Report
    public Response report(InputStream body, @Context ContainerRequestContext context) {
        return answer(context, (request, met) -> new SyncReport(request, met.space(), snapshots).answer(body));
    }

    /** Sets and removes what is said of a resource (section 9.2). */
    @Verbs.Proppatch
    public Response changeProperties(InputStream body, @Context ContainerRequestContext context) {
        return change(context, (request, met) -> new Properties(request, met.space(), snapshots).change(body));
    }

    /** Copies a resource (section 9.8). */
    @Verbs.Copy
    public Response copy(@Context ContainerRequestContext context) {
        return change(context, (request, met) -> new Relocation(request, met.space()).copy());
    }

    /** Moves a resource (section 9.9). */
    @Verbs.Move
    public Response move(@Context ContainerRequestContext context) {
        return change(context, (request, met) -> new Relocation(request, met.space()).move());
    }

    /** Locks a resource, or refreshes a lock (section 9.10). */
    @Verbs.Lock
    public Response lock(InputStream body, @Context ContainerRequestContext context) {
        return change(context, (request, met) -> new Locks(request, met.space()).lock(body));
    }

    /** Ends a lock (section 9.11). */
    @Verbs.Unlock
    public Response unlock(@Context ContainerRequestContext context) {
        return change(context, (request, met) -> new Locks(request, met.space()).unlock());
    }
}
