// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A folder of files as a server shows it.
 *
 * @param base of the server
 * @param prefix path of the folder, with a slash at its end
 * @param token of a user; empty where everybody may do everything
 */
record FileTarget(URI base, String prefix, String token) {
    private static final int BUFFER = 1 << 20;
    private static final int CONNECTIONS = 4;

    @FunctionalInterface
    private interface Exchange {
        void with(HttpConnection connection, int number) throws IOException;
    }

    /** Reads a file; in seconds. */
    double get(String name, long length) throws IOException, InterruptedException {
        return each(1, 1, (connection, i) -> require(connection, name, length));
    }

    /** Reads numbered files over four connections; in seconds. */
    double getAll(String name, int count, long length) throws IOException, InterruptedException {
        return each(CONNECTIONS, count, (connection, i) -> require(connection, name + i, length));
    }

    /** Writes a file; in seconds. */
    double put(String name, byte[] bytes, long length) throws IOException, InterruptedException {
        return each(1, 1, (connection, i) -> send(connection, name, bytes, length));
    }

    /** Writes numbered files over four connections; in seconds. */
    double putAll(String name, int count, byte[] bytes) throws IOException, InterruptedException {
        return each(CONNECTIONS, count, (connection, i) -> send(connection, name + i, bytes, bytes.length));
    }

    private void require(HttpConnection connection, String name, long length) throws IOException {
        HttpConnection.Answer answer = connection.get(prefix + name, token);
        if (answer.status() != 200 || answer.bytes() != length) {
            throw new IOException(base + prefix + name + " came with status " + answer.status() + " and "
                    + answer.bytes() + " bytes: " + answer.tail());
        }
    }

    private void send(HttpConnection connection, String name, byte[] bytes, long length) throws IOException {
        HttpConnection.Answer answer = connection.put(prefix + name, token, bytes, length);
        if (answer.status() != 201 && answer.status() != 204) {
            throw new IOException(
                    base + prefix + name + " was not taken, status " + answer.status() + ": " + answer.tail());
        }
    }

    private double each(int connections, int count, Exchange exchange) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(connections)) {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < connections; worker++) {
                int first = worker;
                running.add(workers.submit(() -> {
                    try (HttpConnection connection = new HttpConnection(base, BUFFER)) {
                        for (int i = first; i < count; i += connections) {
                            exchange.with(connection, i);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("files could not be exchanged", e);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
