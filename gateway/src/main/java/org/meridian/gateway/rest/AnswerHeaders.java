// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Headers that hold for every answer: pages may load nothing but their own files, and the protocols of the Virtual
 * Observatory may be called by scripts of any origin (CORS), but not with cookies: nothing here ever says {@code
 * Access-Control-Allow-Credentials}.
 */
@PreMatching
public final class AnswerHeaders implements ContainerRequestFilter, ContainerResponseFilter {

    /** First segments of the paths that belong to protocols. */
    private static final Set<String> PROTOCOLS =
            Set.of("tap", "gms", "vospace", "sia1", "sia2", "scs", "datalink", "soda", "archive", "preview", "package");

    private static final int FIRST_ERROR = 400;

    /** What pages may load, by the subtype of their media type; the XHTML of examples has its style inside and no script. */
    private static final Map<String, String> POLICIES = Map.of(
            "html",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "xhtml+xml",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    /** Answers the question that browsers ask before a request of another origin. */
    @Override
    public void filter(ContainerRequestContext request) {
        boolean preflight = request.getMethod().equals("OPTIONS")
                && request.getHeaderString("Access-Control-Request-Method") != null;
        if (preflight && isProtocol(request)) {
            request.abortWith(Response.noContent()
                    .header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
                    .header(
                            "Access-Control-Allow-Headers",
                            "Authorization, Content-Digest, Content-MD5, Content-Type, Digest, If-Match, If-Modified-Since, If-None-Match, If-Range,"
                                    + " If-Unmodified-Since, Range, Repr-Digest, Tus-Resumable, Upload-Checksum, Upload-Length,"
                                    + " Upload-Metadata, Upload-Offset, X-HTTP-Method-Override, X-Requested-With")
                    .header("Access-Control-Max-Age", "86400")
                    .build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("Server", "Meridian");
        headers.putSingle("X-Content-Type-Options", "nosniff");
        // Known for whatever is not streamed; HEAD must not say that there would be nothing.
        if (response.getEntity() instanceof String text) {
            headers.putSingle(HttpHeaders.CONTENT_LENGTH, text.getBytes(StandardCharsets.UTF_8).length);
        } else if (response.getEntity() instanceof byte[] bytes) {
            headers.putSingle(HttpHeaders.CONTENT_LENGTH, bytes.length);
        }
        if (response.getStatus() >= FIRST_ERROR && bringsFile(request)) {
            // What was refused need not have been read to its end: then the server closes the connection, and a client
            // that does not know sends its next request into nothing.
            headers.putSingle("Connection", "close");
        }
        // What is said here takes the place of what the server says of its compression.
        String vary = response.getHeaderString(HttpHeaders.VARY);
        headers.putSingle(
                HttpHeaders.VARY, (vary == null ? "" : vary + ", ") + "Authorization, Cookie, Accept-Encoding");
        if (isProtocol(request)) {
            headers.putSingle("Access-Control-Allow-Origin", "*");
            headers.putSingle(
                    "Access-Control-Expose-Headers",
                    "Content-Disposition, Content-Range, ETag, Last-Modified, Location, Meridian-Maxrec,"
                            + " Meridian-Query-Status, Repr-Digest, Retry-After, Tus-Checksum-Algorithm, Tus-Extension,"
                            + " Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires, Upload-Length,"
                            + " Upload-Metadata, Upload-Offset,"
                            + " WWW-Authenticate, X-VO-Authenticated");
        }
        MediaType type = response.getMediaType();
        Optional<String> policy =
                Optional.ofNullable(type).map(MediaType::getSubtype).map(POLICIES::get);
        policy.ifPresent(value -> {
            headers.computeIfAbsent("Content-Security-Policy", name -> List.of(value));
            headers.putIfAbsent("Referrer-Policy", List.of("same-origin"));
        });
    }

    private static boolean bringsFile(ContainerRequestContext request) {
        return switch (request.getMethod()) {
            case "PUT", "PATCH" -> true;
            case "POST" -> request.getUriInfo().getPath().startsWith("vospace/uploads");
            default -> false;
        };
    }

    private static boolean isProtocol(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        int slash = path.indexOf('/');
        return PROTOCOLS.contains(slash < 0 ? path : path.substring(0, slash));
    }
}
