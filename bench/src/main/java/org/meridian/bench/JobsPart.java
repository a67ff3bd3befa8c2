// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.meridian.bench.HttpConnection.Answer;
import org.meridian.bench.HttpConnection.Drain;
import org.meridian.bench.Report.AtMost;

/**
 * Asynchronous queries against the same synchronous ones: from creation to the last byte of the result, and fifty at once.
 *
 * @param gateway that is asked
 * @param rounds of the fifty
 */
record JobsPart(GatewayProcess gateway, Rounds rounds) {
    private static final int BUFFER = 65536;
    private static final int AT_ONCE = 50;
    private static final int ALONE = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private static final String FORM = "LANG=ADQL&RESPONSEFORMAT=csv&QUERY="
            + URLEncoder.encode("SELECT TOP 10 * FROM " + Survey.NAME, StandardCharsets.UTF_8);

    /** Does something over a connection of its own. */
    @FunctionalInterface
    private interface Request {
        void send(HttpConnection connection) throws IOException;
    }

    /** Measures both. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading("(h) Jobs of SELECT TOP 10");
        double[] seconds = new double[ALONE];
        try (HttpConnection connection = new HttpConnection(gateway.base(), BUFFER)) {
            for (int i = -ALONE; i < ALONE; i++) {
                long start = System.nanoTime();
                runJob(connection);
                if (i >= 0) {
                    seconds[i] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        Samples alone = Samples.of(seconds);
        report.mark(
                "a job alone, creation to result, p50",
                alone.median(),
                "ms",
                new Report.Under(60),
                String.format(Locale.ROOT, "p95 %.1f ms; %d jobs", alone.quantile(0.95), alone.size()));
        warmUp();
        Rounds.Pair pair = rounds.alternate(() -> atOnce(JobsPart::ask), () -> atOnce(JobsPart::runJob));
        report.mark(
                AT_ONCE + " jobs at once, wall against " + AT_ONCE + " requests",
                pair.cost(),
                "",
                new AtMost(3),
                String.format(
                        Locale.ROOT,
                        "jobs %.0f ms (%.0f-%.0f), requests %.0f ms (%.0f-%.0f)",
                        1000 * pair.gateway().median(),
                        1000 * pair.gateway().smallest(),
                        1000 * pair.gateway().largest(),
                        1000 * pair.floor().median(),
                        1000 * pair.floor().smallest(),
                        1000 * pair.floor().largest()));
    }

    /** So long that both run compiled code: cold, the request would be the dearer one. */
    private void warmUp() throws IOException {
        long end = System.nanoTime() + WARM_UP.toNanos();
        while (System.nanoTime() < end) {
            atOnce(JobsPart::ask);
            atOnce(JobsPart::runJob);
        }
    }

    private static void ask(HttpConnection connection) throws IOException {
        connection.post("/tap/sync", FORM, Drain.NOTHING).orFail();
    }

    private static void runJob(HttpConnection connection) throws IOException {
        Answer created = connection.post("/tap/async", FORM + "&PHASE=RUN", Drain.NOTHING);
        if (created.status() != 303) {
            throw new IOException("no job was created: " + created.status() + " " + created.tail());
        }
        String job = URI.create(created.location()).getPath();
        String document = "";
        while (!document.contains("COMPLETED")) {
            document = connection.get(job + "?WAIT=30").orFail().tail();
            if (document.contains(">ERROR<") || document.contains(">ABORTED<")) {
                throw new IOException("a job did not complete: " + document);
            }
        }
        connection.get(job + "/results/result").orFail();
    }

    /** Seconds until all have their answers; connecting does not count. */
    private double atOnce(Request request) throws IOException {
        List<HttpConnection> connections = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int i = 0; i < AT_ONCE; i++) {
                connections.add(new HttpConnection(gateway.base(), BUFFER));
            }
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (HttpConnection connection : connections) {
                running.add(threads.submit(() -> {
                    request.send(connection);
                    return connection;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            return (System.nanoTime() - start) / 1e9;
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            for (HttpConnection connection : connections) {
                connection.close();
            }
        }
    }
}
