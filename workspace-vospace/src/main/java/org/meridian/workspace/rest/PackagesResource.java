// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.FileBody;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.pack.PackageFormat;
import org.meridian.workspace.pack.PackageWriter;
import org.meridian.workspace.rest.FileExchange.Visitors;
import org.meridian.workspace.space.Space;

/**
 * Containers as one file, {@code /vospace/package/home/ann/night1?type=tar}: written while it is sent, with all in it that the
 * caller may read. Thread-safe.
 */
@Path("vospace/package{path: (/.*)?}")
public final class PackagesResource {

    private static final String PREFIX = "vospace/package";

    private final Space space;
    private final Visitors visitors;

    /**
     * The packages of a space.
     *
     * @param visitors who they are who ask with a ticket
     */
    public PackagesResource(Space space, Visitors visitors) {
        this.space = space;
        this.visitors = visitors;
    }

    /** A package. Parameter {@code type}: {@code tar} or {@code zip}. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            PackageFormat format = format(request);
            Subject subject = visitors.subject(request, path, false);
            Node node = space.get(subject, path);
            if (node.type() != NodeType.ContainerNode) {
                throw new VospaceFault(
                        Name.InvalidArgument, path + " is no container; it is at /vospace/files as it is");
            }
            StreamingOutput body = out -> {
                try (PackageWriter writer = new PackageWriter(path, format, out)) {
                    space.read(subject, path, writer);
                    writer.finish();
                }
            };
            String name = (path.isRoot() ? "workspaces" : path.name()) + "." + format.word();
            return Response.ok(body)
                    .header(HttpHeaders.CONTENT_TYPE, format.mediaType())
                    .header(HttpHeaders.CONTENT_DISPOSITION, FileBody.disposition("attachment", name))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        });
    }

    private static PackageFormat format(ContainerRequestContext request) {
        Optional<String> type =
                Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst("type"));
        return type.map(word -> PackageFormat.of(word)
                        .orElseThrow(() -> new VospaceFault(Name.ViewNotSupported, "type is tar or zip")))
                .orElse(PackageFormat.TAR);
    }
}
