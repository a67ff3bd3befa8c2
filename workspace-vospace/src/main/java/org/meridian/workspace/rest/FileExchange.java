// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.FileBody;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Bytes;

/**
 * The bytes of a file over HTTP, whatever the address by which it was asked for: GET with ranges and conditions, PUT with
 * checksums and conditions (RFC 9110; RFC 9530). Thread-safe.
 *
 * @param bytes of a space
 * @param visitors who they are who ask with a ticket
 */
public record FileExchange(Bytes bytes, Visitors visitors) {

    /** Tells who asks with a ticket in the place of credentials. */
    @FunctionalInterface
    public interface Visitors {
        /** Tickets are not taken. */
        Visitors NONE = (ticket, path, writes) -> {
            throw new VospaceFault(Name.PermissionDenied, "tickets are not taken here");
        };

        /**
         * Who asks.
         *
         * @param ticket any text
         * @param path of the file
         * @param writes whether he wants to write it
         * @throws VospaceFault PermissionDenied if the ticket is not good for that
         */
        Subject subject(String ticket, NodePath path, boolean writes);

        /** The same of a request, with a ticket or without. */
        default Subject subject(ContainerRequestContext request, NodePath path, boolean writes) {
            return Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst("ticket"))
                    .map(ticket -> subject(ticket, path, writes))
                    .orElseGet(() -> Caller.subject(request));
        }
    }

    private static final long DRAINED_BYTES = 4L << 20;

    /** No script of a user's file runs here: those are not pages of the gateway. */
    public static final String POLICY = "sandbox; default-src 'none'";

    /**
     * The answer with the bytes of a file.
     *
     * @throws VospaceFault as {@link Bytes#read}
     */
    public Response get(ContainerRequestContext request, NodePath path) throws IOException {
        Response.ResponseBuilder answer = answer(bytes.read(visitors.subject(request, path, false), path), path);
        if (request.getUriInfo().getQueryParameters().containsKey("ticket")) {
            // Nothing else of such a request tells caches that the answer is not for everybody.
            answer.header(HttpHeaders.CACHE_CONTROL, "private, no-store");
        }
        return answer.build();
    }

    /**
     * The answer with the bytes of a file that is open; it is closed when they have been sent.
     *
     * @param path after which it is called
     */
    public static Response.ResponseBuilder answer(Bytes.Readable file, NodePath path) {
        Response.ResponseBuilder answer = Response.ok(new FileBody(
                new FileBody.OpenFile(
                        file.file().channel(),
                        file.file().state().size(),
                        file.file().state().modified()),
                contentType(path, file.record().contentType()),
                path.name(),
                file.tag()));
        file.record().checksumsOf(file.file().state()).ifPresent(known -> Digests.add(answer, known));
        return answer.header("Content-Security-Policy", POLICY);
    }

    /** The media type with which the bytes of a node are sent. */
    public static String contentType(Node node) {
        return contentType(node.path(), Optional.ofNullable(node.properties().get(CoreProperties.TYPE)));
    }

    private static String contentType(NodePath path, Optional<String> said) {
        return said.orElseGet(() -> MediaTypes.ofName(path.name()));
    }

    /**
     * Writes a file, or another in the place of one.
     *
     * @param tag of the file that alone may be replaced, beside what the request says of that
     * @throws VospaceFault as {@link Bytes#write}
     */
    public Response put(ContainerRequestContext request, NodePath path, InputStream body, Optional<String> tag)
            throws IOException {
        if (request.getHeaderString("Content-Range") != null) {
            throw new VospaceFault(Name.InvalidArgument, "a part of a file cannot be put in place; send it whole");
        }
        requirePlain(request);
        Bytes.Written written = written(request, path, body, tag);
        Response.ResponseBuilder answer =
                Response.status(written.created() ? 201 : 204).header(HttpHeaders.ETAG, '"' + written.tag() + '"');
        Digests.add(answer, written.checksums());
        return answer.build();
    }

    private Bytes.Written written(
            ContainerRequestContext request, NodePath path, InputStream body, Optional<String> tag) throws IOException {
        boolean waits = request.getHeaderString("Expect") != null;
        try {
            Subject subject = visitors.subject(request, path, true);
            Bytes.Sent sent = sent(request, tag);
            boolean small =
                    sent.length().filter(length -> length <= Bytes.SMALL).isPresent();
            return small && !waits
                    ? bytes.writeSmall(subject, path, body, sent)
                    : bytes.write(subject, path, body, sent);
        } catch (VospaceFault fault) {
            if (!waits) {
                drain(body);
            }
            throw fault;
        }
    }

    /** A client that still sends when its connection is closed may never see the answer: what is not long is read first, unless it waits. */
    private static void drain(InputStream body) {
        try {
            body.skipNBytes(DRAINED_BYTES);
        } catch (IOException e) {
            // It has ended, or the client has gone: there is nothing more to come.
        }
    }

    /** What a request says of the bytes in it, and of the file that they may replace. */
    static Bytes.Sent sent(ContainerRequestContext request, Optional<String> tag) {
        Digests.Announced announced = Digests.of(request);
        Set<String> matching = Optional.ofNullable(request.getHeaderString(HttpHeaders.IF_MATCH))
                .map(FileExchange::tags)
                .orElse(Set.of());
        boolean either = matching.isEmpty() || matching.contains("*") || tag.isEmpty() || matching.contains(tag.get());
        return new Bytes.Sent(
                length(request),
                announced.md5(),
                announced.sha256(),
                Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE))
                        .filter(MediaTypes::isOne),
                either ? tag.map(Set::of).orElse(matching) : matching,
                onlyNew(request),
                Optional.ofNullable(request.getHeaderString(HttpHeaders.IF_UNMODIFIED_SINCE))
                        .flatMap(FileExchange::time));
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

    /** How many bytes the body has, if the request says so. */
    static Optional<Long> length(ContainerRequestContext request) {
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
