// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.SkyRegion;

/** MOCs in queries, constant and of columns, against {@code core.sky}. */
class MocIT {
    private static final int ROWS = 60;

    private static FunctionSample sample;
    private static final double[][] PLACES = new double[ROWS][];
    private static final Circle[] DISCS = new Circle[ROWS];
    private static final Polygon[] OUTLINES = new Polygon[ROWS];
    private static final Moc[] COVERAGES = new Moc[ROWS];

    @BeforeAll
    static void load() throws SQLException {
        Random random = new Random(5);
        StringJoiner rows =
                new StringJoiner(", ", "INSERT INTO f.t (id, ra, dec, disc, outline, cov, s, _hpx) VALUES ", "");
        for (int i = 0; i < ROWS; i++) {
            double[] centre = SkySample.CENTRES[random.nextInt(SkySample.CENTRES.length)];
            double lat = Math.clamp(centre[1] + random.nextGaussian() * 3, -90, 90);
            double lon = (centre[0] + random.nextGaussian() * 4 + 360) % 360;
            PLACES[i] = new double[] {lon, lat};
            DISCS[i] = new Circle(lon, lat, Math.exp(random.nextDouble() * 7 - 5));
            OUTLINES[i] = DaliRegion.polygon(SkySample.star(random, lon, lat, Math.exp(random.nextDouble() * 5 - 3)));
            int order = 3 + random.nextInt(5);
            COVERAGES[i] = Moc.of(
                            new Circle(lon + random.nextGaussian(), lat, Math.exp(random.nextDouble() * 4 - 2)), order)
                    .union(Moc.ofCells(order, random.nextInt(12 << (2 * order))));
            rows.add("(" + (i + 1) + ", " + SqlLiteral.of(lon) + ", " + SqlLiteral.of(lat) + ", "
                    + SqlLiteral.of(DaliRegion.toArray(DISCS[i])) + ", "
                    + SqlLiteral.of(DaliRegion.toArray(OUTLINES[i]))
                    + ", " + SqlLiteral.text(COVERAGES[i].toAscii()) + ", 'no moc', "
                    + SqlLiteral.of(Healpix.hash(29, lon, lat)) + ")");
        }
        sample = new FunctionSample(rows.toString(), "INSERT INTO f.t (id) VALUES (1000)");
    }

    @AfterAll
    static void drop() throws SQLException {
        sample.close();
    }

    private interface Test1 {
        boolean holds(int row);
    }

