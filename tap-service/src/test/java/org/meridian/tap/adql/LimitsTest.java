// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridian.tap.adql.syntax.AdqlPrinter;

/** Whatever the text is, the answer is a checked query or a fault with a position. */
class LimitsTest {
    private static final int SMALL_STACK = 512 * 1024;

    static List<String> tooDeepOrTooLong() {
        int n = 10_000;
        String head = "SELECT ra FROM demo.stars WHERE ";
        return List.of(
                head + "(".repeat(n) + "ra > 1" + ")".repeat(n),
                head + "(".repeat(n),
                "(".repeat(n) + "SELECT ra FROM demo.stars" + ")".repeat(n),
                "SELECT * FROM " + "(".repeat(n) + "demo.stars" + ")".repeat(n),
                "SELECT * FROM " + "(SELECT * FROM ".repeat(n) + "demo.stars" + ") AS x".repeat(n),
                "SELECT " + "ABS(".repeat(n) + "ra" + ")".repeat(n) + " FROM demo.stars",
                "SELECT " + "-(".repeat(n) + "ra" + ")".repeat(n) + " FROM demo.stars",
                "SELECT ra" + " + ra".repeat(n) + " FROM demo.stars",
                "SELECT name" + " || name".repeat(n) + " FROM demo.stars",
                head + "NOT (".repeat(n) + "ra > 1" + ")".repeat(n),
                head + "EXISTS (SELECT 1 FROM demo.stars WHERE ".repeat(n) + "1=1" + ")".repeat(n),
                "SELECT " + "CASE WHEN ra > 1 THEN ".repeat(n) + "1" + " END".repeat(n) + " FROM demo.stars",
                "SELECT ra FROM demo.stars" + " UNION SELECT ra FROM demo.stars".repeat(n),
                "SELECT 1 FROM demo.stars AS a" + " JOIN demo.stars".repeat(n),
                "SELECT " + "1, ".repeat(150_000) + "1 FROM demo.stars",
                "SELECT '" + "x".repeat(1_000_000) + "' FROM demo.stars",
                doubled("SELECT 'x' || name AS s FROM demo.stars", "SELECT s || s AS s FROM ", 24)
                        + " SELECT s FROM t24",
                doubled("SELECT ra AS s FROM demo.stars", "SELECT s + s AS s FROM ", 24) + " SELECT * FROM t24",
                doubled(
                                "SELECT '" + "x".repeat(100_000) + "' AS s FROM demo.stars",
                                "SELECT s || s || s || s AS s FROM ",
                                2)
                        + " SELECT s FROM t2",
                "SELECT s FROM " + "(SELECT s * s AS s FROM ".repeat(20) + "(SELECT ra AS s FROM demo.stars) AS x"
                        + ") AS x".repeat(20),
                doubled(
                                "SELECT ra AS s FROM demo.stars",
                                "SELECT CASE WHEN s IN (1, s) THEN s WHEN s > 1 THEN 0 END AS s FROM ",
                                12)
                        + " SELECT s FROM t12");
    }

    /** Tables that use each other, and with each step more of the first. */
    private static String doubled(String first, String step, int steps) {
        StringBuilder query = new StringBuilder("WITH t0 AS (").append(first).append(')');
        for (int i = 1; i <= steps; i++) {
            query.append(", t")
                    .append(i)
                    .append(" AS (")
                    .append(step)
                    .append('t')
                    .append(i - 1)
                    .append(')');
        }
        return query.toString();
    }

    @ParameterizedTest
    @MethodSource("tooDeepOrTooLong")
    void refusesWithAPositionWhatIsTooDeepOrTooLong(String query) throws Exception {
        AdqlException fault = onSmallStack(query).orElseThrow(() -> new AssertionError("accepted"));
        assertTrue(fault.line() >= 1 && fault.column() >= 1);
        assertTrue(
                fault.reason().contains("deep")
                        || fault.reason().contains("in a row")
                        || fault.reason().contains("long")
                        || fault.reason().contains("characters"),
                fault.describe());
    }

    static List<String> asLargeAsAllowed() {
        int deep = 90;
        int row = 190;
        String nested = "ra" + " + ra".repeat(100);
        for (int i = 0; i < deep; i++) {
            nested = "(" + nested + ") * 1";
        }
        return List.of(
                "SELECT " + "(".repeat(deep) + "ra" + ")".repeat(deep) + " FROM demo.stars",
                "SELECT " + "ABS(".repeat(deep) + "ra" + ")".repeat(deep) + " FROM demo.stars",
                "SELECT " + nested + " FROM demo.stars",
                "SELECT ra" + " + ra".repeat(row) + " FROM demo.stars",
                "SELECT ra FROM demo.stars WHERE ra IN (" + "1, ".repeat(50_000) + "1)",
                "SELECT ra FROM demo.stars WHERE ra = 1" + " OR ra = 2 AND dec = 3".repeat(10_000),
                "SELECT ra FROM demo.stars" + " UNION SELECT ra FROM demo.stars".repeat(row),
                doubled("SELECT ra AS s FROM demo.stars", "SELECT s + s AS s FROM ", 14) + " SELECT s FROM t14");
    }

