// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridian.core.db.Migrations;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.Range;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation.TableSource;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;

/** Columns of regions as text, of several parts too, against {@code core.sky}: found by the index, counted, and negated. */
class RegionColumnIT {

    private static final int ROWS = 600;
    private static final int ASKED = 40;

    private static final TapSchema SCHEMA = new TapSchema(List.of(new TapSchema.Schema(
            "r",
            Optional.empty(),
            Optional.empty(),
            List.of(new TapTable(
                    "r",
                    "t",
                    "table",
                    Optional.empty(),
                    Optional.empty(),
                    List.of(
                            new TapColumn(Field.of("id", Primitive.INT), Numeric.INTEGER, false, true, false),
                            new TapColumn(Field.of("s", Primitive.CHAR), Geometry.REGION, true, true, false)),
                    List.of(),
                    new TapTable.Sky(List.of(), List.of(new SkyIndex.RegionIndex("s", "_row", "r.cover"))))))));

    private static final List<List<SkyRegion>> REGIONS = new ArrayList<>();
    private static TestDatabase database;

    @BeforeAll
    static void load() throws SQLException {
        database = TestDatabase.create();
        database.database().migrate(new Migrations("tap", "classpath:org/meridian/tap/db/migration"));
        Random random = new Random(11);
        StringJoiner rows = new StringJoiner(", ", "INSERT INTO r.t VALUES ", "");
        StringJoiner cells = new StringJoiner(", ", "INSERT INTO r.cover VALUES ", "");
        for (int i = 0; i < ROWS; i++) {
            List<SkyRegion> parts = parts(random);
            REGIONS.add(parts);
            rows.add("(" + i + ", " + SqlLiteral.text(DaliRegion.formatStcs(parts)) + ", " + i + ")");
            for (SkyRegion part : parts) {
                for (CoverCell cell : Cover.rows(part, 12)) {
                    cells.add("(" + i + ", " + cell.order() + ", " + cell.lo() + ", " + cell.full() + ")");
                }
            }
        }
        try (Connection owner = database.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE SCHEMA r; CREATE TABLE r.t (id int4, s text, _row int8);"
                    + " CREATE TABLE r.cover (row int8, ord int2, lo int8, \"full\" bool)");
            statement.execute(rows.toString());
            statement.execute(cells.toString());
            statement.execute("INSERT INTO r.t VALUES (" + ROWS + ", NULL, " + ROWS
                    + "); CREATE INDEX ON r.cover (lo); ANALYZE r.t; ANALYZE r.cover");
        }
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    private static List<SkyRegion> parts(Random random) {
        double[] centre = SkySample.CENTRES[random.nextInt(SkySample.CENTRES.length)];
        double lat = Math.clamp(centre[1] + random.nextGaussian() * 2, -90, 90);
        double lon = centre[0] + random.nextGaussian() * 3;
        List<SkyRegion> parts = new ArrayList<>();
        for (int i = 1 + (random.nextBoolean() ? 0 : random.nextInt(5)); i > 0; i--) {
            parts.add(region(random, lon, lat, Math.exp(random.nextDouble() * 4 - 3)));
            lat = Math.clamp(lat + random.nextGaussian(), -90, 90);
        }
        return parts;
    }

    private static SkyRegion region(Random random, double lon, double lat, double size) {
        return random.nextInt(3) == 0
                ? new Circle((lon + 360) % 360, lat, size)
                : DaliRegion.polygon(SkySample.star(random, lon, lat, size));
    }

    private static SkyRegion asked(Random random) {
        double[] centre = SkySample.CENTRES[random.nextInt(SkySample.CENTRES.length)];
        double lat = Math.clamp(centre[1] + random.nextGaussian(), -90, 90);
        double lon = (centre[0] + random.nextGaussian() * 2 + 360) % 360;
        double size = Math.exp(random.nextDouble() * 4 - 3);
        return random.nextInt(3) == 0
                ? new Range(lon, lon + 4 * size, Math.max(-90, lat - size), Math.min(90, lat + size))
                : region(random, lon, lat, size);
    }

