// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.meridian.core.db.Database;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Observations without files, everywhere on the sky: footprints are turned squares of 0.1 to 0.6 degree, each tenth of four
 * detectors; four at a time differ by a quarter of the sky in longitude. Always the same.
 */
record SampleObservations(long count) {
    private static final int COVER_ROWS = 12;

    /** Footprints that differ by a quarter of the sky in longitude, so that one search finds the cells of all. */
    private static final int QUARTERS = 4;

    /** Puts them into a database, whose table the demo has published. */
    void load(Database database) throws IOException, SQLException, InterruptedException {
        try (Connection owner = database.owner().getConnection();
                Connection other = database.owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("INSERT INTO meridian.collection (name, folder) VALUES ('bench', '/nowhere');"
                    + " INSERT INTO meridian.dataset (collection, path, size, modified_ns, media_type, publisher_did, released)"
                    + " SELECT 'bench', n, 1, 0, 'application/fits', 'ivo://bench/bench?' || n, '2000-01-01'"
                    + " FROM generate_series(0, " + (count - 1) + ") AS n ORDER BY n");
            long first = number(statement, "SELECT min(dataset_id) FROM meridian.dataset WHERE collection = 'bench'");
            TableRules rules = TableRules.takeOff(owner, List.of("ivoa.obscore", "ivoa.obscore_cover"));
            try (ExecutorService copying = Executors.newSingleThreadExecutor()) {
                Future<?> covers = copying.submit(() -> {
                    copy(other, "ivoa.obscore_cover (\"row\", ord, lo, \"full\")", (text, i) -> cells(text, i, first));
                    return null;
                });
                copy(
                        owner,
                        "ivoa.obscore (dataproduct_type, calib_level, obs_collection, obs_id, obs_publisher_did, access_url,"
                                + " access_format, s_ra, s_dec, s_fov, s_region, t_min, t_max, shown_from, dataset_id, hpx29,"
                                + " hpx14)",
                        (text, i) -> rows(text, i, first));
                covers.get();
            } catch (ExecutionException e) {
                throw new SQLException("the sample could not be loaded", e);
            }
            rules.putBack(owner);
            statement.execute("ANALYZE ivoa.obscore; ANALYZE ivoa.obscore_cover");
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Writes the lines of {@value #QUARTERS} observations. */
    @FunctionalInterface
    private interface Lines {
        void write(StringBuilder text, long first);
    }

    private void copy(Connection owner, String target, Lines lines) throws SQLException {
        CopyIn copy = owner.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + target + " FROM STDIN");
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < count; i += QUARTERS) {
            lines.write(text, i);
            if (text.length() > 1 << 16 || i + QUARTERS >= count) {
                byte[] bytes = text.toString().getBytes(UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
                text.setLength(0);
            }
        }
        copy.endCopy();
    }

    private void rows(StringBuilder text, long from, long firstId) {
        for (int quarter = 0; quarter < Math.min(QUARTERS, count - from); quarter++) {
            long i = from + quarter;
            List<SkyRegion> parts = footprint(from / QUARTERS, quarter);
            SkyPoint centre = parts.getFirst().centroid();
            long cell = Healpix.hash(29, centre.lonDeg(), centre.latDeg());
            double time = 50000 + i * 0.01;
            text.append("image\t2\tbench\t")
                    .append(i)
                    .append("\tivo://bench/bench?")
                    .append(i);
            text.append("\thttp://localhost/datalink/links?ID=ivo%3A%2F%2Fbench%2Fbench%3F")
                    .append(i);
            text.append("\tapplication/x-votable+xml;content=datalink\t");
            text.append(centre.lonDeg()).append('\t').append(centre.latDeg()).append("\t0.5\t");
            text.append(DaliRegion.formatStcs(parts))
                    .append('\t')
                    .append(time)
                    .append('\t')
                    .append(time + 0.01);
            text.append("\t2000-01-01\t").append(firstId + i).append('\t').append(cell);
            text.append('\t').append(cell >> 30).append('\n');
        }
    }

    private void cells(StringBuilder text, long from, long firstId) {
        List<CoverCell> cells = footprint(from / QUARTERS, 0).stream()
                .flatMap(part -> Cover.rows(part, COVER_ROWS).stream())
                .toList();
        for (int quarter = 0; quarter < Math.min(QUARTERS, count - from); quarter++) {
            for (CoverCell cell : cells) {
                text.append(firstId + from + quarter)
                        .append('\t')
                        .append(cell.order())
                        .append('\t');
                text.append(turned(cell.lo(), quarter))
                        .append('\t')
                        .append(cell.full() ? 't' : 'f')
                        .append('\n');
            }
        }
    }

    /** The order-29 cell that lies so many quarters of the sky further east: the same one of another of the 12 base cells. */
    private static long turned(long cell, int quarters) {
        long base = cell >> 58;
        return (base / QUARTERS * QUARTERS + (base + quarters) % QUARTERS) << 58 | cell & (1L << 58) - 1;
    }

    private static List<SkyRegion> footprint(long i, int quarter) {
        SplittableRandom random = new SplittableRandom(i);
        double lon = 90 * (random.nextDouble() + quarter);
        double lat = Math.toDegrees(Math.asin(1.98 * random.nextDouble() - 0.99));
        double size = 0.05 + 0.25 * random.nextDouble();
        double turn = random.nextDouble() * Math.PI;
        List<SkyRegion> parts = new ArrayList<>();
        int detectors = i % 10 == 0 ? 4 : 1;
        for (int d = 0; d < detectors; d++) {
            double shift = detectors == 1 ? 0 : 2.2 * size * d;
            parts.add(square(lon, Math.max(-89, Math.min(89, lat + shift)), size, turn));
        }
        return parts;
    }

    private static SkyRegion square(double lon, double lat, double size, double turn) {
        double[] numbers = new double[8];
        for (int corner = 0; corner < 4; corner++) {
            double angle = turn + corner * Math.PI / 2;
            double at = lat + size * Math.sin(angle);
            numbers[2 * corner] = ((lon + size * Math.cos(angle) / Math.cos(Math.toRadians(at))) % 360 + 360) % 360;
            numbers[2 * corner + 1] = at;
        }
        return Polygon.of(numbers);
    }
}
