// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A number of threads that do what they are given, in order; who gives more than fits waits. Thread-safe. */
final class Workers implements AutoCloseable {

    /** So many files are known ahead of those that are being transferred; each takes a few hundred bytes. */
    private static final int WAITING = 10_000;

    private static final Runnable END = () -> {};

    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable RuntimeException> defect = new AtomicReference<>();

    Workers(int number) {
        for (int i = 0; i < number; i++) {
            Thread thread = new Thread(this::work, "transfer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void work() {
        try {
            for (Runnable task = waiting.take(); task != END; task = waiting.take()) {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    defect.compareAndSet(null, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives them something to do. */
    void submit(Runnable task) throws InterruptedIOException {
        try {
            waiting.put(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Waits until all is done; throws what nobody expected. */
    @Override
    public void close() throws InterruptedIOException {
        for (int i = 0; i < threads.size(); i++) {
            submit(END);
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        RuntimeException unexpected = defect.get();
        if (unexpected != null) {
            throw unexpected;
        }
    }
}