    private static CheckedQuery select(TableSource source, Condition condition) {
        return new CheckedQuery(
                List.of(),
                new CheckedQuery.Select(
                        false,
                        List.of(new OutputColumn(
                                new Expression.ColumnRef(source, 0, Numeric.INTEGER), Field.of("id", Primitive.INT))),
                        Optional.of(source),
                        Optional.of(condition),
                        List.of(),
                        Optional.empty()),
                List.of(),
                java.util.OptionalLong.empty(),
                java.util.OptionalLong.empty());
    }

    private static List<Integer> ids(CheckedQuery query) throws SQLException {
        return column("SELECT * FROM ("
                        + new PostgresEngine()
                                .translate(query, TranslationContext.UNLIMITED)
                                .sql() + ") AS q ORDER BY 1")
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    private static List<@Nullable String> column(String sql) throws SQLException {
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<@Nullable String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static @Nullable String value(String adql) throws Exception {
        return column(new PostgresEngine()
                        .translate(Adql.check(adql, SCHEMA, Udfs.NONE), TranslationContext.UNLIMITED)
                        .sql())
                .getFirst();
    }

    private static void sameAs(Expression test, TableSource source, Predicate<List<SkyRegion>> expected, String what)
            throws SQLException {
        List<Integer> in = new ArrayList<>();
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            (expected.test(REGIONS.get(i)) ? in : out).add(i);
        }
        Condition condition = new Condition.Comparison(
                Condition.ComparisonOperator.EQUAL, test, new Expression.IntegerLiteral(1, Numeric.INTEGER));
        assertEquals(in, ids(select(source, condition)), what);
        assertEquals(out, ids(select(source, new Condition.Not(condition))), "not " + what);
    }

    @Test
    void overlapsAreThoseOfTheRegionsThemselves() throws Exception {
        Random random = new Random(3);
        TableSource source = new TableSource(0, SCHEMA.tables().getFirst());
        Expression column = new Expression.ColumnRef(source, 1, Geometry.REGION);
        for (int i = 0; i < ASKED; i++) {
            SkyRegion region = asked(random);
            String text = DaliRegion.format(region);
            Expression literal = new Expression.RegionLiteral(region, text);
            sameAs(
                    new Expression.Intersects(column, literal),
                    source,
                    parts -> parts.stream().anyMatch(region::intersects),
                    text);
            if (!(region instanceof Range)) {
                sameAs(
                        new Expression.Contains(literal, column),
                        source,
                        parts -> parts.stream().anyMatch(part -> part.contains(region)),
                        "in a column: " + text);
                sameAs(
                        new Expression.Contains(column, literal),
                        source,
                        parts -> parts.stream().allMatch(region::contains),
                        "of a column in " + text);
            }
        }
    }

    @Test
    void alternativesAreLookedUpTogether() throws Exception {
        Random random = new Random(9);
        TableSource source = new TableSource(0, SCHEMA.tables().getFirst());
        Expression column = new Expression.ColumnRef(source, 1, Geometry.REGION);
        List<SkyRegion> regions = new ArrayList<>();
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SkyRegion region = asked(random);
            regions.add(region);
            Expression literal = new Expression.RegionLiteral(region, DaliRegion.format(region));
            conditions.add(new Condition.Comparison(
                    Condition.ComparisonOperator.EQUAL,
                    new Expression.Intersects(column, literal),
                    new Expression.IntegerLiteral(1, Numeric.INTEGER)));
        }
        List<Integer> expected = IntStream.range(0, ROWS)
                .filter(i -> REGIONS.get(i).stream()
                        .anyMatch(part -> regions.stream().anyMatch(part::intersects)))
                .boxed()
                .toList();
        CheckedQuery query = select(source, new Condition.Or(conditions));
        assertEquals(expected, ids(query));
        String sql = new PostgresEngine()
                .translate(query, TranslationContext.UNLIMITED)
                .sql();
        assertEquals(2, sql.split("IN \\(SELECT", -1).length, sql);
        conditions.add(new Condition.IsNull(column));
        List<Integer> withNull = new ArrayList<>(expected);
        withNull.add(ROWS);
        assertEquals(withNull, ids(select(source, new Condition.Or(conditions))));
    }

