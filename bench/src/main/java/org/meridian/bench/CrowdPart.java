// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.meridian.bench.HttpConnection.Drain;
import org.meridian.bench.Report.AtMost;
import org.meridian.bench.TapClient.Format;

/**
 * Eight exports at once from a gateway with a small heap. Two of the clients read 100 kB/s until the other six are done;
 * then they read on as fast as they can, so that their answers can be checked.
 *
 * @param gateway with a small heap
 * @param survey the table
 */
record CrowdPart(GatewayProcess gateway, Survey survey) {
    private static final int FAST = 6;
    private static final int SLOW = 2;
    private static final double SLOW_BYTES_PER_SECOND = 100_000;

    /** What became of one export. */
    private record Outcome(double seconds, String failure) {
        boolean failed() {
            return !failure.isEmpty();
        }
    }

    /** Measures one export alone, then the eight. */
    void run(Report report) throws IOException, InterruptedException {
        report.heading("(a) Eight exports at once (CSV), heap 256 MB, two clients at 100 kB/s");
        export(new LineCount(), 1 << 16);
        double alone = export(new LineCount(), 1 << 16).seconds();
        Pace pace = new Pace();
        try (ExecutorService clients = Executors.newFixedThreadPool(FAST + SLOW)) {
            List<Future<Outcome>> slow = submit(clients, SLOW, () -> export(pace.limit(new LineCount()), 8192));
            List<Future<Outcome>> fast = submit(clients, FAST, () -> export(new LineCount(), 1 << 16));
            List<Outcome> outcomes = new ArrayList<>(results(fast));
            double wall = outcomes.stream().mapToDouble(Outcome::seconds).max().orElse(0);
            Memory during = gateway.memory();
            long slowlyRead = pace.bytes;
            pace.release();
            outcomes.addAll(results(slow));
            report.figure(
                    "one alone %.2f s; the six fast ones all done after %.2f s, %.2f of six one after the other;"
                            + " the slow ones had %.1f MB each by then",
                    alone, wall, wall / (FAST * alone), slowlyRead / 1e6 / SLOW);
            report.figure("gateway while two clients are slow: %s; largest RSS %.0f MB", during, during.peakRss());
            outcomes.stream()
                    .filter(Outcome::failed)
                    .forEach(outcome -> report.figure("failed: %s", outcome.failure()));
            report.mark(
                    "eight at once: failed or incomplete",
                    outcomes.stream().filter(Outcome::failed).count(),
                    "",
                    new AtMost(0),
                    String.format(
                            Locale.ROOT, "%d answers with %,d rows each, counted", outcomes.size(), survey.rows()));
        }
    }

    private static List<Future<Outcome>> submit(ExecutorService clients, int count, Callable<Outcome> export) {
        List<Future<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(clients.submit(export));
        }
        return all;
    }

    private static List<Outcome> results(List<Future<Outcome>> futures) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> future : futures) {
            try {
                outcomes.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return outcomes;
    }

    private Outcome export(LineCount lines, int bufferBytes) {
        return export(new Counted(lines, lines), bufferBytes);
    }

    private Outcome export(Counted counted, int bufferBytes) {
        long start = System.nanoTime();
        try (TapClient client = new TapClient(gateway.base(), bufferBytes)) {
            client.query(survey.export(), Format.CSV, counted.drain);
            long rows = counted.lines.count() - 1;
            String failure = rows == survey.rows() ? "" : rows + " rows instead of " + survey.rows();
            return new Outcome((System.nanoTime() - start) / 1e9, failure);
        } catch (IOException e) {
            return new Outcome((System.nanoTime() - start) / 1e9, e.toString());
        }
    }

    /** Lines, and the way by which they come. */
    private record Counted(LineCount lines, Drain drain) {}

    /** Holds slow clients back until it is released. Thread-safe. */
    private static final class Pace {
        private volatile boolean released;
        private volatile long bytes;

        Counted limit(LineCount lines) {
            long start = System.nanoTime();
            long[] own = new long[1];
            return new Counted(lines, (data, from, length) -> {
                lines.take(data, from, length);
                own[0] += length;
                if (!released) {
                    count(length);
                    hold(start + (long) (own[0] / SLOW_BYTES_PER_SECOND * 1e9));
                }
            });
        }

        private synchronized void count(int length) {
            bytes += length;
        }

        private void hold(long untilNanos) throws InterruptedIOException {
            try {
                while (!released && System.nanoTime() < untilNanos) {
                    Thread.sleep(10);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }

        void release() {
            released = true;
        }
    }
}
