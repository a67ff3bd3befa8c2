// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.meridian.gateway.model.Doors.Answer;
import org.meridian.workspace.node.NodePath;

/** Files that many move between folders: each is in one of them, with all that was said of it. Thread-safe. */
final class Tokens {

    private static final int COUNT = 10;
    private static final List<String> FOLDERS = List.of("t0", "t1", "t2");
    private static final String TITLE = "ivo://ivoa.net/vospace/core#title";

    private final Contest.Ground ground;
    private final AtomicInteger moves = new AtomicInteger();

    Tokens(Contest.Ground ground) {
        this.ground = ground;
        for (int i = 0; i < COUNT; i++) {
            NodePath path = path("t0", i);
            Contest.Ground.requireAny(
                    ground.doors().ask(ground.who(), "PUT", Doors.files(path), text(i).getBytes(UTF_8)), 201);
            byte[] said = Doors.xml(
                    path,
                    "DataNode",
                    Map.of(TITLE, Optional.of(text(i)), Changes.GROUP_READ, Optional.of("visitors")),
                    Optional.empty());
            Contest.Ground.requireAny(
                    ground.doors().ask(ground.who(), "POST", Doors.nodes(path), said, "Content-Type", "text/xml"), 200);
        }
    }

    private static String text(int token) {
        return "token number " + token;
    }

    private NodePath path(String folder, int token) {
        return ground.top().child(folder).child("token-" + token);
    }

    /** Moves one, if it is where it is looked for. */
    String move(RandomGenerator random) {
        int token = random.nextInt(COUNT);
        int at = random.nextInt(FOLDERS.size());
        NodePath from = path(FOLDERS.get(at), token);
        NodePath to = path(FOLDERS.get((at + 1 + random.nextInt(2)) % FOLDERS.size()), token);
        boolean moved = switch (random.nextInt(4)) {
            case 0 -> byJob(from, to);
            case 1 -> inTree(from, to);
            default -> byDav(from, to);
        };
        moves.addAndGet(moved ? 1 : 0);
        return (moved ? "moved " : "did not move ") + from + " to " + to;
    }

    private boolean byJob(NodePath from, NodePath to) {
        Optional<String> fault = ground.doors().transfer(ground.who(), from, to, false);
        if (fault.filter(each -> !each.equals("NodeNotFound")).isPresent()) {
            throw new AssertionError("a move ended with " + fault.get());
        }
        return fault.isEmpty();
    }

    private boolean byDav(NodePath from, NodePath to) {
        Answer answer = ground.doors()
                .ask(
                        ground.who(),
                        "MOVE",
                        Doors.dav(from),
                        new byte[0],
                        "Destination",
                        ground.doors().destination(to),
                        "Overwrite",
                        "F");
        Contest.Ground.requireAny(answer, 201, 404);
        return answer.status() == 201;
    }

    private boolean inTree(NodePath from, NodePath to) {
        try {
            ground.posix().rename(from, to);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes sure that each is there, once, and is what it was. */
    String finish() {
        for (int i = 0; i < COUNT; i++) {
            int token = i;
            List<NodePath> places =
                    FOLDERS.stream().map(folder -> path(folder, token)).toList();
            List<NodePath> there = places.stream()
                    .filter(path -> Files.exists(ground.posix().at(path)))
                    .toList();
            List<Integer> listed = IntStream.range(0, places.size())
                    .filter(at -> ground.doors()
                                    .get(ground.who(), Doors.nodes(places.get(at)))
                                    .status()
                            == 200)
                    .boxed()
                    .toList();
            if (there.size() != 1 || !listed.equals(List.of(places.indexOf(there.getFirst())))) {
                throw new AssertionError("token " + i + " is in " + there + ", and listed in " + listed);
            }
            Answer node = ground.doors().get(ground.who(), Doors.nodes(there.getFirst()));
            Answer bytes = ground.doors().get(ground.who(), Doors.files(there.getFirst()));
            FileOperations.requireSame(text(i).getBytes(UTF_8), bytes);
            if (!node.text().contains(">" + text(i) + "<") || !node.text().contains(">visitors<")) {
                throw new AssertionError("what was said of token " + i + " is lost: " + node.text());
            }
        }
        return COUNT + " files moved " + moves + " times";
    }
}
