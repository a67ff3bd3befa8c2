// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.meridian.core.http.ByteRange;
import org.meridian.core.http.DirectOutput;
import org.meridian.core.http.FileBody;

/**
 * Sends files: with length, entity tag and date, in ranges, and not at all where the client has them (RFC 9110, sections 13
 * and 14). A request for several ranges gets the whole file, and so does each if the answer says that it has none
 * ({@code Accept-Ranges: none}). What the answer says of its Content-Disposition stays.
 */
public final class FileAnswers implements ContainerResponseFilter {

    private static final String RANGES = "Accept-Ranges";
    private static final MediaType PLAIN = MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8");

    private final FileSending sending = new FileSending();

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        if (!(response.getEntity() instanceof FileBody body)) {
            return;
        }
        try {
            answer(request, response, body);
        } catch (IOException | RuntimeException e) {
            close(body.content());
            throw e;
        }
    }

    private void answer(ContainerRequestContext request, ContainerResponseContext response, FileBody body)
            throws IOException {
        if (body.content() instanceof FileBody.InFile in && !Files.exists(in.file())) {
            // Destroyed since it was looked up, or in a folder that this gateway does not share.
            response.setStatus(Response.Status.NOT_FOUND.getStatusCode());
            response.setEntity("There is nothing here any more.\n", response.getEntityAnnotations(), PLAIN);
            return;
        }
        long size = size(body.content());
        Date modified = Date.from(modified(body.content()));
        EntityTag tag = new EntityTag(body.tag());
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle(HttpHeaders.ETAG, '"' + body.tag() + '"');
        headers.putSingle(HttpHeaders.LAST_MODIFIED, modified);
        headers.putIfAbsent(RANGES, List.of("bytes"));
        Response.ResponseBuilder unmet = request.getRequest().evaluatePreconditions(modified, tag);
        if (unmet != null) {
            response.setStatus(unmet.build().getStatus());
            response.setEntity(null);
            // What Jersey would have it be is not that of the file.
            headers.remove(HttpHeaders.CONTENT_TYPE);
            close(body.content());
            return;
        }
        headers.putSingle(HttpHeaders.CONTENT_TYPE, body.contentType());
        headers.putIfAbsent(HttpHeaders.CONTENT_DISPOSITION, List.of(FileBody.disposition("inline", body.fileName())));
        boolean ranges = !response.getHeaderString(RANGES).equals("none");
        switch (ranges ? range(request, body, size) : new ByteRange.Whole()) {
            case ByteRange.Whole whole -> send(request, response, body, new ByteRange(0, size));
            case ByteRange.Part part -> {
                response.setStatus(Response.Status.PARTIAL_CONTENT.getStatusCode());
                headers.putSingle("Content-Range", part.range().contentRange(size));
                send(request, response, body, part.range());
            }
            case ByteRange.Beyond beyond -> {
                response.setStatus(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE.getStatusCode());
                headers.putSingle("Content-Range", "bytes */" + size);
                // Without a body it would be the web server's own error, without these headers.
                response.setEntity("The file has " + size + " bytes.\n", response.getEntityAnnotations(), PLAIN);
                close(body.content());
            }
        }
    }

    private static long size(FileBody.Content content) throws IOException {
        return switch (content) {
            case FileBody.InFile in -> Files.size(in.file());
            case FileBody.OpenFile in -> in.size();
            case FileBody.InMemory in -> in.bytes().length;
        };
    }

    private static Instant modified(FileBody.Content content) throws IOException {
        return switch (content) {
            case FileBody.InFile in -> Files.getLastModifiedTime(in.file()).toInstant();
            case FileBody.OpenFile in -> in.modified();
            case FileBody.InMemory in -> in.modified();
        };
    }

    /** A range counts for GET alone, and under If-Range only while the file is still the same. */
    private static ByteRange.Answer range(ContainerRequestContext request, FileBody body, long size) {
        String same = request.getHeaderString("If-Range");
        boolean counts = request.getMethod().equals("GET") && (same == null || same.equals('"' + body.tag() + '"'));
        return ByteRange.parse(counts ? Optional.ofNullable(request.getHeaderString("Range")) : Optional.empty(), size);
    }

    private static void close(FileBody.Content content) throws IOException {
        if (content instanceof FileBody.OpenFile open) {
            open.channel().close();
        }
    }

    private void send(
            ContainerRequestContext request, ContainerResponseContext response, FileBody body, ByteRange range)
            throws IOException {
        response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, range.length());
        boolean head = request.getMethod().equals("HEAD");
        // Without any entity the answer would go out without its length.
        response.setEntity(head ? (StreamingOutput) OutputStream::flush : stream(request, body.content(), range));
        if (head) {
            close(body.content());
        }
    }

    private StreamingOutput stream(ContainerRequestContext request, FileBody.Content content, ByteRange range) {
        return switch (content) {
            case FileBody.InFile in ->
                out -> {
                    try (FileChannel channel = FileChannel.open(in.file(), StandardOpenOption.READ)) {
                        sending.send(channel, range, out, direct(request));
                    }
                };
            case FileBody.OpenFile in ->
                out -> {
                    try (FileChannel channel = in.channel()) {
                        sending.send(channel, range, out, direct(request));
                    }
                };
            case FileBody.InMemory in -> out -> out.write(in.bytes(), (int) range.first(), (int) range.length());
        };
    }

    private static DirectOutput direct(ContainerRequestContext request) {
        if (request.getProperty(DirectOutput.PROPERTY) instanceof DirectOutput output) {
            return output;
        }
        throw new IllegalStateException("requests come with a direct output");
    }
}
