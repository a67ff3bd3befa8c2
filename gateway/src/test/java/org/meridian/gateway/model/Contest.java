// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.meridian.workspace.node.NodePath;

/**
 * A container that many change at the same time, through all doors. Of what happens there is known, whatever the order: a file
 * has bytes that somebody wrote, whole, and no older ones than were there when one asked; of all who make a node one succeeds; a
 * counter loses no step; and files that are moved are always somewhere, once. Thread-safe.
 */
public final class Contest {

    private final Registers registers;
    private final Creations creations;
    private final Counter counter;
    private final Tokens tokens;
    private final AtomicLong next = new AtomicLong();

    /** Makes what there is to contest, in a container that is not there yet. */
    public Contest(Ground ground) {
        made(ground, ground.top());
        List.of("registers", "once", "shuttle-0", "t0", "t1", "t2")
                .forEach(name -> made(ground, ground.top().child(name)));
        registers = new Registers(ground, this::number);
        creations = new Creations(ground, this::number);
        counter = new Counter(ground);
        tokens = new Tokens(ground);
    }

    private static void made(Ground ground, NodePath path) {
        Ground.requireAny(ground.doors().ask(ground.who(), "MKCOL", Doors.dav(path), new byte[0]), 201);
    }

    /**
     * Where it is.
     *
     * @param who changes it, in the name of all
     */
    public record Ground(Doors doors, PosixDoor posix, Visitor who, NodePath top) {

        /** One of whose programs write into the tree. */
        public Ground(Doors doors, java.nio.file.Path tree, Visitor who, NodePath top) {
            this(doors, new PosixDoor(tree), who, top);
        }

        /** An address of a file, by one door or another. */
        String address(RandomGenerator random, NodePath path) {
            return random.nextBoolean() ? Doors.dav(path) : Doors.files(path);
        }

        static void requireAny(Doors.Answer answer, Integer... statuses) {
            if (!List.of(statuses).contains(answer.status())) {
                throw new AssertionError(
                        "the answer is " + answer.begin() + ", and should be one of " + List.of(statuses));
            }
        }
    }

    /** A number that no other has. */
    private long number() {
        return next.incrementAndGet();
    }

    /** Does something; what, in words. */
    String one(RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> registers.write(random);
            case 2, 3 -> registers.read(random);
            case 4, 5 -> creations.one(random);
            case 6, 7 -> counter.step(random);
            case 8 -> counter.move(random);
            default -> tokens.move(random);
        };
    }

    /** Makes sure that all is as it must be, when nobody changes it any more; what happened, in words. */
    public String finish() {
        return String.join("; ", registers.finish(), creations.finish(), counter.finish(), tokens.finish());
    }
}
