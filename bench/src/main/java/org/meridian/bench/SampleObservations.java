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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.meridian.core.db.Database;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AccessRules;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapSchemaStore;
import org.meridian.tap.schema.TapSchemaWriter;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Observations without files, everywhere on the sky: footprints are turned squares of 0.1 to 0.6 degree, each tenth of four
 * detectors. Always the same.
 */
record SampleObservations(long count) {
    private static final String TABLE = "ivoa.obscore";
    private static final int COVER_ROWS = 12;
    private static final AccessRule.Restricted RULE = new AccessRule.Restricted(
            Set.of(),
            false,
            Optional.of(new AccessRule.Rows(
                    Optional.of("shown_from"), Optional.of(new AccessRule.Owner.Column("owner_group")))));

    private static final TapTable DESCRIBED = new TapTable(
            "ivoa",
            "obscore",
            "table",
            Optional.empty(),
            Optional.empty(),
            List.of(
                    column("dataproduct_type", Primitive.TEXT, Simple.TEXT),
                    column("calib_level", Primitive.INT, Numeric.INTEGER),
                    column("obs_collection", Primitive.TEXT, Simple.TEXT),
                    column("obs_id", Primitive.TEXT, Simple.TEXT),
                    column("obs_publisher_did", Primitive.TEXT, Simple.TEXT),
                    column("access_url", Primitive.TEXT, Simple.TEXT),
                    column("access_format", Primitive.TEXT, Simple.TEXT),
                    column("s_ra", Primitive.DOUBLE, Numeric.DOUBLE),
                    column("s_dec", Primitive.DOUBLE, Numeric.DOUBLE),
                    column("s_fov", Primitive.DOUBLE, Numeric.DOUBLE),
                    column("s_region", Primitive.CHAR, Geometry.REGION),
                    column("t_min", Primitive.DOUBLE, Numeric.DOUBLE),
                    column("t_max", Primitive.DOUBLE, Numeric.DOUBLE),
                    column("shown_from", Primitive.TIMESTAMP, Simple.TIMESTAMP),
                    column("owner_group", Primitive.TEXT, Simple.TEXT)),
            List.of(),
            new TapTable.Sky(
                    List.of(new SkyIndex(new SkyIndex.LonLatColumns("s_ra", "s_dec"), "hpx29", "hpx14")),
                    List.of(new SkyIndex.RegionIndex("s_region", "dataset_id", "ivoa.obscore_cover"))));

    private static TapColumn column(String name, Primitive primitive, ValueType type) {
        Optional<String> xtype = type == Geometry.REGION ? Optional.of("adql:REGION") : Optional.empty();
        Field field = new Field(
                name,
                primitive,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                xtype,
                Optional.empty(),
                Optional.empty());
        return new TapColumn(field, type, false, true, true);
    }

    /** Puts them into a database, and publishes their table where that has not been done. */
    void load(Database database) throws IOException, SQLException {
        try (Connection owner = database.owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("INSERT INTO meridian.collection (name, folder) VALUES ('bench', '/nowhere');"
                    + " INSERT INTO meridian.dataset (collection, path, size, modified_ns, media_type, publisher_did, released)"
                    + " SELECT 'bench', n, 1, 0, 'application/fits', 'ivo://bench/bench?' || n, '2000-01-01'"
                    + " FROM generate_series(0, " + (count - 1) + ") AS n ORDER BY n");
            long first = number(statement, "SELECT min(dataset_id) FROM meridian.dataset WHERE collection = 'bench'");
            copy(
                    owner,
                    "ivoa.obscore (dataproduct_type, calib_level, obs_collection, obs_id, obs_publisher_did, access_url,"
                            + " access_format, s_ra, s_dec, s_fov, s_region, t_min, t_max, shown_from, dataset_id, hpx29, hpx14)",
                    i -> row(i, first + i));
            copy(owner, "ivoa.obscore_cover (\"row\", ord, lo, \"full\")", i -> cells(i, first + i));
            statement.execute("ANALYZE ivoa.obscore; ANALYZE ivoa.obscore_cover");
            publish(database, owner);
        }
    }

    private static void publish(Database database, Connection owner) throws SQLException {
        TapSchema schema = TapSchemaStore.read(owner);
        if (schema.tables().stream().noneMatch(table -> table.qualifiedName().equals(TABLE))) {
            TapSchemaWriter writer = new TapSchemaWriter(owner);
            writer.writeSchema("ivoa", Optional.empty());
            writer.writeTable(DESCRIBED);
            AccessRules.write(owner, DESCRIBED, RULE);
            database.grants().publish(owner, "ivoa", "obscore");
            database.grants().publish(owner, "ivoa", "obscore_cover");
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void copy(Connection owner, String target, LongFunction<String> lines) throws SQLException {
        CopyIn copy = owner.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + target + " FROM STDIN");
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < count; i++) {
            text.append(lines.apply(i));
            if (text.length() > 1 << 16 || i == count - 1) {
                byte[] bytes = text.toString().getBytes(UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
                text.setLength(0);
            }
        }
        copy.endCopy();
    }

    private static String row(long i, long id) {
        List<SkyRegion> parts = footprint(i);
        double lon = parts.getFirst().centroid().lonDeg();
        double lat = parts.getFirst().centroid().latDeg();
        long cell = Healpix.hash(29, lon, lat);
        double time = 50000 + i * 0.01;
        return String.format(
                Locale.ROOT,
                "image\t2\tbench\t%d\tivo://bench/bench?%d\thttp://localhost/datalink/links?ID=ivo%%3A%%2F%%2Fbench%%2Fbench%%3F%d"
                        + "\tapplication/x-votable+xml;content=datalink\t%s\t%s\t0.5\t%s\t%s\t%s\t2000-01-01\t%d\t%d\t%d\n",
                i,
                i,
                i,
                lon,
                lat,
                DaliRegion.formatStcs(parts),
                time,
                time + 0.01,
                id,
                cell,
                cell >> 30);
    }

    private static String cells(long i, long id) {
        StringBuilder rows = new StringBuilder();
        for (SkyRegion part : footprint(i)) {
            for (CoverCell cell : Cover.rows(part, COVER_ROWS)) {
                rows.append(id)
                        .append('\t')
                        .append(cell.order())
                        .append('\t')
                        .append(cell.lo())
                        .append('\t');
                rows.append(cell.full() ? 't' : 'f').append('\n');
            }
        }
        return rows.toString();
    }

    private static List<SkyRegion> footprint(long i) {
        SplittableRandom random = new SplittableRandom(i);
        double lon = 360 * random.nextDouble();
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
