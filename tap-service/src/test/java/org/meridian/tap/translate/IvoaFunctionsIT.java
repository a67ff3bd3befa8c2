// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.Distance;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.SkyPoint;

/** Functions of the IVOA's catalogue, as PostgreSQL computes them, against its examples and against reference values. */
class IvoaFunctionsIT {
    private static FunctionSample sample;

    @BeforeAll
    static void load() throws SQLException {
        sample = new FunctionSample(
                "INSERT INTO f.t (id, ra, dec, x, s, w, seen, iv, disc, outline) VALUES"
                        + " (1, 1, 1, 0, 'shown that a primordial', 'soup', '2000-01-02 12:00', '{1,2.5}', '{1,1,2}',"
                        + " '{1,1,3,1,2,4}'), (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),"
                        + " (3, 359, -1, 7, 'a#B#c', 'b', '1910-12-31 06:00', '{-Infinity,0}', '{0,90,1}', '{0,80,120,80,240,80}')");
    }

    @AfterAll
    static void drop() throws SQLException {
        sample.close();
    }

    /** The catalogue's examples and cases at the edge; {@code $} is nothing, and a zero or text only known row by row. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ivo_healpix_index(0, 1$, 1) | 4",
                "ivo_healpix_index(17, 1$, 1) | 81609757711",
                "ivo_healpix_index(17, 359$, -1) | 73009064944",
                "ivo_healpix_index(17, -1$, -1) | 73009064944",
                "ivo_healpix_index(17, 719$, -1) | 73009064944",
                "ivo_healpix_index(17, POINT('ICRS', 1$, 1)) | 81609757711",
                "ivo_healpix_index(17, CENTROID(CIRCLE(359$, -1, 3))) | 73009064944",
                "ivo_healpix_index(29, 0$, 90) | 288230376151711743",
                "ivo_healpix_index(29, 0$, -90) | 2305843009213693952",
                "ivo_healpix_index(3, NULL, 1$) | ",
                "COORD1(ivo_healpix_center(0, 6)) | 180",
                "COORD2(ivo_healpix_center(0, 6)) | 0",
                "ivo_to_jd(CAST('2000-01-02T12:00:00' AS TIMESTAMP)) | 2451546",
                "ivo_to_jd('1910-12-31T06:00:00') | 2419036.75",
                "ivo_to_jd(NULL) | ",
                "ivo_to_jd(seen) | 2451546",
                "ivo_to_mjd(seen) | 51545.5",
                "ivo_to_mjd('1910-12-31T06:00:00') | 19036.25",
                "ivo_to_mjd('1858-11-17') | 0",
                "ivo_nocasematch('abcabc', 'ab%') | 1",
                "ivo_nocasematch('ABcabc', 'ab__bc') | 1",
                "ivo_nocasematch('abcabc', '%BC') | 1",
                "ivo_nocasematch('abcabc', 'ABCABC') | 1",
                "ivo_nocasematch('abcabc', 'abcab') | 0",
                "ivo_nocasematch('a\\%b', 'A\\%B') | 1",
                "ivo_nocasematch(NULL, 'a') | ",
                "ivo_hasword('Miller and Urey have', 'miller') | 1",
                "ivo_hasword(s, 'show') | 0",
                "ivo_hasword(s, w) | 0",
                "ivo_hasword(s, 'Primordial SHOWN') | 1",
                "ivo_hasword(s, 'shown soup') | 0",
                "ivo_hasword('a survey of galaxies', 'galaxy surveys') | 1",
                "ivo_hasword('The Who', 'who') | 1",
                "ivo_hasword('The Whole', 'who') | 0",
                "ivo_hasword(s, '') | 0",
                "ivo_hasword('', 'x') | 0",
                "ivo_hasword('a.*b[c', '.*') | 0",
                "ivo_hasword('red & (blue', 'blue ^ green') | 0",
                "ivo_hasword('red & (blue', '!(blue:*') | 1",
                "ivo_hasword('it''s', 'it''s') | 1",
                "ivo_hasword(NULL, 'x') | ",
                "ivo_hashlist_has('red#green#blue', 'red') | 1",
                "ivo_hashlist_has('Red#green#blue', 'red') | 1",
                "ivo_hashlist_has('red#green#blue', 're') | 0",
                "ivo_hashlist_has('red#green#blue', 'red#green') | 0",
                "ivo_hashlist_has('red', 'RED') | 1",
                "ivo_hashlist_has('', '') | 0",
                "ivo_hashlist_has('a.c#%', 'abc') | 0",
                "ivo_hashlist_has('abc', NULL) | ",
                "ivo_interval_overlaps(-3$, -2, 2, 3) | 0",
                "ivo_interval_overlaps(-2$, 55.3, 2, 3) | 1",
                "ivo_interval_overlaps(2$, 3, -2, 55.3) | 1",
                "ivo_interval_overlaps(-2$, 55.3, 3, 2) | 0",
                "ivo_interval_overlaps(-2$, 2, 2, 3) | 1",
                "ivo_interval_overlaps(1$, 2, NULL, 3) | ",
                "ivo_interval_has(1$, iv) | 1",
                "ivo_interval_has(2.5$, iv) | 1",
                "ivo_interval_has(0.99$, iv) | 0",
                "ivo_interval_has(NULL, iv) | ",
                "ivo_specconv(656$, 'nm', 'eV') | 1.8900030...",
                "ivo_specconv(1$, 'keV', 'Angstrom') | 12.398419843320...",
                "ivo_specconv(1420.40575177$, 'MHz', 'cm') | 21.106114054...",
                "ivo_specconv(10$, 'um', 'nm') | 10000",
                "ivo_specconv(1$, 'Angstrom', 'cm**-1') | 100000000",
                "ivo_specconv(1$, 'GHz', 'J') | 6.62607015E-25",
                "ivo_hms_to_degrees('3:34:45.4') | 53.6891666...",
                "ivo_hms_to_degrees('3h34m45.4s') | 53.6891666...",
                "ivo_hms_to_degrees('033445.4') | 53.6891666...",
                "ivo_hms_to_degrees('3:64:45.4') | ",
                "ivo_hms_to_degrees('nonsense') | ",
                "ivo_dms_to_degrees('42:9:6.768') | 42.15188",
                "ivo_dms_to_degrees('-0d15m0s') | -0.25",
                "ivo_dms_to_degrees('+00:15:00') | 0.25",
                "ivo_dms_to_degrees('-001500') | -0.25",
                "ivo_dms_to_degrees('') | ",
                "COORD2(ivo_simbadpoint('GJ 699')) | 4.69336496657667",
                "CONTAINS(ivo_simbadpoint('GJ 699'), CIRCLE(269.4, 4.7, 0.1)) | 1",
            })
    void examplesAndEdges(String expression, String expected) throws Exception {
        for (String zero : new String[] {"", " + 0 * x"}) {
            String value = sample.value(expression.replace("$", zero));
            if (expected == null) {
                assertNull(value, expression);
            } else if (expected.endsWith("...")) {
                String digits = expected.substring(0, expected.length() - 3);
                assertTrue(String.valueOf(value).startsWith(digits), expression + " is " + value);
            } else {
                assertEquals(
                        Double.parseDouble(expected),
                        Double.parseDouble(String.valueOf(value)),
                        1e-13 * Math.max(1, Math.abs(Double.parseDouble(expected))),
                        expression);
            }
        }
    }

    @Test
    void conditionsSelectAsTheyCount() throws Exception {
        assertEquals("[1]", ids("ivo_hasword(s, 'primordial') = 1"));
        assertEquals("[3]", ids("0 = ivo_hasword(s, 'primordial')"));
        assertEquals("[3]", ids("NOT ivo_hasword(s, 'primordial') = 1"));
        assertEquals("[3]", ids("ivo_hashlist_has(s, w) = 1 AND ivo_nocasematch(w, 'B') > 0"));
        assertEquals("[1]", ids("ivo_interval_has(2, iv) = 1"));
        assertEquals("[3]", ids("ivo_interval_has(-1e300, iv) <> 0"));
        assertEquals("[1]", ids("ivo_interval_overlaps(x, 3, 1, 2) = 1"));
    }

    private static String ids(String condition) throws Exception {
        return sample.column("SELECT id FROM f.t WHERE " + condition + " ORDER BY id")
                .toString();
    }

    @Test
    void wordsAreFoundThroughAnIndex() throws Exception {
        String sql = FunctionSample.sql("SELECT id FROM f.t WHERE ivo_hasword(s, 'primordial') = 1");
        try (Connection connection = sample.database().superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE INDEX t_s_words ON f.t USING gin (to_tsvector('english', s)); SET enable_seqscan = off");
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = statement.executeQuery("EXPLAIN " + sql)) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            assertTrue(plan.toString().contains("t_s_words"), plan::toString);
        }
    }

    @Test
    void aggregatesJoinAndCount() throws Exception {
        assertEquals(
                "[soup, b]",
                sample.column("SELECT ivo_string_agg(w, ', ') FROM f.t").toString());
        assertEquals(
                "[{1,1,0,1,0}]",
                sample.column("SELECT ivo_histogram(x, 0, 9, 3) FROM f.t").toString());
        assertEquals(
                "[{0,1,0}, {1,0,0}, {0,0,1}]",
                sample.column("SELECT ivo_histogram(x, 0, 1, 1) FROM f.t GROUP BY id ORDER BY id")
                        .toString());
        assertEquals(
                "[null]",
                sample.column("SELECT ivo_histogram(x, 0, 1, 1) FROM f.t WHERE id > 9")
                        .toString());
        assertEquals(
                "[{0,3,1}]",
                sample.column("SELECT ivo_histogram(y, 1, 2, 1) FROM (SELECT id * 0.5 + 0.5 AS y FROM f.t"
                                + " UNION ALL SELECT 2.0000001 FROM f.t WHERE id = 1) AS q")
                        .toString());
        assertEquals(
                "[a#B#c, shown that a primordial]",
                sample.column(
                                "SELECT ivo_string_agg(s, '#') AS j FROM f.t GROUP BY s HAVING ivo_string_agg(w, '') <> ''"
                                        + " ORDER BY j")
                        .toString());
    }

    @Test
    void epochsArePropagatedAsUniformMotion() throws Exception {
        for (String[] line : FunctionSample.reference("epoch-prop.tsv")) {
            double[] v = Arrays.stream(line).mapToDouble(Double::parseDouble).toArray();
            StringJoiner arguments = new StringJoiner(", ");
            for (int i = 0; i < 8; i++) {
                arguments.add(line[i] + (i == 0 ? " + 0 * x" : ""));
            }
            double[] moved = sample.numbers("ivo_epoch_prop(" + arguments + ")");
            String what = arguments + ": " + Arrays.toString(moved);
            // A nanoarcsecond per arcsecond of movement, a microarcsecond at least.
            double path = Distance.deg(v[0], v[1], v[8], v[9]);
            assertTrue(Distance.deg(moved[0], moved[1], v[8], v[9]) <= 3e-13 + 1e-12 * path, what);
            assertEquals(v[10], moved[2], 1e-11 * Math.abs(v[10]), what);
            assertEquals(v[13], moved[5], 1e-9 * (1 + Math.abs(v[13])), what);
            double near = Math.hypot(v[11], v[12]) * 1e-9 / Math.max(1e-4, Math.cos(Math.toRadians(v[9])));
            if (Math.abs(v[9]) < 89.9999999) {
                assertEquals(v[11], moved[3], near + 1e-9, what);
                assertEquals(v[12], moved[4], near + 1e-9, what);
            }
            assertEquals(
                    Math.hypot(v[11], v[12]),
                    Math.hypot(moved[3], moved[4]),
                    1e-9 * (1 + Math.hypot(v[11], v[12])),
                    what);
            double[] place = sample.numbers("ivo_epoch_prop_pos(" + arguments + ")");
            assertArrayEquals(Arrays.copyOf(moved, 2), place, what);
        }
    }

    @Test
    void epochExamplesOfTheCatalogue() throws Exception {
        String star = "(7.606083572, 11.79044105, 125, 300, -428.8, 52.51, 2016.0, ";
        place(star + "1992.25)", 7.604061404627978, 11.7932703828279);
        place(star + "1875.0)", 7.594068213694308, 11.807251375203935);
        place(star.replace("52.51", "NULL") + "1875.0)", 7.594079587029898, 11.807235464326332);
        place(star.replace("-428.8, 52.51", "NULL, NULL") + "1875.0)", 7.594080321498365, 11.790440798509207);
        place(star.replace("125", "NULL") + "1875.0)", 7.594079587020846, 11.807235464339055);
        place("(7.606083572, 11.79044105, 300, -428.8, 2016.0, 1875.0)", 7.594079587029898, 11.807235464326332);
        double[] moved = sample.numbers("ivo_apply_pm(7.606083572, 11.79044105, 300/3.6e6, -428.8/3.6e6, -141)");
        assertArrayEquals(new double[] {7.594079587029898, 11.807235464326332}, moved, 1e-12);
        assertArrayEquals(
                new double[] {0, 92 - Math.toDegrees(Math.atan(Math.toRadians(3)))},
                sample.numbers("ivo_apply_pm(180, 88, 0, 1, 3)"),
                1e-12);
        assertArrayEquals(
                new double[] {359, 0}, sample.numbers("ivo_apply_pm(0, 0, -TAN(PI()/180)*180/PI(), 0, 1)"), 1e-12);
    }

    private static void place(String arguments, double lon, double lat) throws Exception {
        assertArrayEquals(new double[] {lon, lat}, sample.numbers("ivo_epoch_prop_pos" + arguments), 2e-11, arguments);
    }

    @Test
    void whatAnEpochDoesNotDefineIsNotANumber() throws Exception {
        double[] far = sample.numbers("ivo_epoch_prop(10, 20, NULL, 5, NULL, 40, 2000, 2100)");
        assertEquals(Double.NaN, far[2]);
        assertEquals(Double.NaN, far[5]);
        assertEquals(5, far[3], 1e-9);
        for (String nothing : new String[] {
            "(NULL, 1, 2, 3, 4, 5, 6, 7)",
            "(1, NULL, 2, 3, 4, 5, 6, 7)",
            "(1, 2, 3, 4, 5, 6, NULL, 7)",
            "(1, 2, 3, 4, 5, 6, 7, NULL)"
        }) {
            refused("ivo_epoch_prop_pos" + nothing, "22M13");
            refused("ivo_epoch_prop" + nothing, "22M13");
        }
    }

    @Test
    void framesAreTurned() throws Exception {
        for (String[] line : FunctionSample.reference("frames.tsv")) {
            double lon = Double.parseDouble(line[4]);
            double lat = Double.parseDouble(line[5]);
            for (String zero : new String[] {"", " + 0 * x"}) {
                double[] turned = sample.numbers("ivo_geom_transform('" + line[0] + "', '" + line[1] + "', POINT("
                        + line[2] + zero + ", " + line[3] + "))");
                assertTrue(
                        Distance.deg(turned[0], turned[1], lon, lat) < 2e-12,
                        String.join(" ", line) + " is " + Arrays.toString(turned));
            }
        }
    }

    @Test
    void frameExamplesOfTheCatalogue() throws Exception {
        for (String zero : new String[] {"", " + 0 * x"}) {
            turned("'ICRS', 'GALACTIC', POINT(120" + zero + ", -23)", 1e-9, 241.121831182, 3.62785788087);
            turned(
                    "'FK4', 'GALACTIC', CIRCLE(189.70303055" + zero + ", 22.96240006, 3)",
                    1e-8,
                    275.00025405,
                    84.99996154,
                    3);
            turned(
                    "'GALACTIC', 'FK5', POLYGON(5" + zero + ", 3, 4, 4, 4.5, 2)",
                    1e-5,
                    266.44721,
                    -23.107310,
                    264.95088,
                    -23.434037,
                    267.09936,
                    -24.051919);
        }
        assertNull(sample.value("ivo_geom_transform('ICRS', 'GALACTIC', POINT(NULL, x))"));
        assertNull(sample.value("ivo_geom_transform('ICRS', 'GALACTIC', NULL)"));
        double[] disc = sample.numbers("ivo_geom_transform('ICRS', 'ICRS', disc)");
        assertArrayEquals(new double[] {1, 1, 2}, disc, 1e-13);
    }

    private static void turned(String arguments, double tolerance, double... expected) throws Exception {
        assertArrayEquals(expected, sample.numbers("ivo_geom_transform(" + arguments + ")"), tolerance, arguments);
    }

    @Test
    void randomNumbersAreNormal() throws Exception {
        try (Connection connection = sample.database().superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT avg(v), stddev(v), count(*) FILTER (WHERE abs(v - 10) < 5) FROM"
                                + " (SELECT meridian_adql.normal_random(10, 5) AS v FROM generate_series(1, 100000)) AS q")) {
            assertTrue(rows.next());
            assertEquals(10, rows.getDouble(1), 0.1);
            assertEquals(5, rows.getDouble(2), 0.1);
            assertEquals(68269, rows.getDouble(3), 1000);
        }
        assertNull(sample.value("ivo_normal_random(NULL, 1)"));
        assertEquals(3, sample.number("ivo_normal_random(3, 0)"));
        assertTrue(sample.number("ivo_normal_random(0, 1)") != sample.number("ivo_normal_random(0, 1)"));
    }

    /** The cells that PostgreSQL computes are those the gateway computes, at positions where it is hard too. */
    @Test
    void cellsAreExactlyOurs() throws Exception {
        Random random = new Random(11);
        StringBuilder values = new StringBuilder();
        int count = 20_000;
        long[] expected = new long[count];
        double[][] centres = new double[count][];
        for (int i = 0; i < count; i++) {
            int order = random.nextInt(30);
            double[] p = place(random);
            expected[i] = Healpix.hash(order, p[0], p[1]);
            SkyPoint centre = Healpix.centre(order, expected[i]);
            centres[i] = new double[] {centre.lonDeg(), centre.latDeg()};
            values.append(i == 0 ? "" : ", ")
                    .append('(')
                    .append(i)
                    .append(", ")
                    .append(order)
                    .append(", ")
                    .append(SqlLiteral.of(p[0]))
                    .append(", ")
                    .append(SqlLiteral.of(p[1]))
                    .append(", ")
                    .append(expected[i])
                    .append("::int8)");
        }
        try (Connection connection = sample.database().superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT i, o, lon, lat, meridian_adql.healpix_index(o, lon, lat), p[1], p[2]"
                                + " FROM (VALUES " + values + ") AS v (i, o, lon, lat, cell),"
                                + " LATERAL meridian_adql.healpix_center(o, cell) AS p")) {
            while (rows.next()) {
                int i = rows.getInt(1);
                assertEquals(expected[i], rows.getLong(5), () -> "order, lon, lat of number " + i);
                assertEquals(centres[i][0], rows.getDouble(6), 1e-12);
                assertEquals(centres[i][1], rows.getDouble(7), 1e-13);
            }
        }
    }

    private static double[] place(Random random) {
        double any = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
        return switch (random.nextInt(6)) {
            case 0 -> new double[] {random.nextInt(-8, 17) * 45, random.nextInt(-4, 5) * 22.5};
            case 1 -> new double[] {random.nextInt(-4, 9) * 90, any};
            case 2 ->
                new double[] {
                    360 * random.nextDouble(),
                    (90 - Math.pow(10, -random.nextInt(15))) * (random.nextBoolean() ? 1 : -1)
                };
            case 3 -> new double[] {Math.nextDown(360.0 * random.nextInt(1, 4)), any};
            case 4 -> new double[] {-1e-13 * random.nextDouble(), Double.MIN_VALUE};
            default -> new double[] {1440 * random.nextDouble() - 720, any};
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ivo_healpix_index(30 + CAST(x AS INTEGER), 1, 1) | 22M11",
                "ivo_healpix_index(3, 1, 91 + x) | 22M02",
                "ivo_healpix_center(3 + CAST(x AS INTEGER), 768) | 22M11",
                "ivo_healpix_center(3 + CAST(x AS INTEGER), -1) | 22M11",
                "ivo_epoch_prop(1, 90.5 + x, 1, 1, 1, 1, 1, 1) | 22M02",
                "ivo_histogram(x, 0, 1, 20000 + id) | 22M14",
                "ivo_histogram(x, 1 + id, 1, 2) | 22M14",
                "ivo_histogram(x, NULL, 1, 2) | 22M14",
                "ivo_specconv(x, 'nm', 'eV') | 22012",
            })
    void refusesRowByRow(String expression, String state) {
        refused(expression, state);
    }

    private static void refused(String expression, String state) {
        SQLException e = assertThrows(SQLException.class, () -> sample.value(expression), expression);
        assertEquals(state, e.getSQLState(), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'; DROP TABLE f.t; --", "$$ || pg_sleep(9)", "\\'; SELECT 1", "a'' OR 1=1", "\u2028:* & !!"})
    void hostileTextsAreTexts(String text) throws Exception {
        String quoted = "'" + text.replace("'", "''") + "'";
        assertEquals("0", sample.value("ivo_hasword('x', " + quoted + ")"));
        assertEquals("0", sample.value("ivo_hashlist_has('x', " + quoted + ")"));
        assertEquals("0", sample.value("ivo_nocasematch('x', " + quoted + ")"));
        assertEquals(text + text, sample.value("ivo_string_agg(" + quoted + ", '') || " + quoted + ""));
        assertNull(sample.value("ivo_dms_to_degrees(" + quoted + ")"));
    }
}
