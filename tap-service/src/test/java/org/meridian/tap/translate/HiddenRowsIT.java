// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridian.core.auth.RowFilter;
import org.meridian.core.db.CallerGroups;
import org.meridian.core.db.QuerySession;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.IvoaFunctions;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AccessRules;
import org.meridian.tap.schema.RowSecurity;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchemaWriter;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType.Simple;

/**
 * Rows that a caller may not see have no influence on any answer: random queries on tables with such rows, some of which
 * nothing can be computed from, are answered, or refused, as on copies without them. {@code MERIDIAN_TEST_RANDOM_SEED} and
 * {@code MERIDIAN_TEST_RANDOM_QUERIES} in the environment choose other and more queries.
 */
@NullUnmarked // null is SQL's NULL
class HiddenRowsIT {
    private static final long SEED =
            Long.parseLong(System.getenv().getOrDefault("MERIDIAN_TEST_RANDOM_SEED", "20261123"));
    private static final int COUNT =
            Integer.parseInt(System.getenv().getOrDefault("MERIDIAN_TEST_RANDOM_QUERIES", "500"));

    private static final List<String> TABLES = List.of("stars", "faint", "spots", "plates");
    private static final AccessRule.Rows OWNED =
            new AccessRule.Rows(Optional.of("_released"), Optional.of(new AccessRule.Owner.Column("_team")));
    private static final Set<String> GROUPS = Set.of("others", "more");

    private static TestDatabase hiding;
    private static TestDatabase lacking;

    @BeforeAll
    static void load() throws SQLException {
        hiding = TestDatabase.create();
        lacking = TestDatabase.create();
        for (TestDatabase each : List.of(hiding, lacking)) {
            new SkySample().load(each.database());
            for (String table : TABLES) {
                execute(
                        each,
                        "ALTER TABLE sample." + table
                                + " ADD COLUMN _team text, ADD COLUMN _released timestamp; UPDATE sample."
                                + table + " SET _team = (ARRAY['others', 'owners'])[1 + id % 3], _released ="
                                + " (ARRAY[timestamp '2000-01-01', timestamp '2999-12-31'])[1 + id % 5]");
            }
        }
        for (String table : TABLES) {
            execute(
                    lacking,
                    "DELETE FROM sample." + table + " WHERE (" + RowSecurity.predicate(OWNED, GROUPS)
                            + ") IS NOT TRUE");
        }
        execute(lacking, "DELETE FROM sample.disc_cover WHERE row NOT IN (SELECT _row FROM sample.plates)");
        execute(lacking, "DELETE FROM sample.outline_cover WHERE row NOT IN (SELECT _row FROM sample.plates)");
        poison();
        restrict();
        for (String table : TABLES) {
            execute(hiding, "ANALYZE sample." + table);
            execute(lacking, "ANALYZE sample." + table);
        }
    }

    /** Rows of others that no function likes, at places of which the sky index tells. */
    private static void poison() throws SQLException {
        for (String stars : List.of("stars", "faint")) {
            execute(
                    hiding,
                    "INSERT INTO sample." + stars + " (id, ra, dec, mag, flux, n, s, name, seen, _hpx, _hpx14, _team)"
                            + " SELECT 9223372036854775807, 'Infinity', 400, 'NaN', 1.7e308, 2147483647, 32767, 'x', 'infinity',"
                            + " _hpx, _hpx14, 'owners' FROM sample." + stars + " WHERE id < 100");
        }
        execute(
                hiding,
                "INSERT INTO sample.spots (id, pos, err, n, kind, _hpx, _hpx14, _team) SELECT 2147483647,"
                        + " '{NaN,400}', -5, -2147483648, 'x', _hpx, _hpx14, 'owners' FROM sample.spots WHERE id < 30");
        execute(
                hiding,
                "INSERT INTO sample.plates (id, disc, outline, n, title, _row, _team) SELECT 2147483647,"
                        + " '{1,400,-5}', '{1}', -2147483648, 'x', 1000 + _row, 'owners' FROM sample.plates WHERE id < 10");
        for (String cover : List.of("disc_cover", "outline_cover")) {
            execute(
                    hiding,
                    "INSERT INTO sample." + cover + " SELECT 1000 + row, ord, lo, \"full\" FROM sample." + cover);
        }
    }

