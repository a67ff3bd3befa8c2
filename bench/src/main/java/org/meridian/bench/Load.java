// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several clients that ask one question after the other.
 *
 * @param clients how many
 * @param duration how long
 */
record Load(int clients, Duration duration) {
    /** One question. */
    @FunctionalInterface
    interface Request {
        /** Asks and reads the answer. */
        Object ask(int turn) throws IOException, SQLException;
    }

    /**
     * A client with its connection.
     *
     * @param request what it does again and again
     * @param connection closed at the end
     */
    record Worker(Request request, AutoCloseable connection) {}

    /** Makes a client; connecting does not count. */
    @FunctionalInterface
    interface WorkerSource {
        Worker connect(int number) throws IOException, SQLException;
    }

    /**
     * Requests per second of all clients together.
     *
     * @throws IOException if a request of any of them fails
     */
    double perSecond(WorkerSource source) throws IOException, SQLException, InterruptedException {
        List<Worker> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                workers.add(source.connect(i));
            }
            long start = System.nanoTime();
            long end = start + duration.toNanos();
            List<Future<Integer>> running = workers.stream()
                    .map(worker -> threads.submit(() -> {
                        int turn = 0;
                        while (System.nanoTime() < end) {
                            worker.request.ask(turn++);
                        }
                        return turn;
                    }))
                    .toList();
            long requests = 0;
            for (Future<Integer> one : running) {
                requests += one.get();
            }
            return requests / ((System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e);
        } finally {
            close(workers);
        }
    }

    private static void close(List<Worker> workers) throws IOException {
        for (Worker worker : workers) {
            try {
                worker.connection.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