    @Test
    void positionsLieInUnions() throws Exception {
        Random random = new Random(4);
        for (int i = 0; i < ASKED; i++) {
            SkyPoint place = REGIONS.get(random.nextInt(ROWS)).getFirst().centroid();
            long expected = REGIONS.stream()
                    .filter(parts -> parts.stream().anyMatch(p -> p.contains(place.lonDeg(), place.latDeg())))
                    .count();
            String point = "POINT(" + place.lonDeg() + ", " + place.latDeg() + ")";
            assertEquals(
                    String.valueOf(expected),
                    value("SELECT COUNT(*) AS n FROM r.t WHERE CONTAINS(" + point + ", s) = 1"));
        }
    }

    @Test
    void unionsOverlapOneAnother() throws Exception {
        long expected = 0;
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < ROWS; j++) {
                List<SkyRegion> other = REGIONS.get(j);
                expected += REGIONS.get(i).stream().anyMatch(a -> other.stream().anyMatch(a::intersects)) ? 1 : 0;
            }
        }
        assertEquals(
                String.valueOf(expected),
                value("SELECT COUNT(*) AS n FROM r.t AS a JOIN r.t AS b ON INTERSECTS(a.s, b.s) = 1 WHERE a.id < 10"));
    }

    @Test
    void areaAndCentreOfUnionsAreKnownWherePartsAreApart() throws Exception {
        for (int i = 0; i < 200; i++) {
            List<SkyRegion> parts = REGIONS.get(i);
            boolean apart = parts.stream().allMatch(a -> parts.stream().allMatch(b -> a == b || !a.intersects(b)));
            String area = value("SELECT AREA(s) AS a FROM r.t WHERE id = " + i);
            String centre = value("SELECT COORD2(CENTROID(s)) AS c FROM r.t WHERE id = " + i);
            if (apart) {
                double expected =
                        parts.stream().mapToDouble(SkyRegion::areaDeg2).sum();
                assertEquals(expected, Double.parseDouble(String.valueOf(area)), 1e-9 * expected + 1e-9);
                if (parts.size() == 1) {
                    assertEquals(
                            parts.getFirst().centroid().latDeg(), Double.parseDouble(String.valueOf(centre)), 1e-7);
                }
            } else {
                assertNull(area);
                assertNull(centre);
            }
        }
        assertEquals(
                "10",
                column("SELECT round((meridian_adql.centroid(meridian_adql.region("
                                + "'UNION ICRS (CIRCLE 5 0 1 CIRCLE 15 0 1)')))[1])")
                        .getFirst());
    }

    @Test
    void otherTextsAreRefused() {
        for (String text :
                List.of("UNION ICRS ()", "UNION (CIRCLE 1 2)", "UNION ICRS (UNION (CIRCLE 1 2 3))", "CIRCLE 1 99 2")) {
            assertThrows(
                    SQLException.class,
                    () -> column("SELECT meridian_adql.region(" + SqlLiteral.text(text) + ")"),
                    text);
        }
    }

    @Test
    void mocsHaveEveryPart() throws Exception {
        Polygon polygon = Polygon.of(10, 20, 10.5, 20, 10.5, 20.5);
        Circle circle = new Circle(12, 21, 0.1);
        assertEquals(
                org.meridian.core.sky.Moc.of(polygon, 8)
                        .union(org.meridian.core.sky.Moc.of(circle, 8))
                        .toAscii(),
                column("SELECT meridian_adql.moc_text(meridian_adql.moc(8, meridian_adql.region("
                                + SqlLiteral.text(DaliRegion.formatStcs(List.of(polygon, circle))) + ")), 8)")
                        .getFirst());
        assertTrue(circle.intersects(new Circle(12, 21, 1)));
    }
}
