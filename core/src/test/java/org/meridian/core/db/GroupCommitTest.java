// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Integer>> statements = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private List<String> note(List<Integer> values) {
        statements.add(values);
        return values.stream().map(value -> "<" + value + ">").toList();
    }

    /** A statement whose first use lasts until the gate opens. */
    private final class Gated {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch gate = new CountDownLatch(1);

        List<String> run(List<Integer> values) {
            begun.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return note(values);
        }
    }

    private static void awaitWaiting(GroupCommit<Integer, String> commits, int count) {
        while (commits.waiting() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void writesALoneValueAtOnce() {
        assertEquals("<7>", new GroupCommit<>(this::note, 10).write(7));
        assertEquals(List.of(List.of(7)), statements);
    }

    @Test
    void writesTogetherWhatComesMeanwhileAndNoMoreThanTheMost() throws Exception {
        Gated gated = new Gated();
        GroupCommit<Integer, String> commits = new GroupCommit<>(gated::run, 3);
        List<Future<String>> results = new ArrayList<>();
        results.add(threads.submit(() -> commits.write(0)));
        gated.begun.await();
        for (int i = 1; i <= 7; i++) {
            int value = i;
            results.add(threads.submit(() -> commits.write(value)));
            awaitWaiting(commits, i);
        }
        gated.gate.countDown();
        for (int i = 0; i <= 7; i++) {
            assertEquals("<" + i + ">", results.get(i).get());
        }
        assertEquals(List.of(List.of(0), List.of(1, 2, 3), List.of(4, 5, 6), List.of(7)), statements);
        assertEquals("<8>", commits.write(8));
    }

    @Test
    void oneThatCannotBeWrittenDoesNotHarmTheOthers() throws Exception {
        Gated gated = new Gated();
        GroupCommit<Integer, String> commits = new GroupCommit<>(
                values -> {
                    if (values.contains(2)) {
                        throw new DatabaseException("no twos");
                    }
                    return gated.run(values);
                },
                10);
        Future<String> first = threads.submit(() -> commits.write(0));
        gated.begun.await();
        List<Future<String>> others = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            int value = i;
            others.add(threads.submit(() -> commits.write(value)));
            awaitWaiting(commits, i);
        }
        gated.gate.countDown();
        assertEquals("<0>", first.get());
        assertEquals("<1>", others.get(0).get());
        assertInstanceOf(
                DatabaseException.class,
                assertThrows(ExecutionException.class, others.get(1)::get).getCause());
        assertEquals("<3>", others.get(2).get());
    }

    @Test
    void aFailureReachesEverybodyAndEndsNothing() throws Exception {
        Gated gated = new Gated();
        GroupCommit<Integer, String> commits = new GroupCommit<>(
                values -> {
                    gated.run(values);
                    if (values.getFirst() < 10) {
                        throw new IllegalStateException("away");
                    }
                    return note(values);
                },
                10);
        List<Future<String>> all = new ArrayList<>();
        all.add(threads.submit(() -> commits.write(0)));
        gated.begun.await();
        all.add(threads.submit(() -> commits.write(1)));
        awaitWaiting(commits, 1);
        all.add(threads.submit(() -> commits.write(2)));
        awaitWaiting(commits, 2);
        gated.gate.countDown();
        for (Future<String> one : all) {
            assertTrue(assertThrows(ExecutionException.class, one::get).getCause() instanceof IllegalStateException);
        }
        assertEquals("<10>", commits.write(10));
    }
}
