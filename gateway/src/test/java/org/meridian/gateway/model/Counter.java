// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.meridian.gateway.model.Doors.Answer;
import org.meridian.workspace.node.NodePath;

/**
 * A number in a file that many raise by what they read, if it is still that (If-Match), while the folder that it is in is
 * moved: no step is lost. Thread-safe.
 */
final class Counter {

    private final Contest.Ground ground;
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger moves = new AtomicInteger();

    Counter(Contest.Ground ground) {
        this.ground = ground;
        Contest.Ground.requireAny(
                ground.doors().ask(ground.who(), "PUT", Doors.files(path(0)), "0".getBytes(UTF_8)), 201);
    }

    private NodePath folder(int place) {
        return ground.top().child("shuttle-" + place);
    }

    private NodePath path(int place) {
        return folder(place).child("count");
    }

    /** Raises it, if it is where it is looked for and nobody is faster. */
    String step(RandomGenerator random) {
        int place = random.nextInt(2);
        Answer now = ground.doors().get(ground.who(), Doors.files(path(place)));
        Contest.Ground.requireAny(now, 200, 404, 409);
        if (now.status() != 200) {
            return "the counter is elsewhere";
        }
        String more = Long.toString(Long.parseLong(now.text()) + 1);
        String tag = now.header("ETag").orElseThrow();
        Answer answer = ground.doors()
                .ask(ground.who(), "PUT", ground.address(random, path(place)), more.getBytes(UTF_8), "If-Match", tag);
        Contest.Ground.requireAny(answer, 204, 412, 404, 409);
        if (answer.status() == 204) {
            steps.incrementAndGet();
            return "the counter is " + more;
        }
        return "the counter is not " + more;
    }

    /** Moves the folder. */
    String move(RandomGenerator random) {
        int from = random.nextInt(2);
        NodePath source = folder(from);
        NodePath target = folder(1 - from);
        boolean moved;
        if (random.nextInt(3) > 0) {
            Answer answer = ground.doors()
                    .ask(
                            ground.who(),
                            "MOVE",
                            Doors.dav(source),
                            new byte[0],
                            "Destination",
                            ground.doors().destination(target),
                            "Overwrite",
                            "F");
            Contest.Ground.requireAny(answer, 201, 404, 412);
            moved = answer.status() == 201;
        } else {
            moved = inTree(source, target);
        }
        moves.addAndGet(moved ? 1 : 0);
        return (moved ? "moved " : "did not move ") + source + " to " + target;
    }

    private boolean inTree(NodePath from, NodePath to) {
        try {
            ground.posix().rename(from, to);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes sure that it has been raised as often as it was said to have been. */
    String finish() {
        Answer first = ground.doors().get(ground.who(), Doors.files(path(0)));
        Answer second = ground.doors().get(ground.who(), Doors.files(path(1)));
        String there = (first.status() == 200 ? first : second).text();
        if (!there.equals(steps.toString())) {
            throw new AssertionError("the counter is " + there + " after " + steps + " steps");
        }
        return steps + " steps of a counter moved " + moves + " times";
    }
}
