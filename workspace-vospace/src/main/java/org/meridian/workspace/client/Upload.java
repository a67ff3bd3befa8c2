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
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
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

    /** Sends a stream, which can be read only once. */
    Checksums from(InputStream in) throws IOException {
        return send(() -> in, OptionalLong.empty(), Announced.NOTHING, address(0), true);
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
            Checksums sent = send(() -> in, length, said, to, false);
            Optional<String> difference = said.difference(sent);
            if (difference.isPresent()) {
                throw new VosException("it did not come as the other service has it: " + difference.get());
            }
        }
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
        try (Feed feed = new Feed(opening, movement, isHere)) {
            Request request =
                    new Request("PUT", address, headers(announced), () -> publisher(feed, length), true, movement);
            Answer<byte[]> answer;
            try {
                answer = space.connection().once(request, Bounded.document(Movement.unseen()));
            } catch (BrokenConnectionException e) {
                feed.requireRead();
                throw e;
            }
            Checksums sums = feed.sums().all();
            requireArrived(answer, sums, feed.count());
            return sums;
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
        if (said.difference(sums).isPresent()) {
            throw new VosException("the service has other bytes than were sent: their checksums differ");
        }
    }
}
