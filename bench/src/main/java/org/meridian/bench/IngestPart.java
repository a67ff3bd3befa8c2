// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meridian.bench.Report.AtMost;
import org.meridian.bench.TapClient.Format;
import org.postgresql.PGConnection;

/**
 * {@code ./meridian ingest table} of a FITS file with the survey's rows out of order, against COPY of the same rows as
 * they are stored, sky index columns included, with the same CREATE INDEX statements, in one transaction.
 *
 * @param gateway whose database takes the rows
 * @param survey the rows
 * @param setting where and how often
 */
record IngestPart(GatewayProcess gateway, Survey survey, Setting setting) {
    /**
     * Where and how often.
     *
     * @param home folder with the launcher
     * @param folder for files
     * @param rounds how often
     */
    record Setting(Path home, Path folder, Rounds rounds) {}

    private static final String SCHEMA = "bench";
    private static final String LOADED = SCHEMA + ".loaded";
    private static final String FLOOR = SCHEMA + ".floor";

    /** Measures. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading("(c) Ingest of a FITS file, " + survey.rows() + " rows, indexes included");
        Path fits = setting.folder.resolve("survey.fits");
        export(fits);
        ingest(fits);
        Path rows = setting.folder.resolve("survey.copy");
        try (Connection owner = gateway.database().writer()) {
            copyOut(owner, rows);
            List<String> indexes = indexes(owner);
            Rounds.Pair pair = setting.rounds.alternate(() -> floor(owner, rows, indexes), () -> ingest(fits));
            report.mark(
                    "ingest against COPY and CREATE INDEX, time",
                    pair.cost(),
                    "",
                    new AtMost(4),
                    String.format(
                            Locale.ROOT,
                            "ingest %.1f s (%.1f-%.1f), COPY and %d indexes %.1f s (%.1f-%.1f)",
                            pair.gateway().median(),
                            pair.gateway().smallest(),
                            pair.gateway().largest(),
                            indexes.size(),
                            pair.floor().median(),
                            pair.floor().smallest(),
                            pair.floor().largest()));
            execute(owner, "DROP TABLE IF EXISTS " + FLOOR);
        } finally {
            Files.deleteIfExists(fits);
            Files.deleteIfExists(rows);
        }
    }

    private void export(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                TapClient client = new TapClient(gateway.base())) {
            client.query(survey.unsorted(), Format.FITS, out::write);
        }
    }

    /** One run of the command beside the running gateway, from the start of its process to its end. */
    private double ingest(Path fits) throws IOException, InterruptedException {
        return new MeridianCommand(setting.home, gateway.dataDir(), setting.folder.resolve("ingest.log"))
                .run("ingest", "table", fits.toString(), "--table", LOADED, "--replace");
    }

    private static void copyOut(Connection owner, Path file) throws SQLException, IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            owner.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + LOADED + " TO STDOUT (FORMAT binary)", out);
        }
    }

    private static List<String> indexes(Connection owner) throws SQLException {
        List<String> definitions = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_get_indexdef(indexrelid) FROM pg_index"
                        + " WHERE indrelid = '" + LOADED + "'::regclass ORDER BY indexrelid")) {
            while (rows.next()) {
                // CREATE [UNIQUE] INDEX name ON table USING ...: without the name, PostgreSQL finds one.
                definitions.add(
                        rows.getString(1).replaceFirst("INDEX \\S+ ON \\S+ USING", "INDEX ON " + FLOOR + " USING"));
            }
        }
        return definitions;
    }

    private double floor(Connection owner, Path rows, List<String> indexes) throws SQLException, IOException {
        execute(owner, "DROP TABLE IF EXISTS " + FLOOR);
        long start = System.nanoTime();
        owner.setAutoCommit(false);
        execute(owner, "CREATE TABLE " + FLOOR + " (LIKE " + LOADED + ")");
        try (InputStream in = Files.newInputStream(rows)) {
            owner.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + FLOOR + " FROM STDIN (FORMAT binary)", in, 1 << 16);
        }
        for (String index : indexes) {
            execute(owner, index);
        }
        owner.commit();
        owner.setAutoCommit(true);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void execute(Connection owner, String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
