// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.sky.Polygon;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Udfs;

/** Values at the edge of what can be computed, as PostgreSQL gives them: of constants and of columns alike. */
class ComputedValuesIT {
    private static TestDatabase database;

    @BeforeAll
    static void load() throws SQLException {
        database = TestDatabase.create();
        new SkySample().load(database.database());
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    /** {@code $} stands for nothing, and for a zero that is only known row by row. */
    private static String value(String expression, String zero) throws SQLException, AdqlException {
        String adql = "SELECT TOP 1 " + expression.replace("$", zero)
                + " AS x FROM sample.stars WHERE n IS NOT NULL AND ra IS NOT NULL AND dec IS NOT NULL";
        String sql = new PostgresEngine()
                .translate(Adql.check(adql, SkySample.schema(), Udfs.NONE), TranslationContext.UNLIMITED)
                .sql();
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXP(-1000$) | 0",
                "EXP(-745.13$) | 5e-324",
                "EXP(0$) | 1",
                "POWER(10$, -500) | 0",
                "POWER(-0.5$, 3000) | 0",
                "POWER(1e-200$, 2) | 0",
                "POWER(0$, 2) | 0",
                "POWER(-2$, 3) | -8",
                "POWER(1$, -1e300) | 1",
                "1e-300 * 1e-300 | 0",
                "CONTAINS(POINT(0, 1$), CIRCLE(0, 0, 1)) | 1",
                "CONTAINS(POINT(1$, 0), CIRCLE(0, 0, 1)) | 1",
                "CONTAINS(POINT(0, 90$), CIRCLE(180, 89, 1.0)) | 1",
                "CONTAINS(POINT(0, 1.0000000000002$), CIRCLE(0, 0, 1)) | 0",
                "INTERSECTS(CIRCLE(0, 3$, 1), CIRCLE(0, 0, 2)) | 1",
                "INTERSECTS(CIRCLE(0, 3.1$, 1), CIRCLE(0, 0, 2)) | 0",
            })
    void computesWhatIsDefined(String expression, double expected) throws SQLException, AdqlException {
        assertEquals(expected, Double.parseDouble(value(expression, "")));
        assertEquals(expected, Double.parseDouble(value(expression, " + 0.0 * n")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXP(1000$) | 22003",
                "POWER(10$, 500) | 22003",
                "POWER(0$, -1) | 2201F",
                "POWER(-0.5$, 2000.5) | 2201F",
                "ACOS(2$) | 22M01",
                "ASIN(1.1$) | 22M01",
                "COT(0$) | 22012",
                "LOG(0$) | 2201E",
            })
    void refusesWhatIsNot(String expression, String state) {
        for (String zero : new String[] {"", " + 0.0 * n"}) {
            SQLException e = assertThrows(SQLException.class, () -> value(expression, zero));
            assertEquals(state, e.getSQLState(), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POINT(1 + n, 91$) | 22M02",
                "CIRCLE(1 + n, 2, -1$) | 22M03",
                "DISTANCE(1 + n, 91$, 1, 2) | 22M02",
                "CONTAINS(POINT(1 + n, -91$), CIRCLE(1, 2, 3)) | 22M02",
                "CONTAINS(POINT(1 + n, 2), CIRCLE(1, 2, -3$)) | 22M03",
                "CONTAINS(POINT(1 + n, 95$), POLYGON(1, 2, 3, 4, 5, 2)) | 22M02",
            })
    void refusesGeometriesThatAreNoneWhereTheyAreConstantAndWhereTheyAreNot(String expression, String state) {
        assertThrows(AdqlException.class, () -> value(expression, ""));
        SQLException e = assertThrows(SQLException.class, () -> value(expression, " + 0.0 * n"));
        assertEquals(state, e.getSQLState(), e.getMessage());
    }

    /** Many vertices: the convex parts, their order and their bounding caps change nothing. */
    @Test
    void largePolygonsAnswerExactly() throws SQLException, AdqlException {
        Random random = new Random(3);
        int corners = 300;
        double[] numbers = new double[2 * corners];
        StringJoiner text = new StringJoiner(", ", "POLYGON(", ")");
        for (int i = 0; i < corners; i++) {
            double r = 20 + 15 * random.nextDouble();
            numbers[2 * i] = 100 + r * Math.cos(2 * Math.PI * i / corners);
            numbers[2 * i + 1] = 10 + r * Math.sin(2 * Math.PI * i / corners);
            text.add(numbers[2 * i] + ", " + numbers[2 * i + 1]);
        }
        Polygon polygon = Polygon.of(numbers);
        String condition = new PostgresEngine()
                .translate(
                        Adql.check(
                                "SELECT CONTAINS(POINT(ra, dec), " + text + ") AS x FROM sample.stars",
                                SkySample.schema(),
                                Udfs.NONE),
                        TranslationContext.UNLIMITED)
                .sql();
        StringJoiner places = new StringJoiner(", ");
        int inside = 0;
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            double lon = 60 + 80 * random.nextDouble();
            double lat = -30 + 80 * random.nextDouble();
            places.add(String.format(Locale.ROOT, "(%d, %s::float8, %s::float8)", i, lon, lat));
            boolean in = polygon.contains(lon, lat);
            inside += in ? 1 : 0;
            expected.append(in ? 1 : 0);
        }
        String sql = "SELECT string_agg(c0::text, '' ORDER BY i) FROM ("
                + condition
                        .replace(" AS c0", " AS c0, t1.i")
                        .replace("\"sample\".\"stars\" AS t1", "(VALUES " + places + ") AS t1 (i, ra, dec)")
                + ") AS q";
        assertTrue(sql.contains("in_parts"), sql);
        assertTrue(inside > 300 && inside < 1700);
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            assertEquals(expected.toString(), rows.getString(1));
        }
    }
}
