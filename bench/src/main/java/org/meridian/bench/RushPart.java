// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.meridian.bench.HttpConnection.Answer;
import org.meridian.bench.HttpConnection.Drain;
import org.meridian.bench.Positions.Position;
import org.meridian.bench.Report.AtMost;
import org.meridian.bench.Report.Under;

/**
 * Two hundred clients from fifty addresses at once: most ask a small query now and then, some ask heavy ones without a pause,
 * some read whole tables slowly, some go away in the middle. Whoever is turned away waits as long as he is told.
 *
 * @param gateway with a small heap, {@link #CONFIGURATION} and no other clients
 * @param survey the table
 * @param duration of the rush
 */
record RushPart(GatewayProcess gateway, Survey survey, Duration duration) {
    /** Each client may have an address of its own, and no more than two queries. */
    static final Map<String, String> CONFIGURATION =
            Map.of("MERIDIAN_SERVER_TRUSTED_PROXIES", "127.0.0.1", "MERIDIAN_LIMITS_QUERIES_PER_CLIENT", "3");

    private static final int SMALL = 130;
    private static final int HEAVY = 30;
    private static final int SLOW = 20;
    private static final int FLEETING = 20;
    private static final int ADDRESSES = 50;
    private static final int IDLE_QUERIES = 300;
    private static final double SLOW_BYTES_PER_SECOND = 50_000;
    private static final Duration SETTLING = Duration.ofSeconds(30);

    /** What has happened. */
    private record Tally(
            ConcurrentLinkedQueue<Double> smallMs,
            ConcurrentHashMap<String, LongAdder> counts,
            ConcurrentLinkedQueue<String> failures) {
        void count(String what) {
            counts.computeIfAbsent(what, key -> new LongAdder()).increment();
        }
    }

    /** Measures small queries alone, then all at once, then looks what is left. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading("(f) A rush of 200 clients for " + duration.toSeconds() + " s, heap 512 MB");
        List<Position> positions;
        try (Connection connection = gateway.database().reader()) {
            positions = Positions.of(connection, survey, 500);
        }
        idle(positions);
        // The first round is for the compiler.
        idle(positions);
        Samples idle = idle(positions);
        Tally tally =
                new Tally(new ConcurrentLinkedQueue<>(), new ConcurrentHashMap<>(), new ConcurrentLinkedQueue<>());
        rush(positions, tally);
        new TreeMap<>(tally.counts).forEach((what, count) -> report.figure("%6d %s", count.sum(), what));
        report.figure(
                "gateway after the rush: %s; largest RSS %.0f MB",
                gateway.memory(), gateway.memory().peakRss());
        tally.failures.stream().distinct().limit(10).forEach(failure -> report.figure("failed: %s", failure));
        report.mark(
                "answers that are neither good nor a documented refusal",
                tally.failures.size(),
                "",
                new AtMost(0),
                "all");
        Samples small = Samples.of(
                tally.smallMs.stream().mapToDouble(Double::doubleValue).toArray());
        report.mark(
                "small queries: p95 in the rush / p50 idle",
                small.quantile(0.95) / idle.median(),
                "",
                new Under(10),
                String.format(
                        java.util.Locale.ROOT,
                        "p50 %.2f ms, p95 %.2f ms of %d; idle p50 %.2f ms, p95 %.2f ms",
                        small.median(),
                        small.quantile(0.95),
                        small.size(),
                        idle.median(),
                        idle.quantile(0.95)));
        leftovers(report);
        Samples after = idle(positions);
        report.figure("small queries afterwards: p50 %.2f ms", after.median());
    }

    private String path(String adql, String format) {
        return "/tap/sync?LANG=ADQL&MAXREC=" + TapClient.MAXREC + "&RESPONSEFORMAT=" + format + "&QUERY="
                + URLEncoder.encode(adql, StandardCharsets.UTF_8);
    }

    private String small(Random random, List<Position> positions) {
        Position place = positions.get(random.nextInt(positions.size()));
        return switch (random.nextInt(3)) {
            case 0 -> path("SELECT TOP 10 * FROM " + Survey.NAME, "votable");
            case 1 -> path("SELECT COUNT(*) AS nrow FROM TAP_SCHEMA.columns", "votable");
            default -> path(survey.cone(place.raDeg(), place.decDeg(), 0.05), "votable");
        };
    }

    /** Looks at every row some thirty times; a second or more. */
    private String heavy() {
        String lon = survey.position().lonColumn();
        String lat = survey.position().latColumn();
        return path(
                "SELECT COUNT(*) AS n FROM " + Survey.NAME + " AS a, (SELECT TOP 30 " + lon + " FROM " + Survey.NAME
                        + ") AS b WHERE a." + lon + " * b." + lon + " > a." + lat,
                "votable");
    }

    private Samples idle(List<Position> positions) throws IOException {
        Random random = new Random(1);
        double[] ms = new double[IDLE_QUERIES];
        try (HttpConnection connection = new HttpConnection(gateway.base(), 65536)) {
            for (int i = 0; i < ms.length; i++) {
                ms[i] = connection.get(small(random, positions)).orFail().seconds() * 1000;
            }
        }
        return Samples.of(ms);
    }