    @ParameterizedTest
    @MethodSource("asLargeAsAllowed")
    void checksOnASmallStackWhatIsJustWithinTheLimits(String query) throws Exception {
        assertEquals(Optional.empty(), onSmallStack(query).map(AdqlException::describe));
    }

    @Test
    void refusesMoreColumnsThanAQueryCanHave() throws AdqlException {
        String most = "SELECT " + "ra, ".repeat(1599) + "dec";
        assertEquals(
                1600,
                Adql.check(most + " FROM demo.stars", SampleSchema.TABLES, SampleSchema.UDFS)
                        .outputs()
                        .size());
        AdqlException fault = assertThrows(
                AdqlException.class,
                () -> Adql.check(most + ", mag FROM demo.stars", SampleSchema.TABLES, SampleSchema.UDFS));
        assertEquals("a query selects at most 1600 columns", fault.reason());
    }

    @Test
    void answersAnyRowOfTokensWithAQueryOrAFault() throws AdqlException {
        String[] pieces =
                ("SELECT FROM WHERE ( ) , . * + - / || = <> 'a' 1 2.5 ra dec mag pos stars demo . stars s AS AND OR NOT IN LIKE"
                                + " BETWEEN NULL IS EXISTS CASE WHEN THEN ELSE END CAST INTEGER POINT CIRCLE CONTAINS COUNT ( * ) ABS GROUP BY"
                                + " ORDER HAVING UNION EXCEPT INTERSECT ALL DISTINCT TOP 3 OFFSET JOIN ON USING NATURAL LEFT WITH x \"q\" ; %")
                        .split(" ");
        List<String> valid = List.of(
                "SELECT s.ra , COUNT ( * ) FROM demo.stars AS s WHERE mag < 5 AND ( ra > 1 OR dec IS NULL ) GROUP BY s.ra ORDER BY 1",
                "SELECT DISTINCT TOP 3 mag FROM demo.stars WHERE 1 = CONTAINS ( pos , CIRCLE ( 1 , 2 , 3 ) ) UNION SELECT 1 FROM demo.fields",
                "WITH x AS ( SELECT id FROM demo.stars ) SELECT CASE WHEN id > 1 THEN 'a' ELSE name END FROM x JOIN demo.stars USING ( id )");
        Random random = new Random(7);
        int accepted = 0;
        for (int i = 0; i < 6_000; i++) {
            List<String> words =
                    new ArrayList<>(List.of(valid.get(i % valid.size()).split(" ")));
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(words.size());
                String piece = pieces[random.nextInt(pieces.length)];
                switch (random.nextInt(3)) {
                    case 0 -> words.set(at, piece);
                    case 1 -> words.add(at, piece);
                    default -> words.remove(at);
                }
            }
            String text = String.join(" ", words);
            try {
                Adql.check(text, SampleSchema.TABLES, SampleSchema.UDFS);
                AdqlPrinter.print(Adql.parse(text, AdqlLimits.DEFAULT));
                accepted++;
            } catch (AdqlException e) {
                assertEquals(1, e.line(), text);
                assertTrue(e.column() >= 1 && e.column() <= text.length() + 1, e.describe() + "\n" + text);
            }
        }
        assertTrue(accepted > 30, "only " + accepted + " of the changed queries were still valid");
    }

    @Test
    void answersAnyRowOfCharactersWithAFault() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(1 + random.nextInt(60), 0, i % 2 == 0 ? 128 : 0x3000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            AdqlException fault =
                    assertThrows(AdqlException.class, () -> Adql.parse(text, AdqlLimits.DEFAULT), () -> text);
            assertTrue(!fault.reason().isEmpty());
        }
    }

    private static Optional<AdqlException> onSmallStack(String query) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        Adql.check(query, SampleSchema.TABLES, SampleSchema.UDFS);
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                },
                "small stack",
                SMALL_STACK);
        thread.start();
        thread.join();
        Throwable result = thrown.get();
        if (result == null) {
            return Optional.empty();
        }
        if (result instanceof AdqlException fault) {
            return Optional.of(fault);
        }
        throw new AssertionError("no fault but " + result.getClass(), result);
    }
}
