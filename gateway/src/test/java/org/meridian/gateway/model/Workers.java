// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.meridian.workspace.node.NodePath;

/**
 * Workers who change regions of their own and one that they contest, all at the same time, until so many operations have been
 * done or one has found something that should not be. Thread-safe.
 */
public final class Workers {

    /** After how many operations in a region all of it is compared. */
    private static final int ROUND = 60;

    private static final int RESTORED = 12;

    private final Contest contest;
    private final AtomicInteger left;
    private final AtomicReference<AssertionError> failure = new AtomicReference<>();
    private final AtomicInteger glances = new AtomicInteger();
    private final AtomicInteger contested = new AtomicInteger();
    private final List<RegionWorker> all = new ArrayList<>();
    private final Doors doors;
    private final PosixDoor posix;
    private final long seed;

    /**
     * Workers.
     *
     * @param tree folder of the tree, as programs in datalabs see it
     * @param operations how many there will be
     */
    public Workers(Doors doors, Path tree, Contest contest, int operations, long seed) {
        this.doors = doors;
        this.posix = new PosixDoor(tree);
        this.contest = contest;
        this.left = new AtomicInteger(operations);
        this.seed = seed;
    }

    /** Adds a worker with a region of his own, which is made. */
    public void add(NodePath top, Visitor owner, List<Visitor> others) {
        Contest.Ground.requireAny(doors.ask(owner, "MKCOL", Doors.dav(top), new byte[0]), 201);
        Random random = new Random(seed + all.size());
        all.add(new RegionWorker(new Region(new ModelSpace(top, owner.name()), doors, posix, owner, others, random)));
    }

    /**
     * Does it all; what was done, in words.
     *
     * @throws AssertionError for the first that should not be
     */
    public String run() throws InterruptedException, IOException {
        List<Thread> threads = all.stream()
                .map(worker -> Thread.ofPlatform().start(() -> work(worker)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        for (RegionWorker worker : all) {
            guarded(worker, () -> worker.finish(RESTORED));
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        Map<RegionWorker.Operation, Integer> done = new TreeMap<>();
        all.forEach(worker -> worker.done().forEach((what, count) -> done.merge(what, count, Integer::sum)));
        return done + ", " + contested + " contested, " + glances + " glances at others' regions; " + contested();
    }

    private String contested() {
        try {
            return contest.finish();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", in the contested region: " + e.getMessage(), e);
        }
    }

    /** Something that can fail. */
    @FunctionalInterface
    private interface Work {
        void now() throws IOException;
    }

    private void guarded(RegionWorker worker, Work work) {
        try {
            work.now();
        } catch (AssertionError | RuntimeException | IOException e) {
            String log = worker.region().log().stream().collect(Collectors.joining("\n  "));
            failure.compareAndSet(
                    null,
                    new AssertionError(
                            "seed " + seed + ", " + left + " operations before the end, in "
                                    + worker.region().model().top() + ": " + e.getMessage() + "\nafter\n  " + log,
                            e));
        }
    }

    private void work(RegionWorker worker) {
        // What is done in a region depends on the seed alone, whatever others do.
        Random elsewhere = new Random(~worker.region().random().nextLong());
        int round = 0;
        while (failure.get() == null && left.getAndDecrement() > 0) {
            double choice = elsewhere.nextDouble();
            if (choice < 0.2) {
                guarded(worker, () -> worker.region().note(contest.one(elsewhere)));
                contested.incrementAndGet();
            } else if (choice < 0.28) {
                guarded(worker, () -> glance(elsewhere, worker.region()));
                glances.incrementAndGet();
            } else {
                guarded(worker, worker::one);
                if (++round % ROUND == 0) {
                    guarded(worker, worker::compare);
                }
            }
        }
    }

    /** Looks at somebody's region, which is being changed: whatever is there, it is no failure of the gateway. */
    private void glance(Random random, Region mine) {
        Region other = all.get(random.nextInt(all.size())).region();
        NodePath path = random.nextBoolean()
                ? other.model().top()
                : other.model().top().child(List.of("a", "b", "d").get(random.nextInt(3)));
        Visitor who = mine.owner();
        mine.note("glance at " + path);
        Doors.Answer answer = switch (random.nextInt(4)) {
            case 0 -> doors.ask(who, "PROPFIND", Doors.dav(path), new byte[0], "Depth", "1");
            case 1 -> doors.get(who, Doors.files(path));
            case 2 -> doors.get(who, Doors.nodes(path) + "?format=json&limit=3");
            default -> doors.get(who, Doors.nodes(path));
        };
        Contest.Ground.requireAny(answer, 200, 207, 400, 403, 404, 409);
    }
}
