// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.meridian.bench.Positions.Position;
import org.meridian.bench.Report.AtMost;
import org.meridian.core.sky.CellsAround;
import org.meridian.tap.schema.SkyIndex;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RowListStarTable;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.votable.DataFormat;
import uk.ac.starlink.votable.VOTableVersion;
import uk.ac.starlink.votable.VOTableWriter;

/**
 * Cross-matches of a table that comes with the query and the survey, at one second of arc: the whole synchronous request,
 * against the join in the database of a temporary table with the cells ready, and its COPY.
 *
 * @param gateway that is asked
 * @param survey the table
 * @param rounds how often
 */
record UploadPart(GatewayProcess gateway, Survey survey, Rounds rounds) {
    private static final double RADIUS = 1 / 3600.0;
    private static final String BOUNDARY = "meridian-bench";

    /** Measures both sizes. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading("(f) Cross-match of an uploaded table with the survey, 1 arcsec");
        measure(10_000, false, 6, report);
        measure((int) Math.min(500_000, survey.rows() / 2), true, 4, report);
    }

    private void measure(int rows, boolean withCopy, double limit, Report report)
            throws IOException, SQLException, InterruptedException {
        List<Position> positions;
        try (Connection connection = gateway.database().reader()) {
            positions = shifted(Positions.of(connection, survey, rows));
        }
        byte[] body = body(positions);
        try (Connection connection = gateway.database().reader();
                HttpClient client = HttpClient.newHttpClient()) {
            connection.setAutoCommit(false);
            double copied = copy(connection, positions);
            long found = join(connection);
            connection.rollback();
            long answered = ask(client, body);
            if (found != answered) {
                throw new IOException(answered + " pairs over HTTP, " + found + " by JDBC");
            }
            copy(connection, positions);
            Rounds.Pair pair = rounds.alternate(
                    () -> {
                        double copying = 0;
                        if (withCopy) {
                            connection.rollback();
                            copying = copy(connection, positions);
                        }
                        long start = System.nanoTime();
                        join(connection);
                        return copying + (System.nanoTime() - start) / 1e9;
                    },
                    () -> {
                        long start = System.nanoTime();
                        ask(client, body);
                        return (System.nanoTime() - start) / 1e9;
                    });
            connection.rollback();
            report.figure(
                    "%,d rows as VOTable BINARY2, %.1f MB; %,d pairs; COPY alone %.2f s",
                    rows, body.length / 1e6, found, copied);
            report.mark(
                    String.format(
                            Locale.ROOT, "%,d rows, request against %s", rows, withCopy ? "COPY and join" : "join"),
                    pair.cost(),
                    "",
                    new AtMost(limit),
                    String.format(
                            Locale.ROOT,
                            "gateway %.3f s (%.3f-%.3f), database %.3f s (%.3f-%.3f)",
                            pair.gateway().median(),
                            pair.gateway().smallest(),
                            pair.gateway().largest(),
                            pair.floor().median(),
                            pair.floor().smallest(),
                            pair.floor().largest()));
        }
    }

    /** Up to two seconds of arc away, so that about half of them have a partner. */
    private static List<Position> shifted(List<Position> positions) {
        Random random = new Random(5);
        List<Position> result = new ArrayList<>();
        for (Position p : positions) {
            double away = 2 * RADIUS * random.nextDouble();
            double dec = Math.clamp(p.decDeg() + away * (random.nextBoolean() ? 1 : -1), -90, 90);
            result.add(new Position(p.raDeg(), dec));
        }
        return result;
    }

    private SkyIndex index() {
        return survey.table().sky().positions().getFirst();
    }

    private String join(String distance) {
        return "SELECT u.id, s.\"" + survey.table().columns().getFirst().name()
                + "\" FROM bench_upload u JOIN bench_cells k"
                + " ON k.row = u.id JOIN " + Survey.NAME + " s ON s.\"" + index().cell14Column() + "\" = k.cell AND "
                + distance;
    }