    /** The rows for which a condition holds, chosen by WHERE, by its value, and by its negation. */
    private static void holds(String condition, Test1 test) throws Exception {
        StringJoiner expected = new StringJoiner(", ", "[", "]");
        StringJoiner others = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < ROWS; i++) {
            (test.holds(i) ? expected : others).add(String.valueOf(i + 1));
        }
        String from = "SELECT id FROM f.t WHERE id < 1000 AND ";
        assertEquals(
                expected.toString(),
                sample.column(from + condition + " = 1 ORDER BY id").toString(),
                condition);
        assertEquals(
                others.toString(),
                sample.column(from + "NOT " + condition + " = 1 ORDER BY id").toString());
        assertEquals(
                expected.toString(),
                sample.column("SELECT id FROM (SELECT id, " + condition + " AS c FROM f.t WHERE id < 1000) AS q"
                                + " WHERE c = 1 ORDER BY id")
                        .toString());
    }

    private static String text(Moc moc) {
        return "MOC('" + moc.toAscii() + "')";
    }

    @Test
    void pointsInMocs() throws Exception {
        for (Moc moc : List.of(
                COVERAGES[0],
                Moc.of(new Circle(0, -5, 4), 8),
                Moc.of(new Circle(200, 89.2, 5), 10),
                Moc.empty(3),
                Moc.wholeSky(3))) {
            holds("CONTAINS(POINT(ra, dec), " + text(moc) + ")", i -> moc.contains(PLACES[i][0], PLACES[i][1]));
            holds("INTERSECTS(" + text(moc) + ", POINT(ra, dec))", i -> moc.contains(PLACES[i][0], PLACES[i][1]));
            holds("CONTAINS(POINT(ra + 0.0, dec), " + text(moc) + ")", i -> moc.contains(PLACES[i][0], PLACES[i][1]));
        }
        Moc disc = Moc.of(new Circle(10, 20, 3), 7);
        holds("CONTAINS(POINT(ra, dec), MOC(7, CIRCLE(10, 20, 3)))", i -> disc.contains(PLACES[i][0], PLACES[i][1]));
        holds("CONTAINS(POINT(10, 20), cov)", i -> COVERAGES[i].contains(10, 20));
        holds("CONTAINS(POINT(ra, dec), cov)", i -> COVERAGES[i].contains(PLACES[i][0], PLACES[i][1]));
        assertEquals(
                List.of("0"),
                sample.column(
                        "SELECT COUNT(*) AS n FROM f.t WHERE id = 1000 AND CONTAINS(POINT(ra, dec), MOC('0/0-11')) = 1"));
        assertNull(sample.column("SELECT CONTAINS(POINT(ra, dec), MOC('0/0-11')) AS n FROM f.t WHERE id = 1000")
                .get(0));
    }

    @Test
    void regionsOfColumnsAndAConstantMoc() throws Exception {
        Moc moc = Moc.of(new Circle(10, 20, 3), 6).union(Moc.of(new Circle(200, 89, 4), 5));
        holds("INTERSECTS(disc, " + text(moc) + ")", i -> moc.intersects(DISCS[i]));
        holds("CONTAINS(disc, " + text(moc) + ")", i -> moc.contains(DISCS[i]));
        holds("INTERSECTS(" + text(moc) + ", outline)", i -> moc.intersects(OUTLINES[i]));
        holds("CONTAINS(outline, " + text(moc) + ")", i -> moc.contains(OUTLINES[i]));
    }

    @Test
    void mocColumns() throws Exception {
        Moc moc = Moc.of(new Circle(10, 20, 4), 6);
        holds("INTERSECTS(cov, " + text(moc) + ")", i -> moc.intersects(COVERAGES[i]));
        holds("CONTAINS(cov, " + text(moc) + ")", i -> moc.contains(COVERAGES[i]));
        holds(
                "CONTAINS(" + text(Moc.ofCells(9, Healpix.hash(9, 10, 20))) + ", cov)",
                i -> COVERAGES[i].contains(Moc.ofCells(9, Healpix.hash(9, 10, 20))));
        Circle circle = new Circle(10, 20, 5);
        holds("INTERSECTS(cov, CIRCLE(10, 20, 5))", i -> COVERAGES[i].intersects(circle));
        holds("CONTAINS(cov, CIRCLE(10, 20, 5))", i -> circle.contains(COVERAGES[i]));
        Circle small = new Circle(10, 20, 0.5);
        holds("CONTAINS(CIRCLE(10, 20, 0.5), cov)", i -> COVERAGES[i].contains(small));
        holds("INTERSECTS(disc, cov)", i -> COVERAGES[i].intersects(DISCS[i]));
        holds("CONTAINS(outline, cov)", i -> COVERAGES[i].contains(OUTLINES[i]));
        holds("INTERSECTS(moc_intersection(cov, MOC('0/4')), cov)", i -> COVERAGES[i].intersects(Moc.ofCells(0, 4)));
    }

    @Test
    void pointsInMocsOfOtherRowsAreLookedUpInTheIndex() throws Exception {
        String from = " FROM f.t AS p JOIN f.t AS m ON ";
        for (String condition : List.of(
                "1 = CONTAINS(POINT(p.ra, p.dec), m.cov)",
                "1 = INTERSECTS(m.cov, POINT(p.ra, p.dec))",
                "1 = CONTAINS(POINT(p.ra, p.dec), moc_union(m.cov, m.cov))")) {
            assertTrue(FunctionSample.sql("SELECT p.id" + from + condition).contains("moc_ranges("));
            List<String> expected = new ArrayList<>();
            for (int p = 0; p < ROWS; p++) {
                for (int m = 0; m < ROWS; m++) {
                    if (COVERAGES[m].contains(PLACES[p][0], PLACES[p][1])) {
                        expected.add((p + 1) + " " + (m + 1));
                    }
                }
            }
            String pair = "SELECT CAST(p.id AS VARCHAR) || ' ' || CAST(m.id AS VARCHAR) AS pair, p.id AS a, m.id AS b";
            assertEquals(expected, sample.column(pair + from + condition + " ORDER BY a, b"), condition);
        }
        assertEquals(
                List.of("0"),
                sample.column("SELECT COUNT(*) AS n FROM f.t AS p JOIN f.t AS m"
                        + " ON CONTAINS(POINT(p.ra, p.dec), m.cov) = 1 WHERE m.id = 1000 OR p.id = 1000"));
    }

    @Test
    void mocsOfColumnsAreThoseOfCore() throws Exception {
        for (int order : new int[] {0, 4, 7}) {
            values("MOC(" + order + ", disc)", DISCS, order);
            values("MOC(" + order + ", outline)", OUTLINES, order);
        }
        List<String> points = sample.column("SELECT MOC(5, POINT(ra, dec)) AS m FROM f.t WHERE id < 1000 ORDER BY id");
        for (int i = 0; i < ROWS; i++) {
            assertEquals("5/" + Healpix.hash(5, PLACES[i][0], PLACES[i][1]), points.get(i));
        }
    }

    private static void values(String expression, SkyRegion[] regions, int order) throws Exception {
        List<String> found = sample.column("SELECT " + expression + " AS m FROM f.t WHERE id < 1000 ORDER BY id");
        for (int i = 0; i < ROWS; i++) {
            assertEquals(Moc.of(regions[i], order).toAscii(), found.get(i), expression + " of " + regions[i]);
        }
    }

    @Test
    void operationsAreThoseOfCore() throws Exception {
        Moc other = Moc.of(new Circle(10, 20, 3), 5);
        List<String> unions =
                sample.column("SELECT moc_union(cov, " + text(other) + ") AS m FROM f.t WHERE id < 1000 ORDER BY id");
        List<String> common = sample.column(
                "SELECT gavo_mocintersect(cov, " + text(other) + ") AS m FROM f.t WHERE id < 1000 ORDER BY id");
        List<String> coarse = sample.column("SELECT MOC(2, cov) AS m FROM f.t WHERE id < 1000 ORDER BY id");
        List<String> areas = sample.column("SELECT AREA(cov) AS m FROM f.t WHERE id < 1000 ORDER BY id");
        for (int i = 0; i < ROWS; i++) {
            assertEquals(COVERAGES[i].union(other).toAscii(), unions.get(i));
            assertEquals(COVERAGES[i].intersection(other).toAscii(), common.get(i));
            assertEquals(COVERAGES[i].degraded(2).toAscii(), coarse.get(i));
            assertEquals(COVERAGES[i].areaDeg2(), Double.parseDouble(Objects.requireNonNull(areas.get(i))), 1e-9);
        }
        assertNull(sample.column("SELECT moc_union(cov, MOC('1/1')) AS m FROM f.t WHERE id = 1000")
                .get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MOC('4/30-33 38 52 7/324-934') | 3/2 4/6-7 12-13 30-33 38 52 5/21-23 56-57 6/81-83 232 7/932-934",
                "MOC('{\"1\":[1,2,4],\"2\":[12,13]}') | 1/1-2 4 2/12-13",
                "MOC('8/') | 8/",
                "MOC('0/0-11 12/') | 0/0-11 12/",
                "MOC(0, POINT(1, 1)) | 0/4",
                "MOC(1, REGION('CIRCLE 45 0 0.01')) | 1/0 18 19 33",
                "gavo_mocunion(MOC('1/0-2'), MOC('1/3 2/')) | 0/0 2/",
                "moc_intersection(MOC('1/0-2'), MOC('1/2-9')) | 1/2",
                "MOC(3, ivo_geom_transform('GALACTIC', 'ICRS', POINT(0, 90))) | 3/108",
                "AREA(MOC('0/0-11')) | 41252.96124941927",
                "CONTAINS(MOC('1/3'), MOC('0/0')) | 1",
                "INTERSECTS(MOC('1/3'), MOC('0/1')) | 0",
                "CONTAINS(CIRCLE(45, 40, 1), MOC('0/0')) | 1",
                "CONTAINS(MOC('29/0'), CIRCLE(45, 0, 0.001)) | 1",
                "CONTAINS(MOC('28/0'), POLYGON(44, 0, 46, 0, 45, 1)) | 1",
                "COORDSYS(MOC('1/3')) | ICRS",
            })
    void constants(String expression, String expected) throws Exception {
        String value = sample.value(expression);
        if (expression.startsWith("MOC(1, REGION")) {
            assertEquals(Moc.of(new Circle(45, 0, 0.01), 1).toAscii(), value);
        } else if (expression.startsWith("MOC(3, ivo")) {
            assertEquals("3/" + Healpix.hash(3, 192.85947789477606, 27.128252414968028), value);
        } else {
            assertEquals(expected, value, expression);
        }
    }

    @Test
    void manyRangesAreOneCondition() throws Exception {
        long[] cells = new Random(3).longs(3000, 0, Healpix.cellCount(9)).toArray();
        Moc moc = Moc.ofCells(9, cells);
        String sql = FunctionSample.sql("SELECT id FROM f.t WHERE CONTAINS(POINT(ra, dec), " + text(moc) + ") = 1");
        assertTrue(sql.contains("_hpx\" <@ '{["), sql.substring(0, 2000));
        assertTrue(sql.split(" BETWEEN ").length - 1 <= 256);
        long[] two = {0, 5, 7, 9};
        sql = FunctionSample.sql(
                "SELECT id FROM f.t WHERE CONTAINS(POINT(ra, dec), " + text(Moc.ofRanges(29, two)) + ") = 1");
        assertTrue(!sql.contains("multirange"), sql);
        assertEquals(2, sql.split(" BETWEEN ").length - 1, sql);
        assertTrue(Arrays.stream(cells).count() > 0);
    }

    @ParameterizedTest
    @CsvSource({"MOC(s)", "AREA(MOC(s))", "'CONTAINS(POINT(1, 2), MOC(s))'"})
    void textsThatAreNoMocsAreRefusedRowByRow(String expression) {
        SQLException e = assertThrows(SQLException.class, () -> sample.value(expression));
        assertEquals("22M15", e.getSQLState(), e.getMessage());
    }

    @Test
    void cellsOfAnIndexedPositionComeFromTheIndex() throws Exception {
        String sql = FunctionSample.sql("SELECT ivo_healpix_index(5, ra, dec) AS h, COUNT(*) AS n FROM f.t GROUP BY h");
        assertTrue(sql.contains("_hpx\" >> 48)") && !sql.contains("healpix_index"), sql);
        Map<String, Integer> counts = new TreeMap<>();
        for (double[] place : PLACES) {
            counts.merge(String.valueOf(Healpix.hash(5, place[0], place[1])), 1, Integer::sum);
        }
        for (String query : List.of(
                "SELECT CAST(ivo_healpix_index(5, ra, dec) AS VARCHAR) || ' ' || CAST(COUNT(*) AS VARCHAR) AS v FROM f.t"
                        + " WHERE id < 1000 GROUP BY ivo_healpix_index(5, ra, dec)",
                "SELECT CAST(h AS VARCHAR) || ' ' || CAST(COUNT(*) AS VARCHAR) AS v FROM (SELECT"
                        + " ivo_healpix_index(5, ra, dec) AS h FROM f.t WHERE id < 1000 GROUP BY id, ra, dec) AS q GROUP BY h")) {
            List<String> found = new ArrayList<>();
            counts.forEach((cell, count) -> found.add(cell + " " + count));
            List<String> rows = new ArrayList<>(sample.column(query));
            Collections.sort(rows);
            Collections.sort(found);
            assertEquals(found, rows, query);
        }
    }

    @Test
    void sampleIsWorthTesting() {
        assertTrue(Arrays.stream(COVERAGES)
                        .map(Moc::order)
                        .collect(Collectors.toSet())
                        .size()
                > 3);
    }
}
