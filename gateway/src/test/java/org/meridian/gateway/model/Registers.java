// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.meridian.gateway.model.Doors.Answer;
import org.meridian.workspace.node.NodePath;

/**
 * Files that many write and read at once: each read finds one of the contents written, whole, and none that had been replaced
 * before it began. Thread-safe.
 */
final class Registers {

    private static final int COUNT = 3;
    private static final int LONGEST = 60_000;

    private final Contest.Ground ground;
    private final LongSupplier numbers;
    private final List<Queue<Use>> writes = queues();
    private final List<Queue<Use>> reads = queues();

    /** A write or a read: of which content, and when; in nanoseconds. */
    private record Use(long value, long begin, long end) {}

    Registers(Contest.Ground ground, LongSupplier numbers) {
        this.ground = ground;
        this.numbers = numbers;
        for (int i = 0; i < COUNT; i++) {
            long value = numbers.getAsLong();
            long begin = System.nanoTime();
            Contest.Ground.requireAny(
                    ground.doors().ask(ground.who(), "PUT", Doors.files(path(i)), content(value)), 201);
            writes.get(i).add(new Use(value, begin, System.nanoTime()));
        }
    }

    private static List<Queue<Use>> queues() {
        return Stream.<Queue<Use>>generate(ConcurrentLinkedQueue::new)
                .limit(COUNT)
                .toList();
    }

    private NodePath path(int register) {
        return ground.top().child("registers").child("r" + register);
    }

    private static byte[] content(long value) {
        Random random = new Random(value);
        byte[] rest = new byte[random.nextInt(LONGEST)];
        random.nextBytes(rest);
        byte[] begin = (value + "\n").getBytes(UTF_8);
        byte[] all = Arrays.copyOf(begin, begin.length + rest.length);
        System.arraycopy(rest, 0, all, begin.length, rest.length);
        return all;
    }

    private static long value(byte[] content) {
        String begin = new String(content, 0, Math.min(20, content.length), UTF_8);
        if (!begin.matches("(?s)[0-9]+\n.*")) {
            throw new AssertionError("a file begins with what nobody wrote: " + begin);
        }
        long value = Long.parseLong(begin.substring(0, begin.indexOf('\n')));
        if (!Arrays.equals(content(value), content)) {
            throw new AssertionError("a file is not whole: its beginning is that of " + value);
        }
        return value;
    }

    /** Writes one. */
    String write(RandomGenerator random) {
        int register = random.nextInt(COUNT);
        long value = numbers.getAsLong();
        byte[] content = content(value);
        int how = random.nextInt(5);
        long begin = System.nanoTime();
        switch (how) {
            case 0, 1 -> {
                String address = ground.address(random, path(register));
                Contest.Ground.requireAny(ground.doors().ask(ground.who(), "PUT", address, content), 204);
            }
            case 2 -> onto(register, random.nextBoolean() ? "MOVE" : "COPY", content, value);
            case 3 ->
                Contest.Ground.requireAny(
                        new UploadsDoor(ground.doors()).whole(ground.who(), path(register), content, false), 204);
            default -> {
                try {
                    ground.posix().save(path(register), content, ".saved-" + value);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        writes.get(register).add(new Use(value, begin, System.nanoTime()));
        return "register " + register + " is " + value;
    }

    private void onto(int register, String method, byte[] content, long value) {
        NodePath beside = ground.top().child("new-" + value);
        Contest.Ground.requireAny(ground.doors().ask(ground.who(), "PUT", Doors.files(beside), content), 201);
        Answer answer = ground.doors()
                .ask(
                        ground.who(),
                        method,
                        Doors.dav(beside),
                        new byte[0],
                        "Destination",
                        ground.doors().destination(path(register)));
        Contest.Ground.requireAny(answer, 204);
    }

    /** Reads one. */
    String read(RandomGenerator random) {
        int register = random.nextInt(COUNT);
        long begin = System.nanoTime();
        byte[] content = random.nextInt(3) == 0 ? inTree(register) : byDoor(random, register);
        if (content.length == 0) {
            return "register " + register + " is busy";
        }
        long value = value(content);
        reads.get(register).add(new Use(value, begin, System.nanoTime()));
        return "register " + register + " has " + value;
    }

    private byte[] byDoor(RandomGenerator random, int register) {
        Answer answer = ground.doors().get(ground.who(), ground.address(random, path(register)));
        Contest.Ground.requireAny(answer, 200, 409);
        if (answer.status() == 409) {
            return new byte[0];
        }
        Contents.requireTrue(answer, answer.body(), false);
        return answer.body();
    }

    private byte[] inTree(int register) {
        try {
            return Files.readAllBytes(ground.posix().at(path(register)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes sure that nobody has read what was replaced before he began. */
    String finish() {
        int count = 0;
        for (int i = 0; i < COUNT; i++) {
            long begin = System.nanoTime();
            reads.get(i).add(new Use(value(byDoor(new Random(), i)), begin, System.nanoTime()));
            for (Use read : reads.get(i)) {
                requireNotOld(i, read, writes.get(i));
                count++;
            }
        }
        return count + " reads of " + writes.stream().mapToInt(Collection::size).sum() + " contents";
    }

    private static void requireNotOld(int register, Use read, Queue<Use> writes) {
        Use write = writes.stream()
                .filter(each -> each.value() == read.value())
                .findFirst()
                .orElseThrow(() -> new AssertionError("register " + register + " had " + read.value()
                        + ", which was written into another or not at all"));
        boolean early = read.end() < write.begin();
        boolean late = writes.stream().anyMatch(each -> write.end() < each.begin() && each.end() < read.begin());
        if (early || late) {
            throw new AssertionError(
                    "register " + register + " had " + read.value() + (early ? " before it was written" : " again"));
        }
    }
}