    private long join(Connection connection) throws SQLException {
        String distance = "meridian_adql.distance(u.ra, u.dec, s.\""
                + survey.position().lonColumn() + "\", s.\"" + survey.position().latColumn() + "\") < " + RADIUS;
        long rows = 0;
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + join(distance) + ") TO STDOUT (FORMAT binary)");
        while (copy.readFromCopy() != null) {
            rows++;
        }
        // Header and trailer come with the first row and as a last one.
        return rows - 1;
    }

    private static double copy(Connection connection, List<Position> positions) throws SQLException {
        long start = System.nanoTime();
        execute(
                connection,
                "CREATE TEMP TABLE bench_upload (id bigint, ra float8, dec float8) ON COMMIT DROP;"
                        + " CREATE TEMP TABLE bench_cells (row bigint, cell bigint) ON COMMIT DROP");
        try (BinaryCopy rows = new BinaryCopy(connection, "bench_upload")) {
            for (int i = 0; i < positions.size(); i++) {
                Position p = positions.get(i);
                rows.row(i, Double.doubleToRawLongBits(p.raDeg()), Double.doubleToRawLongBits(p.decDeg()));
            }
        }
        try (BinaryCopy rows = new BinaryCopy(connection, "bench_cells")) {
            for (int i = 0; i < positions.size(); i++) {
                Position p = positions.get(i);
                for (long cell : CellsAround.cells(14, p.raDeg(), p.decDeg(), RADIUS)) {
                    rows.row(i, cell);
                }
            }
        }
        execute(connection, "ANALYZE bench_upload; ANALYZE bench_cells");
        return (System.nanoTime() - start) / 1e9;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** COPY of rows of eight-byte cells. */
    private static final class BinaryCopy implements AutoCloseable {
        private final CopyIn copy;
        private final ByteBuffer block = ByteBuffer.allocate(1 << 16);

        BinaryCopy(Connection connection, String table) throws SQLException {
            copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
            block.put("PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1))
                    .putLong(0);
        }

        void row(long... cells) throws SQLException {
            if (block.remaining() < 2 + 12 * cells.length) {
                flush();
            }
            block.putShort((short) cells.length);
            for (long cell : cells) {
                block.putInt(8).putLong(cell);
            }
        }

        private void flush() throws SQLException {
            copy.writeToCopy(block.array(), 0, block.position());
            block.clear();
        }

        @Override
        public void close() throws SQLException {
            flush();
            copy.writeToCopy(new byte[] {-1, -1}, 0, 2);
            copy.endCopy();
        }
    }

    private long ask(HttpClient client, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.base() + "/tap/sync"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        long lines = 0;
        byte[] block = new byte[1 << 16];
        try (InputStream in = answer.body()) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                for (int i = 0; i < read; i++) {
                    lines += block[i] == '\n' ? 1 : 0;
                }
            }
        }
        if (answer.statusCode() != 200) {
            throw new IOException("the query was answered with status " + answer.statusCode());
        }
        return lines - 1;
    }

    private byte[] body(List<Position> positions) throws IOException {
        String query = "SELECT u.id, s." + survey.table().columns().getFirst().name()
                + " AS other FROM TAP_UPLOAD.u AS u JOIN "
                + Survey.NAME + " AS s ON DISTANCE(u.ra, u.dec, s."
                + survey.position().lonColumn() + ", s."
                + survey.position().latColumn() + ") < 1 / 3600.";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String[] parameter : new String[][] {
            {"LANG", "ADQL"},
            {"RESPONSEFORMAT", "csv"},
            {"MAXREC", "10000000"},
            {"UPLOAD", "u,param:u"},
            {"QUERY", query}
        }) {
            write(
                    body,
                    "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + parameter[0] + "\"\r\n\r\n"
                            + parameter[1] + "\r\n");
        }
        write(body, "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"u\"; filename=\"u\"\r\n\r\n");
        new VOTableWriter(DataFormat.BINARY2, true, VOTableVersion.V14).writeStarTable(table(positions), body);
        write(body, "\r\n--" + BOUNDARY + "--\r\n");
        return body.toByteArray();
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static StarTable table(List<Position> positions) {
        RowListStarTable table = new RowListStarTable(new ColumnInfo[] {
            new ColumnInfo("id", Long.class, null),
            new ColumnInfo("ra", Double.class, null),
            new ColumnInfo("dec", Double.class, null)
        });
        for (int i = 0; i < positions.size(); i++) {
            Position p = positions.get(i);
            table.addRow(new Object[] {(long) i, p.raDeg(), p.decDeg()});
        }
        return table;
    }
}
