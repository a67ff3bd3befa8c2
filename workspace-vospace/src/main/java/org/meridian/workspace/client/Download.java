// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.meridian.workspace.client.Negotiation.Direction;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;

/**
 * Fetches one file: into a part file, continued where it broke off if the file is still the same, compared with the checksums that
 * the service says, and only then put in its place. Not thread-safe.
 */
final class Download {

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Vospace space;
    private final NodePath path;
    private final LongConsumer listener;
    private long told;

    /** @param listener told of the bytes that came; a negative number takes some back */
    Download(Vospace space, NodePath path, LongConsumer listener) {
        this.space = space;
        this.path = path;
        this.listener = listener;
    }

    /**
     * Fetches it into a file, which has the time of the one at the service then.
     *
     * @param modified that time, if it is known
     */
    Checksums into(Path target, Optional<Instant> modified) throws IOException {
        Patience.Turns turns = space.connection().patience().begin();
        try (PartFile part = PartFile.open(target, space.base() + "\n" + path)) {
            boolean anew = false;
            for (int attempt = 0; ; attempt++) {
                long before = part.size();
                try {
                    Fetched fetched = fetch(part, address(attempt));
                    Optional<String> difference = difference(fetched);
                    if (difference.isEmpty()) {
                        part.become(target, modified.or(() -> lastModified(fetched.headers)));
                        return fetched.sums;
                    }
                    part.begin(Optional.empty());
                    if (anew) {
                        throw new VosException("it did not come as the service has it: " + difference.get());
                    }
                    anew = true;
                } catch (BrokenConnectionException | VosException e) {
                    if (e instanceof VosException refusal && refusal.status() == RANGE_NOT_SATISFIABLE && before > 0) {
                        part.begin(Optional.empty());
                        continue;
                    }
                    if (part.size() > before) {
                        turns.forget();
                    }
                    turns.after(e, true);
                } finally {
                    takeBack(part.size());
                }
            }
        } catch (IOException e) {
            takeBack(0);
            throw e;
        }
    }

    private URI address(int attempt) throws IOException {
        List<URI> addresses = new Negotiation(space).addresses(path, Direction.PULL);
        return addresses.get(attempt % addresses.size());
    }

    /** Tells the listener of no more bytes than are kept. */
    private void takeBack(long kept) {
        listener.accept(kept - told);
        told = kept;
    }

    /** A whole file. */
    private record Fetched(Checksums sums, HttpHeaders headers, boolean part, long size) {}

    private Fetched fetch(PartFile part, URI address) throws IOException {
        Optional<String> tag = part.tag();
        Arrival arrival = new Arrival(part, tag.isPresent() ? part.size() : 0);
        Request request = Request.get(address);
        if (arrival.known > 0) {
            part.addTo(arrival.sums);
            takeBack(arrival.known);
            request = request.with("Range", "bytes=" + arrival.known + "-").with("If-Range", tag.orElseThrow());
        }
        Movement movement = new Movement(bytes -> {
            told += bytes;
            listener.accept(bytes);
        });
        try {
            Answer<Long> answer = space.connection()
                    .once(
                            request.moving(movement),
                            info -> arrival.receive(info.statusCode(), info.headers(), movement));
            arrival.begin(answer.status(), answer.headers());
            return new Fetched(arrival.sums.all(), answer.headers(), answer.status() == 206, part.size());
        } finally {
            movement.end();
        }
    }

    /** What comes in answer to one request. */
    private final class Arrival {
        private final PartFile part;
        private final long known;
        private Sums sums = new Sums();
        private boolean begun;

        Arrival(PartFile part, long known) {
            this.part = part;
            this.known = known;
        }

        BodySubscriber<Long> receive(int status, HttpHeaders headers, Movement movement) {
            return new Sink(
                    bytes -> {
                        begin(status, headers);
                        sums.add(bytes);
                        part.append(bytes);
                    },
                    movement);
        }

        /** Before the first byte. */
        private void begin(int status, HttpHeaders headers) throws IOException {
            if (begun) {
                return;
            }
            begun = true;
            if (status != 206) {
                sums = new Sums();
                takeBack(0);
                part.begin(headers.firstValue("ETag").map(String::strip));
            } else if (!headers.firstValue("Content-Range").orElse("").startsWith("bytes " + known + "-")) {
                throw new VosException("the service sent another part of the file than was asked for");
            }
        }
    }

    private Optional<String> difference(Fetched fetched) throws IOException {
        Announced said = Announced.of(fetched.headers, fetched.part);
        if (!said.saysNothing()) {
            return said.difference(fetched.sums);
        }
        Optional<RemoteNode> node = space.find(path);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (node.get().length().orElse(fetched.size) != fetched.size) {
            return Optional.of(
                    fetched.size + " bytes came of " + node.get().length().getAsLong());
        }
        return Announced.of(node.get()).difference(fetched.sums);
    }

    private static Optional<Instant> lastModified(HttpHeaders headers) {
        try {
            return headers.firstValue("Last-Modified")
                    .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Passes it on as it comes; it is known at the end only whether it was right. Broken off in its midst, it cannot be continued. */
    void to(OutputStream out) throws IOException {
        Patience.Turns turns = space.connection().patience().begin();
        WritableByteChannel channel = Channels.newChannel(out);
        for (int attempt = 0; ; attempt++) {
            Sums sums = new Sums();
            Movement movement = new Movement(bytes -> told += bytes);
            try {
                Answer<Long> answer = space.connection()
                        .once(
                                Request.get(address(attempt)).moving(movement),
                                info -> new Sink(bytes -> pass(bytes, sums, channel), movement));
                out.flush();
                Checksums came = sums.all();
                Optional<String> difference = difference(new Fetched(came, answer.headers(), false, answer.body()));
                if (difference.isPresent()) {
                    throw new VosException("it did not come as the service has it: " + difference.get());
                }
                return;
            } catch (BrokenConnectionException | VosException e) {
                turns.after(e, told == 0);
            }
        }
    }

    static void pass(ByteBuffer bytes, Sums sums, WritableByteChannel channel) throws IOException {
        sums.add(bytes);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
