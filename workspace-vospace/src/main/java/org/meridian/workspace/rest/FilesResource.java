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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault.UsageFault;
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
            requirePlain(request);
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
                        .map(FilesResource::tags)
                        .orElse(Set.of()),
                onlyNew(request),
                Optional.ofNullable(request.getHeaderString(HttpHeaders.IF_UNMODIFIED_SINCE))
                        .flatMap(FilesResource::time));
    }

    /** Files are kept as they are: a coding would have to be remembered with each. */
    private static void requirePlain(ContainerRequestContext request) {
        String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw UsageFault.unsupportedMediaType("files are kept as they come: send it without Content-Encoding");
        }
    }

    private static boolean onlyNew(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        if (header != null && !header.strip().equals("*")) {
            throw new VospaceFault(
                    Name.InvalidArgument, "If-None-Match is understood as * with PUT: there must be no file yet");
        }
        return header != null;
    }

    private static Optional<Instant> time(String header) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
        } catch (DateTimeException e) {
            // As RFC 9110, section 13.1.4, wants it of what is no date.
            return Optional.empty();
        }
    }

    private static Optional<Long> length(ContainerRequestContext request) {
        return Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_LENGTH))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }

    private static Set<String> tags(String header) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(text -> text.replaceAll("^\"|\"$", ""))
                .collect(Collectors.toUnmodifiableSet());
    }
}
