// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.meridian.gateway.model.Doors.Answer;
import org.meridian.gateway.model.Expected.Outcome;
import org.meridian.gateway.model.ModelNode.DataFile;
import org.meridian.workspace.node.NodePath;

/**
 * Sends files in parts (tus 1.0.0), which break off, come twice, with wrong offsets and checksums, and go on from where they
 * ended. Between the parts anything else happens in the region: nothing is seen of a file before it is whole, and with its last
 * byte it is there as after a PUT. Not thread-safe.
 */
final class UploadOperations {

    private static final int MOST = 3;
    private static final byte[] NOTHING = {};
    private static final ObjectMapper JSON = new ObjectMapper();

    /** After these an upload is gone. */
    private static final Set<String> FINAL = Set.of("PreconditionFailed", "InvalidData");

    private final Region region;
    private final UploadsDoor door;
    private final List<Upload> open = new ArrayList<>();

    UploadOperations(Region region) {
        this.region = region;
        this.door = new UploadsDoor(region.doors());
    }

    /**
     * What is to become of an upload.
     *
     * @param wrong whether it was announced with the checksum of other bytes
     */
    private record Wish(
            Visitor who, NodePath path, byte[] content, Optional<String> type, boolean onlyNew, boolean wrong) {

        byte[] part(int from, int count) {
            return Arrays.copyOfRange(content, from, from + count);
        }
    }

    /** An upload that is not complete. */
    private static final class Upload {
        final Wish wish;
        final String url;
        int received;

        Upload(Wish wish, String url, int received) {
            this.wish = wish;
            this.url = url;
            this.received = received;
        }

        int missing() {
            return wish.content.length - received;
        }
    }

    /** Begins one, or goes on with one that was begun, or gives it up. */
    void any() {
        if (open.isEmpty() || open.size() < MOST && region.chance(0.35)) {
            begin();
            return;
        }
        Upload upload = region.oneOf(open);
        if (region.chance(0.07)) {
            region.note("give up the upload to " + upload.wish.path);
            giveUp(upload);
            return;
        }
        do {
            step(upload);
        } while (open.contains(upload) && region.chance(0.75));
    }

    private void begin() {
        byte[] content = region.content();
        Wish wish = new Wish(
                region.somebody(),
                region.mostly(DataFile.class),
                content,
                region.chance(0.3) ? Optional.of("text/x-test") : Optional.empty(),
                region.chance(0.15),
                region.chance(0.1));
        Map<String, String> metadata = new LinkedHashMap<>();
        wish.type.ifPresent(type -> metadata.put("filetype", type));
        if (wish.wrong || region.chance(0.3)) {
            byte[] announced = wish.wrong ? Arrays.copyOf(content, content.length + 1) : content;
            metadata.put("sha256", HexFormat.of().formatHex(Contents.sha256(announced)));
        }
        byte[] first = region.chance(0.3) ? wish.part(0, region.random().nextInt(content.length + 1)) : NOTHING;
        boolean whole = first.length == content.length;
        region.note("begin upload " + wish.who.name() + " " + wish.path + " " + content.length + " with " + first.length
                + metadata.keySet() + (wish.onlyNew ? " only new" : "") + (wish.wrong ? " wrong" : ""));
        Outcome<Boolean> wanted = Expected.of(() -> {
            region.model().requireWritable(wish.who, wish.path, wish.onlyNew);
            if (whole) {
                put(wish);
            }
        });
        Answer answer = door.begin(wish.who, wish.path, content.length, metadata, first, wish.onlyNew);
        Expected.vospace(wanted, 201, answer);
        if (wanted.fault().isPresent()) {
            return;
        }
        requireOffset(first.length, answer);
        if (whole) {
            Contents.requireTrue(answer, content, true);
        } else {
            open.add(new Upload(wish, answer.header("Location").orElseThrow(), first.length));
        }
    }

    private void put(Wish wish) {
        if (wish.wrong) {
            throw new Refused("InvalidData");
        }
        region.model().put(wish.who, wish.path, wish.content, wish.type, wish.onlyNew);
    }

    private static void requireOffset(int offset, Answer answer) {
        assertEquals(offset + "", answer.header("Upload-Offset").orElse("none"), "Upload-Offset");
    }

    private void step(Upload upload) {
        int missing = upload.missing();
        int count = region.chance(0.4) ? missing : 1 + region.random().nextInt(missing);
        int how = region.random().nextInt(10);
        region.note("part " + how + " of the upload to " + upload.wish.path + " " + upload.received + "+" + count + "/"
                + upload.wish.content.length);
        switch (how) {
            case 0 -> atWrongOffset(upload, count);
            case 1 -> byOther(upload, count);
            case 2 -> brokenOff(upload, count);
            case 3 -> twice(upload, count);
            case 4 -> withWrongChecksum(upload, count);
            case 5, 6 -> part(upload, count, true);
            default -> part(upload, count, false);
        }
    }

    private void atWrongOffset(Upload upload, int count) {
        int offset = upload.received > 0 && region.chance(0.5) ? 0 : upload.received + 1;
        byte[] part = upload.wish.part(upload.received, count);
        Answer answer = door.append(upload.wish.who, upload.url, offset, part, Optional.empty());
        Expected.vospace(fault("WrongOffset"), 204, answer);
        requireStand(upload);
    }

