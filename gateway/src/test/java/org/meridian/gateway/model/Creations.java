// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.meridian.gateway.model.Doors.Answer;
import org.meridian.workspace.node.NodePath;

/** Names under which many want to make something: one of them succeeds, and what he made is there. Thread-safe. */
final class Creations {

    /** How many try each name. */
    private static final int RIVALS = 6;

    private final Contest.Ground ground;
    private final LongSupplier numbers;
    private final AtomicLong attempts = new AtomicLong();
    private final ConcurrentMap<String, String> made = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Boolean> tried = new ConcurrentHashMap<>();

    Creations(Contest.Ground ground, LongSupplier numbers) {
        this.ground = ground;
        this.numbers = numbers;
    }

    private NodePath path(String name) {
        return ground.top().child("once").child(name);
    }

    /** Tries to make something. */
    String one(RandomGenerator random) {
        String name = "n" + attempts.getAndIncrement() / RIVALS;
        String text = "made as number " + numbers.getAsLong();
        int how = random.nextInt(6);
        boolean first = switch (how) {
            case 0, 1 -> put(random, name, text);
            case 2 -> node(name);
            case 3 -> collection(name);
            case 4 -> inParts(name, text);
            default -> inTree(name, text);
        };
        tried.put(name, true);
        if (first) {
            String kind = how == 3 ? "a folder" : how == 2 ? "" : text;
            String other = made.put(name, kind);
            if (other != null) {
                throw new AssertionError(name + " was made twice: " + other + ", and " + kind);
            }
        }
        return (first ? "made " : "did not make ") + name + " in way " + how;
    }

    private boolean put(RandomGenerator random, String name, String text) {
        String address = ground.address(random, path(name));
        Answer answer = ground.doors().ask(ground.who(), "PUT", address, text.getBytes(UTF_8), "If-None-Match", "*");
        Contest.Ground.requireAny(answer, 201, 412, 409, 405);
        return answer.status() == 201;
    }

    private boolean inParts(String name, String text) {
        Answer answer = new UploadsDoor(ground.doors()).whole(ground.who(), path(name), text.getBytes(UTF_8), true);
        Contest.Ground.requireAny(answer, 204, 412, 409);
        return answer.status() == 204;
    }

    private boolean node(String name) {
        byte[] body = Doors.xml(path(name), "DataNode", Map.of(), Optional.empty());
        Answer answer =
                ground.doors().ask(ground.who(), "PUT", Doors.nodes(path(name)), body, "Content-Type", "text/xml");
        Contest.Ground.requireAny(answer, 201, 409);
        return answer.status() == 201;
    }

    private boolean collection(String name) {
        Answer answer = ground.doors().ask(ground.who(), "MKCOL", Doors.dav(path(name)), new byte[0]);
        Contest.Ground.requireAny(answer, 201, 405);
        return answer.status() == 201;
    }

    private boolean inTree(String name, String text) {
        try {
            Files.writeString(ground.posix().at(path(name)), text, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes sure that each is there as it was made. */
    String finish() {
        for (String name : tried.keySet()) {
            String kind = Optional.ofNullable(made.get(name))
                    .orElseThrow(() -> new AssertionError(name + " was made by nobody of all who tried"));
            if (kind.equals("a folder")) {
                Answer answer = ground.doors().get(ground.who(), Doors.nodes(path(name)) + "?detail=min");
                if (!answer.text().contains("ContainerNode")) {
                    throw new AssertionError(name + " is no container any more: " + answer.begin());
                }
            } else {
                FileOperations.requireSame(
                        kind.getBytes(UTF_8), ground.doors().get(ground.who(), Doors.files(path(name))));
            }
        }
        return made.size() + " names made once each";
    }
}