    private static void restrict() throws SQLException {
        try (Connection owner = hiding.database().owner().getConnection()) {
            TapSchemaWriter writer = new TapSchemaWriter(owner);
            writer.writeSchema("sample", Optional.empty());
            for (TapTable table : SkySample.schema().tables()) {
                List<TapColumn> columns = new ArrayList<>(table.columns());
                columns.add(new TapColumn(Field.of("_team", Primitive.TEXT), Simple.TEXT, false, true, false));
                columns.add(new TapColumn(
                        Field.of("_released", Primitive.TIMESTAMP), Simple.TIMESTAMP, false, true, false));
                TapTable owned = new TapTable(
                        "sample",
                        table.name(),
                        "table",
                        Optional.empty(),
                        Optional.empty(),
                        columns,
                        List.of(),
                        table.sky());
                writer.writeTable(owned);
                AccessRules.write(owner, owned, new AccessRule.Restricted(Set.of(), false, Optional.of(OWNED)));
            }
        }
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection owner = database.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterAll
    static void drop() {
        hiding.close();
        lacking.close();
    }

    /** What became of a query: rows, or the SQLSTATE of a refusal. */
    private record Outcome(List<List<@Nullable Object>> rows, String refusal) {}

    private static QuerySession session(TestDatabase database) throws SQLException {
        return database.database()
                .session(QuerySession.Access.READ_ONLY, Duration.ofMinutes(2), new CallerGroups(GROUPS));
    }

    private static Outcome outcome(QuerySession session, CheckedQuery query, boolean guarded) throws SQLException {
        EngineQuery translated = new PostgresEngine()
                .translate(
                        query,
                        new TranslationContext(OptionalLong.empty(), table -> new RowFilter.All(), table -> guarded));
        try (Statement statement = session.connection().createStatement()) {
            statement.execute("SAVEPOINT query");
            try {
                return new Outcome(RandomQueryIT.rows(statement, translated), "");
            } catch (SQLException e) {
                statement.execute("ROLLBACK TO SAVEPOINT query");
                return new Outcome(List.of(), String.valueOf(e.getSQLState()));
            }
        }
    }

    @Test
    void answersAreThoseOfTablesWithoutTheHiddenRows() throws SQLException, AdqlException {
        int refused = 0;
        int empty = 0;
        List<String> differences = new ArrayList<>();
        try (QuerySession one = session(hiding);
                QuerySession other = session(lacking)) {
            for (long seed = SEED; seed < SEED + COUNT && differences.size() < 5; seed++) {
                String text = new RandomQueries(seed).query();
                CheckedQuery query = Adql.check(text, SkySample.schema(), IvoaFunctions.with(Optional.empty()));
                Outcome actual = outcome(one, query, true);
                Outcome expected = outcome(other, query, false);
                refused += expected.refusal().isEmpty() ? 0 : 1;
                empty += expected.rows().isEmpty() ? 1 : 0;
                String what = "seed " + seed + ": " + text + "\n  ";
                if (!actual.refusal().equals(expected.refusal())) {
                    differences.add(what + "refused with '" + actual.refusal() + "', without hidden rows with '"
                            + expected.refusal() + "'");
                } else {
                    Rows.difference(query, expected.rows(), actual.rows()).ifPresent(d -> differences.add(what + d));
                }
            }
        }
        assertEquals(List.of(), differences, () -> String.join("\n\n", differences));
        System.out.println(COUNT + " random queries: none different, " + empty + " with an empty answer, " + refused
                + " refused both ways");
        assertTrue(refused < COUNT / 10, "too many queries were refused: " + refused);
        assertTrue(empty < COUNT / 2, "too many queries had an empty answer: " + empty);
    }

    /** Or the test above would prove nothing: who sees the hidden rows gets other answers. */
    @Test
    void hiddenRowsWouldChangeAnswers() throws SQLException, AdqlException {
        int changed = 0;
        try (Connection owner = hiding.database().owner().getConnection();
                QuerySession other = session(lacking)) {
            for (long seed = SEED; seed < SEED + 100; seed++) {
                CheckedQuery query = Adql.check(
                        new RandomQueries(seed).query(), SkySample.schema(), IvoaFunctions.with(Optional.empty()));
                Outcome expected = outcome(other, query, false);
                Outcome all = outcome(owner, query);
                changed += all.refusal().equals(expected.refusal())
                                && Rows.difference(query, expected.rows(), all.rows())
                                        .isEmpty()
                        ? 0
                        : 1;
            }
        }
        assertTrue(changed > 50, changed + " of 100 answers are others");
    }

    private static Outcome outcome(Connection owner, CheckedQuery query) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            return new Outcome(
                    RandomQueryIT.rows(statement, new PostgresEngine().translate(query, TranslationContext.UNLIMITED)),
                    "");
        } catch (SQLException e) {
            return new Outcome(List.of(), String.valueOf(e.getSQLState()));
        }
    }

    @Test
    void thePredicateForOtherEnginesChoosesTheSameRows() throws SQLException {
        for (String table : TABLES) {
            String count = "SELECT count(*), sum(id::numeric) FROM sample." + table;
            try (Connection owner = hiding.database().owner().getConnection();
                    Statement statement = owner.createStatement();
                    QuerySession session = session(hiding);
                    Statement restricted = session.connection().createStatement();
                    ResultSet all = statement.executeQuery(count + " WHERE " + RowSecurity.predicate(OWNED, GROUPS));
                    ResultSet seen = restricted.executeQuery(count)) {
                assertTrue(all.next() && seen.next());
                assertTrue(seen.getLong(1) > 0);
                assertEquals(all.getString(1) + " " + all.getString(2), seen.getString(1) + " " + seen.getString(2));
            }
        }
    }
}