    private static Outcome<Boolean> fault(String name) {
        return Expected.of(() -> {
            throw new Refused(name);
        });
    }

    /** To others there is none. */
    private void byOther(Upload upload, int count) {
        everybody()
                .filter(other -> !other.name().equals(upload.wish.who.name()))
                .forEach(other -> {
                    byte[] part = upload.wish.part(upload.received, count);
                    assertEquals(404, door.stand(other, upload.url).status());
                    Expected.vospace(
                            fault("NodeNotFound"),
                            204,
                            door.append(other, upload.url, upload.received, part, Optional.empty()));
                    Expected.vospace(fault("NodeNotFound"), 204, door.end(other, upload.url));
                });
        requireStand(upload);
    }

    private Stream<Visitor> everybody() {
        Set<Visitor> all = new LinkedHashSet<>(region.others());
        all.add(region.owner());
        return all.stream();
    }

    /** What came of it is kept. */
    private void brokenOff(Upload upload, int announced) {
        int came = region.random().nextInt(announced);
        door.breakOff(upload.wish.who, upload.url, upload.received, upload.wish.part(upload.received, came), announced);
        upload.received += came;
        requireStand(upload);
    }

    /** By two clients at once: one of them succeeds. */
    private void twice(Upload upload, int count) {
        if (count == upload.missing()) {
            part(upload, count, false);
            return;
        }
        byte[] part = upload.wish.part(upload.received, count);
        List<CompletableFuture<Answer>> both = Stream.of(1, 2)
                .map(each -> CompletableFuture.supplyAsync(
                        () -> door.append(upload.wish.who, upload.url, upload.received, part, Optional.empty()),
                        work -> Thread.ofVirtual().start(work)))
                .toList();
        List<Answer> answers = both.stream().map(CompletableFuture::join).toList();
        answers.forEach(answer -> Contest.Ground.requireAny(answer, 204, 409, 423));
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 204).count(), "how many of two could append");
        upload.received += count;
        requireStand(upload);
    }

    /** Nothing of it is kept. */
    private void withWrongChecksum(Upload upload, int count) {
        if (upload.missing() == 1) {
            part(upload, count, true);
            return;
        }
        byte[] part = upload.wish.part(upload.received, count);
        byte[] other = Contents.sha256(Arrays.copyOf(part, count + 1));
        Answer answer = door.append(upload.wish.who, upload.url, upload.received, part, Optional.of(other));
        Expected.vospace(fault("ChecksumMismatch"), 204, answer);
        requireStand(upload);
    }

    private void part(Upload upload, int count, boolean checked) {
        boolean last = count == upload.missing();
        byte[] part = upload.wish.part(upload.received, count);
        Outcome<Boolean> wanted = last ? end(upload) : Expected.of(() -> true);
        Answer answer = door.append(
                upload.wish.who,
                upload.url,
                upload.received,
                part,
                checked ? Optional.of(Contents.sha256(part)) : Optional.empty());
        Expected.vospace(wanted, 204, answer);
        upload.received += count;
        if (wanted.fault().isEmpty()) {
            requireOffset(upload.received, answer);
            requireStand(upload);
        }
        if (last) {
            ended(upload, wanted, answer);
        }
    }

    /** What should become of it with its last byte. */
    private Outcome<Boolean> end(Upload upload) {
        Wish wish = upload.wish;
        return Expected.of(() -> {
            if (upload.missing() == 1) {
                region.model().requireWritable(wish.who, wish.path, wish.onlyNew);
            }
            put(wish);
        });
    }

    private void ended(Upload upload, Outcome<Boolean> wanted, Answer answer) {
        if (wanted.fault().isEmpty()) {
            Contents.requireTrue(answer, upload.wish.content, true);
            open.remove(upload);
        } else if (FINAL.contains(wanted.fault().get())) {
            open.remove(upload);
            assertEquals(404, door.stand(upload.wish.who, upload.url).status());
        } else {
            // Its last byte can come again.
            upload.received--;
            requireStand(upload);
        }
    }

    private void requireStand(Upload upload) {
        Answer answer = door.stand(upload.wish.who, upload.url);
        assertEquals(200, answer.status());
        requireOffset(upload.received, answer);
    }

    private void giveUp(Upload upload) {
        Expected.vospace(Expected.of(() -> true), 204, door.end(upload.wish.who, upload.url));
        assertEquals(404, door.stand(upload.wish.who, upload.url).status());
        open.remove(upload);
    }

    /** Gives up all that are not complete. */
    void giveUp() {
        List.copyOf(open).forEach(this::giveUp);
        compare();
    }

    /** Compares what is listed of those that are not complete. */
    void compare() {
        everybody().forEach(who -> {
            Map<String, Integer> wanted = new TreeMap<>();
            open.stream()
                    .filter(upload -> upload.wish.who.name().equals(who.name()))
                    .forEach(upload -> wanted.put(upload.url, upload.received));
            assertEquals(wanted, listed(who), "uploads of " + who.name());
        });
    }

    private Map<String, Integer> listed(Visitor who) {
        Map<String, Integer> listed = new TreeMap<>();
        try {
            for (JsonNode each : JSON.readTree(door.list(who).body()).path("uploads")) {
                if (region.model().top().holds(Doors.URIS.path(each.path("uri").asText()))) {
                    listed.put(each.path("url").asText(), each.path("offset").asInt());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return listed;
    }
}