    private void rush(List<Position> positions, Tally tally) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < SMALL; i++) {
            clients.add((address, random) -> askSmall(address, random, positions, end, tally));
        }
        for (int i = 0; i < HEAVY; i++) {
            clients.add((address, random) -> askHeavy(address, end, tally));
        }
        for (int i = 0; i < SLOW; i++) {
            clients.add((address, random) -> readSlowly(address, end, tally));
        }
        for (int i = 0; i < FLEETING; i++) {
            clients.add((address, random) -> goAway(address, random, end, tally));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients.size(); i++) {
                Client client = clients.get(i);
                String address = "198.51.100." + (1 + i % ADDRESSES);
                Random random = new Random(i);
                threads.submit(() -> {
                    try {
                        client.run(address, random);
                    } catch (IOException | RuntimeException e) {
                        tally.failures.add(e.toString());
                    }
                    return null;
                });
            }
        }
    }

    @FunctionalInterface
    private interface Client {
        void run(String address, Random random) throws IOException, InterruptedException;
    }

    private void askSmall(String address, Random random, List<Position> positions, long end, Tally tally)
            throws IOException, InterruptedException {
        try (HttpConnection connection = new HttpConnection(gateway.base(), 16384)) {
            while (System.nanoTime() < end) {
                Thread.sleep(500 + random.nextInt(1500));
                Answer answer = connection.get(small(random, positions), address, Drain.NOTHING);
                if (judged("small", answer, end, tally)) {
                    tally.smallMs.add(answer.seconds() * 1000);
                }
            }
        }
    }

    private void askHeavy(String address, long end, Tally tally) throws IOException, InterruptedException {
        try (HttpConnection connection = new HttpConnection(gateway.base(), 16384)) {
            while (System.nanoTime() < end) {
                judged("heavy", connection.get(heavy(), address, Drain.NOTHING), end, tally);
            }
        }
    }

    private void readSlowly(String address, long end, Tally tally) throws IOException, InterruptedException {
        while (System.nanoTime() < end) {
            try (HttpConnection connection = new HttpConnection(gateway.base(), 8192)) {
                Answer answer = connection.get(path(survey.export(), "csv"), address, (bytes, from, length) -> {
                    if (System.nanoTime() > end) {
                        throw new GoneException();
                    }
                    pause(length / SLOW_BYTES_PER_SECOND);
                });
                judged("slow", answer, end, tally);
            } catch (GoneException over) {
                tally.count("slow, still reading at the end");
            }
        }
    }

    private void goAway(String address, Random random, long end, Tally tally) throws IOException, InterruptedException {
        while (System.nanoTime() < end) {
            HttpConnection connection = new HttpConnection(gateway.base(), 8192);
            int patience = random.nextInt(1500);
            Thread leaving = Thread.startVirtualThread(() -> {
                try (connection) {
                    Thread.sleep(patience);
                } catch (IOException | InterruptedException e) {
                    tally.failures.add(e.toString());
                }
            });
            String query = random.nextBoolean() ? heavy() : path(survey.export(), "votable");
            try {
                judged("fleeting", connection.get(query, address, Drain.NOTHING), end, tally);
            } catch (IOException expected) {
                tally.count("fleeting, gone");
            }
            leaving.join();
        }
    }

    /** A client that has seen enough. */
    private static final class GoneException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static void pause(double seconds) throws IOException {
        try {
            Thread.sleep((long) (seconds * 1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Whether an answer is good; who is turned away waits. */
    private static boolean judged(String kind, Answer answer, long end, Tally tally) throws InterruptedException {
        boolean error = answer.tail().contains("value=\"ERROR\"");
        if (answer.status() == 200 && !error) {
            tally.count(kind + " 200");
            return true;
        }
        boolean refused = (answer.status() == 429 || answer.status() == 503)
                && error
                && answer.tail().stripTrailing().endsWith("</VOTABLE>")
                && answer.retryAfter().isPresent();
        if (!refused) {
            tally.failures.add(kind + ": status " + answer.status() + " ..." + answer.tail());
            return false;
        }
        String reason = answer.tail().replaceAll("(?s).*value=\"ERROR\">(.*?)[;<].*", "$1");
        tally.count(kind + " " + answer.status() + " (" + reason.substring(0, Math.min(40, reason.length())) + ")");
        long left = Math.max(0, (end - System.nanoTime()) / 1_000_000);
        Thread.sleep(Math.min(left, answer.retryAfter().getAsLong() * 1000));
        return false;
    }

    private void leftovers(Report report) throws IOException, SQLException, InterruptedException {
        long end = System.nanoTime() + SETTLING.toNanos();
        try (Connection connection = gateway.database().writer()) {
            while (busy(connection) + files() > 0 && System.nanoTime() < end) {
                Thread.sleep(200);
            }
            report.mark(
                    "back ends at work or in a transaction afterwards",
                    busy(connection),
                    "",
                    new AtMost(0),
                    "of the query role");
            report.mark(
                    "temporary tables afterwards",
                    count(connection, "SELECT count(*) FROM pg_class WHERE relpersistence = 't'"),
                    "",
                    new AtMost(0),
                    "");
            report.figure(
                    "connections of the query role: %d",
                    count(connection, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'meridian_query'"));
        }
        report.mark("spool files afterwards", files(), "", new AtMost(0), "");
    }

    private static long busy(Connection connection) throws SQLException {
        return count(
                connection,
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'meridian_query' AND state <> 'idle'");
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Named ones, and those that have no name any more but are open. */
    private long files() throws IOException {
        Path spool = gateway.dataDir().resolve("spool");
        long named;
        try (Stream<Path> files = Files.list(spool)) {
            named = files.count();
        }
        return named + gateway.openFiles(spool);
    }
}
