// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;

/**
 * Sends one large file so that it goes on where it broke off (tus 1.0.0), also when the command itself was broken off: the
 * service is asked what it has of a file with these checksums. Not thread-safe.
 */
final class ResumableUpload {

    /** Smaller files are sent again from their beginning. */
    static final long SMALLEST = 16L << 20;

    private static final Map<String, String> PROTOCOL = Map.of("Tus-Resumable", "1.0.0");

    /** Somebody writes to it, perhaps this client by a connection that has died; or has written to it. */
    private static final Set<Integer> IN_USE = Set.of(409, 423);

    private static final Set<Integer> NO_SUCH = Set.of(404, 405, 412, 501);
    private static final int GONE = 404;
    private static final int BUSY = 503;

    private final Vospace space;
    private final URI uploads;
    private final NodePath path;
    private final LongConsumer listener;
    private long told;

    /**
     * An upload.
     *
     * @param uploads where the service takes such
     * @param listener told of the bytes that went; a negative number takes some back
     */
    ResumableUpload(Vospace space, URI uploads, NodePath path, LongConsumer listener) {
        this.space = space;
        this.uploads = uploads;
        this.path = path;
        this.listener = listener;
    }

    /**
     * What is sent.
     *
     * @param file its bytes
     * @param length how many
     * @param sums of them
     */
    private record Source(Path file, long length, Checksums sums) {
        void requireSame() throws IOException {
            if (Files.size(file) != length) {
                throw new VosException("it was changed while it was sent; send it again");
            }
        }
    }

    /**
     * Sends a file.
     *
     * @param sums of its bytes
     * @return what the service says of the whole; empty if it does not take such uploads after all: nothing was sent
     */
    Optional<Announced> from(Path file, Checksums sums) throws IOException {
        Source source = new Source(file, Files.size(file), sums);
        Patience.Turns turns = space.connection().patience().begin();
        Optional<URI> upload = Optional.empty();
        long best = 0;
        while (true) {
            try {
                if (upload.isEmpty()) {
                    upload = find(source);
                    best = 0;
                }
                if (upload.isEmpty()) {
                    upload = begin(source);
                    if (upload.isEmpty()) {
                        return Optional.empty();
                    }
                }
                Optional<Announced> whole = goOn(upload.get(), source);
                if (whole.isPresent()) {
                    return whole;
                }
            } catch (BrokenConnectionException | VosException e) {
                source.requireSame();
                if (told > best) {
                    best = told;
                    turns.forget();
                }
                boolean gone = e instanceof VosException refusal && refusal.status() == GONE && upload.isPresent();
                upload = gone ? Optional.empty() : upload;
                turns.after(gone ? new BrokenConnectionException(VosException.words(e), e) : passing(e), true);
            }
        }
    }

    /** Whoever writes to it will have done so soon. */
    private static IOException passing(IOException failure) {
        return failure instanceof VosException refusal && IN_USE.contains(refusal.status())
                ? new VosException(BUSY, VosException.words(refusal), refusal.retryAfter())
                : failure;
    }

    /** What an earlier run has begun: of the same file, as far as checksums tell. */
    private Optional<URI> find(Source source) throws IOException {
        String query = "?path=" + VosUri.escaped(path.toString());
        Request request = Request.get(URI.create(uploads + query)).with("Accept", "text/uri-list");
        List<String> all = new String(space.connection().document(request).body(), US_ASCII)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        for (String each : all) {
            URI upload = address(each);
            Optional<Answer<byte[]>> answer = stand(upload);
            if (answer.isPresent() && isOf(source, answer.get())) {
                return Optional.of(upload);
            }
        }
        return Optional.empty();
    }

    private URI address(String text) throws VosException {
        try {
            URI uri = uploads.resolve(text.strip());
            if (uri.getHost() != null && space.connection().isService(uri)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, with all else that is no upload of the service.
        }
        throw new VosException("the service names an upload that is none of its own");
    }

    private Optional<Answer<byte[]>> stand(URI upload) throws IOException {
        try {
            return Optional.of(space.connection().document(request("HEAD", upload, PROTOCOL)));
        } catch (VosException e) {
            if (e.isNotThere()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Request request(String method, URI uri, Map<String, String> headers) {
        return new Request(method, uri, headers, BodyPublishers::noBody, true, Movement.unseen());
    }

    private static boolean isOf(Source source, Answer<byte[]> answer) {
        return number(answer, "Upload-Length") == source.length
                && List.of(answer.headers()
                                .firstValue("Upload-Metadata")
                                .orElse("")
                                .split(","))
                        .contains(pair("sha256", source.sums.sha256Hex()));
    }

    private static long number(Answer<?> answer, String header) {
        OptionalLong value = answer.headers().firstValue(header).stream()
                .filter(text -> text.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
        return value.orElse(-1);
    }

    private static String pair(String key, String value) {
        return key + " " + Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
    }

    /** Begins anew; empty if the service cannot do that. */
    private Optional<URI> begin(Source source) throws IOException {
        Map<String, String> headers = new HashMap<>(PROTOCOL);
        headers.put("Upload-Length", Long.toString(source.length));
        headers.put(
                "Upload-Metadata",
                String.join(
                        ",",
                        pair("path", path.toString()),
                        pair("sha256", source.sums.sha256Hex()),
                        pair("md5", source.sums.md5Hex())));
        try {
            Answer<byte[]> answer =
                    space.connection().once(request("POST", uploads, headers), Bounded.document(Movement.unseen()));
            return Optional.of(address(answer.headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new VosException("the service does not say where the upload goes on"))));
        } catch (VosException e) {
            if (NO_SUCH.contains(e.status())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Sends what is missing; what the service says of the whole, if all is there. */
    private Optional<Announced> goOn(URI upload, Source source) throws IOException {
        Answer<byte[]> stand = stand(upload)
                .orElseThrow(() -> new VosException(GONE, "there is no such upload any more", Optional.empty()));
        long offset = number(stand, "Upload-Offset");
        if (offset < 0 || offset > source.length) {
            throw new VosException("the service says that it has " + offset + " bytes of " + source.length);
        }
        tell(offset);
        return offset == source.length
                ? Optional.of(Announced.of(stand.headers(), true))
                : send(upload, source, offset);
    }

    private void tell(long there) {
        listener.accept(there - told);
        told = there;
    }

    private Optional<Announced> send(URI upload, Source source, long offset) throws IOException {
        Movement movement = new Movement(bytes -> {
            told += bytes;
            listener.accept(bytes);
        });
        Map<String, String> headers = new HashMap<>(PROTOCOL);
        headers.put("Upload-Offset", Long.toString(offset));
        headers.put("Content-Type", "application/offset+octet-stream");
        try (Feed feed = new Feed(() -> opened(source.file, offset), movement, true)) {
            BodyPublisher body =
                    BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> feed), source.length - offset);
            Request request = new Request("PATCH", upload, headers, () -> body, true, movement);
            Answer<byte[]> answer;
            try {
                answer = space.connection().once(request, Bounded.document(Movement.unseen()));
            } catch (BrokenConnectionException e) {
                feed.requireRead();
                throw e;
            }
            long then = number(answer, "Upload-Offset");
            return then == source.length ? Optional.of(Announced.of(answer.headers(), true)) : Optional.empty();
        } finally {
            movement.end();
        }
    }

    private static InputStream opened(Path file, long offset) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(offset);
            return in;
        } catch (IOException e) {
            in.close();
            throw new VosException("it was changed while it was sent; send it again", e);
        }
    }
}
