// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.db.Migrations;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.Healpix;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;

/** PostgreSQL's plans over a table that is large enough to make it choose: the sky index is used however one asks. */
class SkyIndexIT {
    private static final int BIG = 50_000;
    private static final int SMALL = 1_000;
    /** A fifth belongs to a team, half of that for ever. */
    private static final String OWNED = "CASE WHEN id % 5 = 0 THEN 'team' || id % 3 END,"
            + " CASE WHEN id % 10 > 0 THEN timestamp '2020-01-01' + id * interval '1 minute' END";

    private static TestDatabase database;

    @BeforeAll
    static void load() throws SQLException {
        database = TestDatabase.create();
        database.database().migrate(new Migrations("tap", "classpath:org/meridian/tap/db/migration"));
        try (Connection owner = database.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            create(statement);
        }
    }

    /** Makes the tables; each row has an owner and a release date besides. */
    static void create(Statement statement) throws SQLException {
        statement.execute("CREATE SCHEMA sky");
        Random random = new Random(7);
        stars(statement, "big", BIG, random);
        stars(statement, "small", SMALL, random);
        fields(statement, random);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    private static void stars(Statement statement, String table, int count, Random random) throws SQLException {
        statement.execute("CREATE TABLE sky." + table
                + " (id int4, ra float8, dec float8, _hpx int8, _hpx14 int8, team text, released timestamp)");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double lon = 360 * random.nextDouble();
            double lat = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
            long cell = Healpix.hash(29, lon, lat);
            rows.add("(" + i + "," + lon + "," + lat + "," + cell + "," + (cell >> 30) + ")");
        }
        statement.execute("INSERT INTO sky." + table + " SELECT *, " + OWNED + " FROM (VALUES " + String.join(",", rows)
                + ") AS v (id, ra, dec, h, k) ORDER BY h");
        for (String column : List.of("hpx", "hpx14")) {
            statement.execute("CREATE INDEX " + table + "_" + column + " ON sky." + table + " (_" + column + ")");
        }
        statement.execute("ANALYZE sky." + table);
    }

