// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Goes through a tree with several threads, the youngest branch first, so that few wait at any time. Thread-safe.
 *
 * @param <T> a branch
 */
final class Walkers<T> {

    private final Deque<T> waiting = new ArrayDeque<>();
    private final Consumer<T> visit;
    private final BooleanSupplier isOver;
    private int unfinished;

    /**
     * A walk.
     *
     * @param visit looks at a branch, and adds those that grow from it
     * @param isOver whether it makes no sense to go on
     */
    Walkers(Consumer<T> visit, BooleanSupplier isOver) {
        this.visit = visit;
        this.isOver = isOver;
    }

    synchronized void add(T branch) {
        waiting.push(branch);
        unfinished++;
        notifyAll();
    }

    /** Looks at all that was added and is added meanwhile. */
    void run(int threads) throws InterruptedIOException {
        try (Workers workers = new Workers(threads)) {
            for (int i = 0; i < threads; i++) {
                workers.submit(this::walk);
            }
        }
    }

    private void walk() {
        for (T branch = next(); branch != null; branch = next()) {
            try {
                if (!isOver.getAsBoolean()) {
                    visit.accept(branch);
                }
            } finally {
                finished();
            }
        }
    }

    private synchronized @org.jspecify.annotations.Nullable T next() {
        while (waiting.isEmpty() && unfinished > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return waiting.poll();
    }

    private synchronized void finished() {
        unfinished--;
        notifyAll();
    }
}
