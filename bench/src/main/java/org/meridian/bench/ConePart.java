// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.meridian.bench.HttpConnection.Drain;
import org.meridian.bench.Report.AtLeast;
import org.meridian.bench.Report.AtMost;
import org.meridian.bench.TapClient.Format;

/**
 * Cones as ADQL text over HTTP, against prepared statements with the same conditions by JDBC.
 *
 * @param gateway that is asked
 * @param survey the table
 * @param effort how much is measured
 */
record ConePart(GatewayProcess gateway, Survey survey, Effort effort) {
    /** A cone in both languages. */
    private record Query(String adql, BoundSql sql) {}

    /**
     * How much is measured.
     *
     * @param cones different cones per radius
     * @param rounds passes over all of them
     * @param load how long eight clients ask, per turn
     * @param warmUp how long they ask before anything counts: a service runs for weeks, its compiler is done
     */
    record Effort(int cones, Rounds rounds, Duration load, Duration warmUp) {}

    private static final int CLIENTS = 8;

    /** Measures both radii. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading("(b) Cones around objects of the survey taken at random");
        for (double radius : List.of(0.1, 1.0)) {
            List<Query> queries;
            try (Connection connection = gateway.database().reader()) {
                queries = Positions.of(connection, survey, effort.cones()).stream()
                        .map(p -> survey.cone(p.raDeg(), p.decDeg(), radius))
                        .map(adql -> new Query(adql, BoundSql.of(survey.sql(adql))))
                        .toList();
            }
            verify(queries, radius, report);
            overHttp(new Load(CLIENTS, effort.warmUp), queries);
            byJdbc(new Load(CLIENTS, effort.warmUp), queries);
            latency(queries, radius, report);
            load(queries, radius, report);
        }
    }

    private void verify(List<Query> queries, double radius, Report report) throws IOException, SQLException {
        long rows = 0;
        try (TapClient client = new TapClient(gateway.base());
                Connection connection = gateway.database().reader()) {
            for (Query query : queries) {
                LineCount lines = new LineCount();
                client.query(query.adql, Format.CSV, lines);
                long expected = rows(connection, query.sql);
                if (lines.count() - 1 != expected) {
                    throw new IOException(
                            (lines.count() - 1) + " rows over HTTP, " + expected + " by JDBC: " + query.adql);
                }
                rows += expected;
            }
        }
        report.figure(
                "%s deg: %d cones with %.1f rows on average, the same number both ways",
                radius, queries.size(), (double) rows / queries.size());
    }

    private void latency(List<Query> queries, double radius, Report report)
            throws IOException, SQLException, InterruptedException {
        int turns = queries.size();
        Rounds each = new Rounds(effort.rounds.warmups() * turns, effort.rounds.counted() * turns);
        int[] next = new int[2];
        try (TapClient client = new TapClient(gateway.base());
                Connection connection = gateway.database().reader()) {
            Rounds.Pair pair = each.alternate(
                    () -> {
                        long start = System.nanoTime();
                        rows(connection, queries.get(next[0]++ % turns).sql);
                        return (System.nanoTime() - start) / 1e6;
                    },
                    () -> {
                        String adql = queries.get(next[1]++ % turns).adql;
                        return client.query(adql, Format.DEFAULT, Drain.NOTHING).seconds() * 1000;
                    });
            report.mark(
                    radius + " deg cone, p50 over HTTP minus p50 by JDBC",
                    pair.gateway().median() - pair.floor().median(),
                    "ms",
                    new AtMost(3),
                    String.format(
                            Locale.ROOT,
                            "gateway p50 %.2f, p95 %.2f ms; JDBC p50 %.2f, p95 %.2f ms; %d each",
                            pair.gateway().median(),
                            pair.gateway().quantile(0.95),
                            pair.floor().median(),
                            pair.floor().quantile(0.95),
                            pair.gateway().size()));
        }
    }

    private void load(List<Query> queries, double radius, Report report)
            throws IOException, SQLException, InterruptedException {
        Load load = new Load(CLIENTS, effort.load);
        Rounds.Pair pair = effort.rounds.alternate(() -> byJdbc(load, queries), () -> overHttp(load, queries));
        report.mark(
                radius + " deg cone, eight clients, requests/s against JDBC",
                pair.cost(),
                "",
                new AtLeast(0.4),
                String.format(
                        Locale.ROOT,
                        "gateway %.0f/s (%.0f-%.0f), JDBC %.0f/s (%.0f-%.0f)",
                        pair.gateway().median(),
                        pair.gateway().smallest(),
                        pair.gateway().largest(),
                        pair.floor().median(),
                        pair.floor().smallest(),
                        pair.floor().largest()));
    }

    private double overHttp(Load load, List<Query> queries) throws IOException, SQLException, InterruptedException {
        return load.perSecond(number -> {
            TapClient client = new TapClient(gateway.base());
            return new Load.Worker(
                    turn -> client.query(
                            queries.get((turn + number * 7) % queries.size()).adql, Format.DEFAULT, Drain.NOTHING),
                    client);
        });
    }

    private double byJdbc(Load load, List<Query> queries) throws IOException, SQLException, InterruptedException {
        FloorDatabase floor = gateway.database();
        return load.perSecond(number -> {
            Connection connection = floor.reader();
            return new Load.Worker(
                    turn -> rows(connection, queries.get((turn + number * 7) % queries.size()).sql), connection);
        });
    }

    /** Reads every value of every row, as a program that wants them does. */
    static long rows(Connection connection, BoundSql sql) throws SQLException {
        long count = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            sql.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        rows.getObject(i);
                    }
                    count++;
                }
            }
        }
        return count;
    }
}
