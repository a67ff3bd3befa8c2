// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.meridian.bench.HttpConnection.Drain;
import org.meridian.bench.TapClient.Format;

/**
 * How cost grows with the table: a survey of each size in a database of its own.
 *
 * @param home folder with the launcher
 * @param folder for the data
 * @param millions the sizes
 */
record ScalePart(Path home, Path folder, List<Long> millions) {
    private static final int CONES = 100;
    private static final int PASSES = 5;
    private static final int EXPORTS = 3;

    /** Measures. */
    void run(Report report, Cleanup cleanup) throws IOException, SQLException, InterruptedException {
        report.heading("(e) Cost by size of the table");
        for (long million : millions) {
            long rows = million * 1_000_000;
            Path dataDir = folder.resolve("scale-" + million);
            GatewayProcess.Demo demo = new GatewayProcess.Demo(home, dataDir, rows);
            try (Cleanup data = new Cleanup()) {
                data.add(() -> WorkFolder.delete(dataDir));
                cleanup.add(data);
                try (GatewayProcess gateway = demo.launch("", cleanup)) {
                    double load = gateway.awaitReady(Duration.ofMinutes(30));
                    measure(gateway, Survey.of(gateway.database(), rows), load, report);
                }
            }
        }
    }

    private void measure(GatewayProcess gateway, Survey survey, double load, Report report)
            throws IOException, SQLException {
        Samples cones = cones(gateway, survey);
        double[] exports = new double[EXPORTS];
        for (int i = -1; i < EXPORTS; i++) {
            try (TapClient client = new TapClient(gateway.base())) {
                double seconds = client.query(survey.export(), Format.BINARY2, Drain.NOTHING)
                        .seconds();
                if (i >= 0) {
                    exports[i] = seconds;
                }
            }
        }
        double export = Samples.of(exports).median();
        report.figure(
                "%,d rows: 0.1 deg cone p50 %.2f ms, p95 %.2f ms; BINARY2 export %.1f s (%.2f M rows/s);"
                        + " demo ready after %.0f s",
                survey.rows(), cones.median(), cones.quantile(0.95), export, survey.rows() / export / 1e6, load);
        report.figure("  gateway: %s; PostgreSQL: %s", gateway.memory(), gateway.databaseMemory());
    }

    private static Samples cones(GatewayProcess gateway, Survey survey) throws IOException, SQLException {
        double[] milliseconds = new double[CONES * PASSES];
        try (Connection connection = gateway.database().reader();
                TapClient client = new TapClient(gateway.base())) {
            List<String> queries = Positions.of(connection, survey, CONES).stream()
                    .map(p -> survey.cone(p.raDeg(), p.decDeg(), 0.1))
                    .toList();
            for (int i = -2 * milliseconds.length; i < milliseconds.length; i++) {
                String adql = queries.get(Math.floorMod(i, CONES));
                double seconds =
                        client.query(adql, Format.DEFAULT, Drain.NOTHING).seconds();
                if (i >= 0) {
                    milliseconds[i] = seconds * 1000;
                }
            }
        }
        return Samples.of(milliseconds);
    }
}
