// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.http.FileBody;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Bytes;

/**
 * Files by their own addresses, {@code /vospace/files/home/ann/a.fits}: GET with ranges and conditions, PUT with checksums and
 * conditions (RFC 9110; RFC 9530). What OpenCADC calls the files endpoint. Thread-safe.
 */
@Path("vospace/files{path: /.*}")
public final class FilesResource {

    private static final String PREFIX = "vospace/files";

    private final Bytes bytes;

    /** The files of a space. */
    public FilesResource(Bytes bytes) {
        this.bytes = bytes;
    }

    /** The bytes of a file. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            Bytes.Readable file = bytes.read(Caller.subject(request), path);
            Response.ResponseBuilder answer = Response.ok(new FileBody(
                    new FileBody.OpenFile(
                            file.file().channel(),
                            file.file().state().size(),
                            file.file().state().modified()),
                    file.record().contentType().orElseGet(() -> MediaTypes.ofName(path.name())),
                    path.name(),
                    file.tag()));
            file.record().checksumsOf(file.file().state()).ifPresent(known -> Digests.add(answer, known));
            // Users' files are not pages of the gateway: no script of theirs runs here.
            return answer.header("Content-Security-Policy", "sandbox; default-src 'none'")
                    .build();
        });
    }

    /** What there is to say of them. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) {
        return get(request);
    }

    /** Writes a file, or another in the place of one. */
    @PUT
    public Response put(InputStream body, @Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            if (request.getHeaderString("Content-Range") != null) {
                throw new VospaceFault(Name.InvalidArgument, "a part of a file cannot be put in place; send it whole");
            }
            Bytes.Written written = bytes.write(Caller.subject(request), path, body, sent(request));
            Response.ResponseBuilder answer =
                    Response.status(written.created() ? 201 : 204).header(HttpHeaders.ETAG, '"' + written.tag() + '"');
            Digests.add(answer, written.checksums());
            return answer.build();
        });
    }

    private static Bytes.Sent sent(ContainerRequestContext request) {
        Digests.Announced announced = Digests.of(request);
        return new Bytes.Sent(
                length(request),
                announced.md5(),
                announced.sha256(),
                Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE))
                        .filter(MediaTypes::isOne),
                Optional.ofNullable(request.getHeaderString(HttpHeaders.IF_MATCH))
                        .map(FilesResource::tag),
                "*".equals(request.getHeaderString(HttpHeaders.IF_NONE_MATCH)));
    }

    private static Optional<Long> length(ContainerRequestContext request) {
        return Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_LENGTH))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    private static String tag(String header) {
        String text = header.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
