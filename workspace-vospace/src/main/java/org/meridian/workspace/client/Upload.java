// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.meridian.workspace.client.Negotiation.Direction;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;

/**
 * Sends one file, with its checksums ahead so that the service can refuse what arrives otherwise, and compares what the service
 * says it has. Not thread-safe.
 */
final class Upload {

    private final Vospace space;
    private final NodePath path;
    private final LongConsumer listener;
    private long told;

    /** @param listener told of the bytes that went; a negative number takes some back */
    Upload(Vospace space, NodePath path, LongConsumer listener) {
        this.space = space;
        this.path = path;
        this.listener = listener;
    }

    /**
     * Sends a file.
     *
     * @param sums of its bytes as they are to be sent
     */
    void from(Path file, Checksums sums) throws IOException {
        long length = Files.size(file);
        if (length >= ResumableUpload.SMALLEST && sentInParts(file, sums)) {
            return;
        }
        Announced announced = new Announced(Optional.of(sums.md5Hex()), Optional.of(sums.sha256Hex()));
        Patience.Turns turns = space.connection().patience().begin();
        for (int attempt = 0; ; attempt++) {
            try {
                Checksums sent = send(
                        () -> Files.newInputStream(file), OptionalLong.of(length), announced, address(attempt), true);
                if (!sent.equals(sums)) {
                    throw new VosException("it was changed while it was sent; send it again");
                }
                return;
            } catch (BrokenConnectionException | VosException e) {
                takeBack();
                if (Files.size(file) != length) {
                    throw new VosException("it was changed while it was sent; send it again", e);
                }
                turns.after(e, true);
            }
        }
    }

    /** Sends it so that it can be continued, where the service takes it so. */
    private boolean sentInParts(Path file, Checksums sums) throws IOException {
        Optional<URI> uploads = space.endpoints().uploads();
        if (uploads.isEmpty()) {
            return false;
        }
        Optional<Announced> whole = new ResumableUpload(space, uploads.get(), path, listener).from(file, sums);
        if (whole.isPresent()) {
            requireSame(whole.get(), sums);
        }
        return whole.isPresent();
    }

    /** Sends a stream, which can be read only once. */
    Checksums from(InputStream in) throws IOException {
        return send(single(in), OptionalLong.empty(), Announced.NOTHING, address(0), true);
    }

    /** Sends what another service has, without keeping it here. */
    void from(Vospace other, NodePath source) throws IOException {
        Patience.Turns turns = space.connection().patience().begin();
        for (int attempt = 0; ; attempt++) {
            try {
                List<URI> sources = new Negotiation(other).addresses(source, Direction.PULL);
                relay(other, sources.get(attempt % sources.size()), address(attempt));
                return;
            } catch (BrokenConnectionException | VosException e) {
                takeBack();
                turns.after(e, true);
            }
        }
    }

    private void relay(Vospace other, URI from, URI to) throws IOException {
        Answer<InputStream> answer = other.connection()
                .once(Request.get(from), info -> BodyHandlers.ofInputStream().apply(info));
        try (InputStream in = answer.body()) {
            Announced said = Announced.of(answer.headers(), false);
            OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
            Checksums sent = send(single(in), length, said, to, false);
            Optional<String> difference = said.difference(sent);
            if (difference.isPresent()) {
                throw new VosException("it did not come as the other service has it: " + difference.get());
            }
        }
    }

    /** What can be read only once, so that the rest of it is not taken for all of it. */
    private static Feed.Opening single(InputStream in) {
        AtomicBoolean opened = new AtomicBoolean();
        return () -> {
            if (opened.getAndSet(true)) {
                throw new VosException("the service sends it elsewhere when a part of it is gone; copy it from a file");
            }
            return in;
        };
    }

    private URI address(int attempt) throws IOException {
        List<URI> addresses = new Negotiation(space).addresses(path, Direction.PUSH);
        return addresses.get(attempt % addresses.size());
    }

    private void takeBack() {
        listener.accept(-told);
        told = 0;
    }

    /** One attempt; the checksums of what was sent. */
    private Checksums send(Feed.Opening opening, OptionalLong length, Announced announced, URI address, boolean isHere)
            throws IOException {
        Movement movement = new Movement(bytes -> {
            told += bytes;
            listener.accept(bytes);
        });
        try (Feeds feeds = new Feeds(opening, movement, isHere)) {
            Request request = new Request(
                    "PUT", address, headers(announced), () -> publisher(feeds.next(), length), true, movement);
            Answer<byte[]> answer;
            try {
                answer = space.connection().once(request, Bounded.document(Movement.unseen()));
            } catch (BrokenConnectionException e) {
                feeds.last().requireRead();
                throw e;
            }
            Checksums sums = feeds.last().sums().all();
            requireArrived(answer, sums, feeds.last().count());
            return sums;
        } finally {
            movement.end();
        }
    }

    /** The bytes anew for each request of an attempt: of those that are redirected, the last has them. */
    private final class Feeds implements AutoCloseable {
        private final Feed.Opening opening;
        private final Movement movement;
        private final boolean isHere;
        private final List<Feed> before = new ArrayList<>();
        private Feed last;

        Feeds(Feed.Opening opening, Movement movement, boolean isHere) {
            this.opening = opening;
            this.movement = movement;
            this.isHere = isHere;
            this.last = new Feed(opening, movement, isHere);
        }

        /** Bytes of which nothing was read yet. */
        Feed next() {
            if (last.count() > 0) {
                takeBack();
                before.add(last);
                last = new Feed(opening, movement, isHere);
            }
            return last;
        }

        Feed last() {
            return last;
        }

        @Override
        public void close() throws IOException {
            for (Feed each : before) {
                each.close();
            }
            last.close();
        }
    }

    private static BodyPublisher publisher(Feed feed, OptionalLong length) {
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> feed);
        if (length.isEmpty()) {
            return stream;
        }
        return length.getAsLong() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(stream, length.getAsLong());
    }

    private static Map<String, String> headers(Announced announced) {
        Map<String, String> headers = new TreeMap<>();
        announced.md5().ifPresent(digits -> headers.put("Content-MD5", base64(digits)));
        announced.sha256().ifPresent(digits -> headers.put("Repr-Digest", "sha-256=:" + base64(digits) + ":"));
        return headers;
    }

    private static String base64(String digits) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digits));
    }

    private void requireArrived(Answer<byte[]> answer, Checksums sums, long length) throws IOException {
        // What says something of the answer's own content is left out.
        Announced said = Announced.of(answer.headers(), true);
        if (said.saysNothing()) {
            RemoteNode node = space.get(path);
            said = Announced.of(node);
            if (node.length().orElse(length) != length) {
                throw new VosException(
                        "the service has " + node.length().getAsLong() + " bytes of it, and " + length + " were sent");
            }
        }
        requireSame(said, sums);
    }

    private static void requireSame(Announced said, Checksums sums) throws VosException {
        if (said.difference(sums).isPresent()) {
            throw new VosException("the service has other bytes than were sent: their checksums differ");
        }
    }
}
