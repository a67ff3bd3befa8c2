// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.meridian.core.db.QuerySession;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.votable.Field;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.AdqlLimits;
import org.meridian.tap.adql.IvoaFunctions;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.syntax.AdqlPrinter;

/**
 * Random queries, answered by PostgreSQL through the translation and the sky index, and by brute force: never different.
 * {@code MERIDIAN_TEST_RANDOM_SEED} and {@code MERIDIAN_TEST_RANDOM_QUERIES} in the environment choose other and more queries; each
 * query has the seed {@code first + number}, which a failure prints.
 */
@NullUnmarked // null is SQL's NULL
class RandomQueryIT {
    private static final long SEED =
            Long.parseLong(System.getenv().getOrDefault("MERIDIAN_TEST_RANDOM_SEED", "20261122"));
    private static final int COUNT =
            Integer.parseInt(System.getenv().getOrDefault("MERIDIAN_TEST_RANDOM_QUERIES", "2000"));

    private final SkySample sample = new SkySample();
    private int undefined;
    private int empty;

    @Test
    void postgresqlAnswersAsBruteForce() throws Exception {
        List<String> differences = new ArrayList<>();
        try (TestDatabase database = TestDatabase.create()) {
            sample.load(database.database());
            QuerySession session = database.database().session(QuerySession.Access.READ_ONLY, Duration.ofMinutes(2));
            try {
                for (long seed = SEED; seed < SEED + COUNT && differences.size() < 5; seed++) {
                    difference(seed, session).ifPresent(d -> {
                        System.out.println(d + "\n");
                        differences.add(d);
                    });
                }
            } finally {
                session.close();
            }
        }
        if (!differences.isEmpty()) {
            fail(differences.size() + " differences; see above. The first: " + differences.get(0));
        }
        System.out.println(COUNT + " random queries: none different, " + empty + " with an empty answer, " + undefined
                + " not comparable");
        assertTrue(undefined < COUNT / 20, "too many queries were not comparable: " + undefined);
        assertTrue(empty < COUNT / 2, "too many queries had an empty answer: " + empty);
    }

    private Optional<String> difference(long seed, QuerySession session) throws SQLException {
        String text = new RandomQueries(seed).query();
        CheckedQuery query;
        EngineQuery translated;
        try {
            String printed = AdqlPrinter.print(Adql.parse(text, AdqlLimits.DEFAULT));
            query = Adql.check(printed, SkySample.schema(), IvoaFunctions.with(Optional.empty()));
            translated = new PostgresEngine().translate(query, TranslationContext.UNLIMITED);
        } catch (AdqlException | RuntimeException e) {
            return Optional.of("seed " + seed + ": " + text + "\n  refused: " + e);
        }
        String what = "seed " + seed + ": " + text + "\n  " + translated.sql() + "\n  ";
        Optional<List<List<@Nullable Object>>> expected;
        try {
            expected = Optional.of(new BruteForce(sample.rows(), BruteForce.sourcesOf(query)).answer(query));
        } catch (BruteValues.Undefined e) {
            expected = Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(what + "brute force failed: " + e + " at " + e.getStackTrace()[0]);
        }
        try (Statement statement = session.connection().createStatement()) {
            statement.execute("SAVEPOINT query");
            List<List<@Nullable Object>> actual = rows(statement, translated);
            if (expected.isEmpty()) {
                undefined++;
                return Optional.empty();
            }
            empty += actual.isEmpty() ? 1 : 0;
            return Rows.difference(query, expected.get(), actual).map(d -> what + d);
        } catch (SQLException e) {
            try (Statement statement = session.connection().createStatement()) {
                statement.execute("ROLLBACK TO SAVEPOINT query");
            }
            // A value that cannot be computed; which rows were tried is PostgreSQL's choice.
            if (String.valueOf(e.getSQLState()).matches("22...|21000")) {
                undefined++;
                return Optional.empty();
            }
            return Optional.of(what + "PostgreSQL refused: " + e.getMessage());
        }
    }

    static List<List<@Nullable Object>> rows(Statement statement, EngineQuery query) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(query.sql())) {
            for (int i = 0; i < query.fields().size(); i++) {
                String type = result.getMetaData().getColumnTypeName(i + 1);
                assertTrue(isTypeOf(query.fields().get(i), type), query.fields().get(i) + " as " + type);
            }
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= query.fields().size(); i++) {
                    row.add(value(result.getObject(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static boolean isTypeOf(Field field, String type) {
        String own = PostgresType.of(field);
        return type.equals(own.endsWith("[]") ? "_" + own.substring(0, own.length() - 2) : own);
    }

    private static @Nullable Object value(@Nullable Object value) throws SQLException {
        return switch (value) {
            case Integer x -> (long) x;
            case Short x -> (long) x;
            case Float x -> (double) x;
            case Timestamp x -> x.toLocalDateTime();
            case Array x ->
                Arrays.stream((Double[]) x.getArray()).mapToDouble(d -> d).toArray();
            case null, default -> value;
        };
    }
}