    private static void fields(Statement statement, Random random) throws SQLException {
        statement.execute("CREATE TABLE sky.fields (id int4, shape float8[], _row int8 PRIMARY KEY, team text,"
                + " released timestamp);"
                + "CREATE TABLE sky.field_cover (row int8, ord int2, lo int8, \"full\" bool)");
        List<String> rows = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            double lon = 360 * random.nextDouble();
            double lat = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
            rows.add(String.format(Locale.ROOT, "(%d, '{%s,%s,0.1}', %d)", i, lon, lat, i));
            for (CoverCell cell : Cover.rows(new Circle(lon, lat, 0.1), 12)) {
                cells.add("(" + i + "," + cell.order() + "," + cell.lo() + "," + cell.full() + ")");
            }
        }
        statement.execute("INSERT INTO sky.fields SELECT *, " + OWNED
                + " FROM (SELECT id, shape::float8[], row FROM (VALUES " + String.join(",", rows)
                + ") AS v (id, shape, row)) AS v");
        statement.execute("INSERT INTO sky.field_cover VALUES " + String.join(",", cells));
        statement.execute("CREATE INDEX field_cover_lo ON sky.field_cover (lo); CREATE INDEX ON sky.field_cover (row);"
                + "ANALYZE sky.fields; ANALYZE sky.field_cover");
    }

    static TapSchema schema() {
        TapTable.Sky sky = new TapTable.Sky(
                List.of(new SkyIndex(new SkyIndex.LonLatColumns("ra", "dec"), "_hpx", "_hpx14")), List.of());
        List<TapColumn> columns = List.of(
                new TapColumn(Field.of("id", Primitive.INT), Numeric.INTEGER, false, true, false),
                new TapColumn(Field.of("ra", Primitive.DOUBLE), Numeric.DOUBLE, true, true, false),
                new TapColumn(Field.of("dec", Primitive.DOUBLE), Numeric.DOUBLE, true, true, false));
        List<TapColumn> fieldColumns = List.of(
                columns.get(0), new TapColumn(Field.of("shape", Primitive.DOUBLE), Geometry.CIRCLE, true, true, false));
        TapTable.Sky covers =
                new TapTable.Sky(List.of(), List.of(new SkyIndex.RegionIndex("shape", "_row", "sky.field_cover")));
        return new TapSchema(List.of(new TapSchema.Schema(
                "sky",
                Optional.empty(),
                Optional.empty(),
                List.of(
                        table("big", columns, sky),
                        table("small", columns, sky),
                        table("fields", fieldColumns, covers)))));
    }

    private static TapTable table(String name, List<TapColumn> columns, TapTable.Sky sky) {
        return new TapTable("sky", name, "table", Optional.empty(), Optional.empty(), columns, List.of(), sky);
    }

    private static String sql(String adql) throws AdqlException {
        return new PostgresEngine()
                .translate(Adql.check(adql, schema(), Udfs.NONE), TranslationContext.UNLIMITED)
                .sql();
    }

    private static String plan(String adql) throws SQLException, AdqlException {
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("EXPLAIN " + sql(adql))) {
            StringBuilder plan = new StringBuilder();
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
            return plan.toString();
        }
    }

    /** Questions about positions. */
    static List<String> positions() {
        return List.of(
                "SELECT id FROM sky.big WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 10, 20, 1))",
                "SELECT id FROM sky.big WHERE DISTANCE(ra, dec, 10, 20) < 1",
                "SELECT id FROM sky.big WHERE 1 >= DISTANCE(POINT(10, 20), POINT(ra, dec))",
                "SELECT id FROM sky.big WHERE DISTANCE(ra, dec, 10, 20) * 3600 < 3600",
                "SELECT id FROM sky.big WHERE 3600 >= 60 * DISTANCE(ra, dec, 10, 20) * 60.0",
                "SELECT id FROM sky.big WHERE DISTANCE(ra, dec, 10, 20) / 2 < 1 AND id > 7",
                "SELECT id FROM sky.big WHERE DISTANCE(ra, dec, 10, 20) < 1.0/3600",
                "SELECT id FROM sky.big WHERE NOT (DISTANCE(ra, dec, 10, 20) >= 1)",
                "SELECT id FROM sky.big WHERE NOT (DISTANCE(ra, dec, 10, 20) > 1 OR id < 7)",
                "SELECT id FROM sky.big WHERE INTERSECTS(CIRCLE(ra, dec, 0.5), CIRCLE(10, 20, 1)) = 1",
                "SELECT a.id FROM sky.small AS a JOIN sky.big AS b ON DISTANCE(a.ra, a.dec, b.ra, b.dec) * 3600 < 1",
                "SELECT id FROM sky.big WHERE DISTANCE(ra, dec, 10, 20) BETWEEN 0 AND 1 AND id > 7",
                "SELECT id FROM sky.big WHERE INTERSECTS(CIRCLE(10, 20, 1), POINT(ra, dec)) = 1",
                "SELECT id FROM sky.big WHERE CONTAINS(POINT(ra, dec), POLYGON(10, 10, 12, 10, 11, 12)) = 1",
                "SELECT id FROM sky.big WHERE CONTAINS(POINT(ra, dec), BOX(10, 10, 2, 2)) <> 0",
                "SELECT id FROM sky.big WHERE DISTANCE(ra, dec, 1, 2) < 1 OR DISTANCE(ra, dec, 40, 2) < 1",
                "SELECT i FROM (SELECT id AS i, ra AS x, dec AS y FROM sky.big) AS s WHERE DISTANCE(x, y, 10, 20) < 1",
                "WITH w AS (SELECT * FROM sky.big) SELECT id FROM w WHERE DISTANCE(ra, dec, 10, 20) < 1",
                "SELECT a.id FROM sky.small AS a JOIN sky.big AS b ON DISTANCE(a.ra, a.dec, b.ra, b.dec) < 1/3600.",
                "SELECT a.id FROM sky.small AS a, sky.big AS b WHERE DISTANCE(b.ra, b.dec, a.ra, a.dec) < 0.01",
                "SELECT a.id FROM sky.big AS b JOIN sky.small AS a"
                        + " ON 1 = CONTAINS(POINT(a.ra, a.dec), CIRCLE(b.ra, b.dec, 0.001))",
                "SELECT a.id FROM sky.small AS a LEFT JOIN sky.big AS b ON DISTANCE(a.ra, a.dec, b.ra, b.dec) < 0.1",
                "SELECT a.id FROM sky.small AS a JOIN sky.big AS b ON DISTANCE(a.ra, a.dec, b.ra, b.dec) < a.id / 1e5",
                "SELECT a.id FROM sky.small AS a WHERE EXISTS"
                        + " (SELECT 1 AS x FROM sky.big AS b WHERE DISTANCE(a.ra, a.dec, b.ra, b.dec) < 0.001 AND b.id > a.id)",
                "SELECT f.id FROM sky.fields AS f JOIN sky.big AS b ON CONTAINS(POINT(b.ra, b.dec), f.shape) = 1"
                        + " WHERE f.id < 100");
    }

    @ParameterizedTest
    @MethodSource("positions")
    void positionsAreFoundThroughTheIndex(String adql) throws SQLException, AdqlException {
        String plan = plan(adql);
        assertTrue(plan.contains("big_hpx"), plan);
        assertFalse(plan.contains("Seq Scan on big"), plan);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM sky.fields WHERE CONTAINS(POINT(10, 20), shape) = 1",
                "SELECT id FROM sky.fields WHERE INTERSECTS(shape, CIRCLE(10, 20, 1)) = 1",
                "SELECT s.id FROM sky.small AS s LEFT JOIN sky.fields AS f ON CONTAINS(POINT(s.ra, s.dec), f.shape) = 1"
                        + " WHERE s.id < 10",
            })
    void regionsAreFoundThroughTheirCover(String adql) throws SQLException, AdqlException {
        String plan = plan(adql);
        assertTrue(plan.contains("field_cover_lo"), plan);
        assertFalse(plan.contains("Seq Scan on fields"), plan);
    }

    @Test
    void estimatesAreOfTheRightSize() throws SQLException, AdqlException {
        String plan = plan("SELECT id FROM sky.big WHERE DISTANCE(ra, dec, 10, 20) < 2");
        int rows = Integer.parseInt(plan.replaceAll("(?s)^.*?rows=(\\d+).*$", "$1"));
        assertTrue(rows > 2 && rows < 200, plan);
    }

    /** The cells that PostgreSQL computes row by row contain those that a circle really has. */
    @Test
    void cellsComputedInTheDatabaseMissNone() throws SQLException {
        Random random = new Random(11);
        double[] corners = {0, 41.8103149, 90, -41.8103149, 45, 0, 0, 90, 0, -90, 90, 0, 360, 0, 45, 89.999, 90, 66};
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement()) {
            StringBuilder wrong = new StringBuilder();
            List<String> values = new ArrayList<>();
            for (int i = 0; i < 4000; i++) {
                int at = 2 * random.nextInt(corners.length / 2);
                boolean near = random.nextBoolean();
                double radius = Math.toDegrees(Math.exp(-2 - 18 * random.nextDouble()));
                double lat = near
                        ? Math.clamp(corners[at + 1] + radius * random.nextGaussian(), -90, 90)
                        : Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
                double lon = near ? corners[at] + radius * random.nextGaussian() : 360 * random.nextDouble();
                Circle circle = new Circle(lon, lat, radius);
                int order = Math.clamp((int) (-Math.log(3 * Math.toRadians(radius)) / Math.log(2)), 0, 29);
                long[] cells = Cover.cells(circle, order);
                long[] ranges = Cover.of(circle);
                values.add("(" + lon + "," + lat + "," + radius + "," + order + ", '{" + join(cells) + "}'::int8[], '{"
                        + join(ranges) + "}'::int8[])");
            }
            ResultSet bad = statement.executeQuery("SELECT lon, lat, r, o FROM (VALUES " + String.join(",", values)
                    + ") AS v (lon, lat, r, o, c, g), LATERAL (SELECT meridian_adql.cells(lon, lat, r, o) AS mine,"
                    + " meridian_adql.ranges(lon, lat, r) AS n OFFSET 0) k WHERE NOT mine @> c OR EXISTS (SELECT FROM"
                    + " generate_series(1, cardinality(g)) i WHERE NOT (g[i] BETWEEN n[1] AND n[2] OR g[i] BETWEEN n[3]"
                    + " AND n[4] OR g[i] BETWEEN n[5] AND n[6] OR g[i] BETWEEN n[7] AND n[8])) LIMIT 3");
            while (bad.next()) {
                wrong.append(bad.getString(1) + " " + bad.getString(2) + " " + bad.getString(3) + " "
                                + bad.getString(4))
                        .append('\n');
            }
            assertEquals("", wrong.toString());
        }
    }

    private static String join(long[] values) {
        StringBuilder text = new StringBuilder();
        for (long value : values) {
            text.append(text.isEmpty() ? "" : ",").append(value);
        }
        return text.toString();
    }
}
