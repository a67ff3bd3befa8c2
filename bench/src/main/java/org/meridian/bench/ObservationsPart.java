// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.meridian.bench.Report.AtMost;
import org.meridian.bench.Report.Under;
import org.meridian.core.db.Database;

/**
 * Searches of observations (SIA 2.0) by a circle of 0.1 degree, against prepared statements with the same conditions by JDBC; and
 * links of many.
 *
 * @param gateway that is asked
 * @param count how many observations there are
 * @param rounds passes over all positions
 */
record ObservationsPart(GatewayProcess gateway, long count, Rounds rounds) {
    private static final int POSITIONS = 200;
    private static final int LINKED = 1000;

    private record Query(String path, BoundSql sql) {}

    /** Measures them. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading("(k) SIA 2.0 over observations everywhere on the sky");
        long start = System.nanoTime();
        Survey observations;
        try (Database database = Database.open(gateway.database().config())) {
            new SampleObservations(count).load(database);
        }
        report.figure("%,d observations loaded in %.0f s", count, (System.nanoTime() - start) / 1e9);
        observations = Survey.of(gateway.database(), count);
        gateway.awaitAnswer("/tap/tables/ivoa.obscore", java.time.Duration.ofMinutes(1));
        List<Query> queries = queries(observations);
        latency(queries, report);
        links(report);
    }

    /** All links of many datasets by one request. */
    private void links(Report report) throws IOException {
        String form = IntStream.range(0, LINKED)
                .mapToObj(i -> "ID=ivo%3A%2F%2Fbench%2Fbench%3F" + i * (count / LINKED))
                .collect(Collectors.joining("&"));
        double[] milliseconds = new double[10 * rounds.counted()];
        try (HttpConnection client = new HttpConnection(gateway.base(), 1 << 16)) {
            for (int i = -milliseconds.length; i < milliseconds.length; i++) {
                HttpConnection.Answer answer = client.post("/datalink/links", form, HttpConnection.Drain.NOTHING)
                        .orFail();
                milliseconds[Math.max(0, i)] = answer.seconds() * 1000;
            }
        }
        Samples samples = Samples.of(milliseconds);
        report.mark(
                "links of 1000 datasets in one request, p50",
                samples.median(),
                "ms",
                new Under(300),
                String.format(Locale.ROOT, "%.0f to %.0f ms", samples.smallest(), samples.largest()));
    }

    private static List<Query> queries(Survey observations) {
        Random random = new Random(4);
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < POSITIONS; i++) {
            double lon = 360 * random.nextDouble();
            double lat = Math.toDegrees(Math.asin(1.9 * random.nextDouble() - 0.95));
            String adql = String.format(
                    Locale.ROOT,
                    "SELECT * FROM ivoa.obscore WHERE dataproduct_type IN ('image', 'cube') AND"
                            + " INTERSECTS(s_region, CIRCLE(%s, %s, 0.1)) = 1",
                    lon,
                    lat);
            queries.add(new Query(
                    "/sia2/query?POS=CIRCLE%20" + lon + "%20" + lat + "%200.1", BoundSql.of(observations.sql(adql))));
        }
        return queries;
    }

    private void latency(List<Query> queries, Report report) throws IOException, SQLException, InterruptedException {
        Rounds each = new Rounds(10 * queries.size(), rounds.counted() * queries.size());
        int[] next = new int[2];
        long rows = 0;
        try (HttpConnection client = new HttpConnection(gateway.base(), 1 << 16);
                Connection connection = gateway.database().reader()) {
            for (Query query : queries) {
                rows += ConePart.rows(connection, query.sql);
            }
            Rounds.Pair pair = each.alternate(
                    () -> {
                        long start = System.nanoTime();
                        ConePart.rows(connection, queries.get(next[0]++ % queries.size()).sql);
                        return (System.nanoTime() - start) / 1e6;
                    },
                    () -> {
                        long start = System.nanoTime();
                        client.get(queries.get(next[1]++ % queries.size()).path).orFail();
                        return (System.nanoTime() - start) / 1e6;
                    });
            report.mark(
                    "SIA 2.0, circle of 0.1 deg, p50 over HTTP minus p50 by JDBC",
                    pair.gateway().median() - pair.floor().median(),
                    "ms",
                    new AtMost(5),
                    String.format(
                            Locale.ROOT,
                            "gateway p50 %.2f, p95 %.2f ms; JDBC p50 %.2f, p95 %.2f ms; %.1f rows on average",
                            pair.gateway().median(),
                            pair.gateway().quantile(0.95),
                            pair.floor().median(),
                            pair.floor().quantile(0.95),
                            (double) rows / queries.size()));
        }
    }
}
