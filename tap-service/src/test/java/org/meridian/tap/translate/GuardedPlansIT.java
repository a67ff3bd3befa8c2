// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.RowFilter;
import org.meridian.core.db.CallerGroups;
import org.meridian.core.db.QuerySession;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AccessRules;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchemaStore;
import org.meridian.tap.schema.TapSchemaWriter;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType.Simple;

/** The same as {@link SkyIndexIT} where each table has proprietary rows: row security leaves the sky index in use. */
class GuardedPlansIT {
    private static TestDatabase database;

    @BeforeAll
    static void load() throws SQLException {
        database = TestDatabase.create();
        database.database().migrate(TapSchemaStore.MIGRATIONS);
        try (Connection owner = database.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            SkyIndexIT.create(statement);
            TapSchemaWriter writer = new TapSchemaWriter(owner);
            writer.writeSchema("sky", Optional.empty());
            for (TapTable table : SkyIndexIT.schema().tables()) {
                TapTable owned = withOwner(table);
                writer.writeTable(owned);
                AccessRules.write(
                        owner,
                        owned,
                        new AccessRule.Restricted(
                                Set.of(),
                                false,
                                Optional.of(new AccessRule.Rows(
                                        Optional.of("released"), Optional.of(new AccessRule.Owner.Column("team"))))));
                database.database().grants().publish(owner, "sky", table.name());
            }
            database.database().grants().publish(owner, "sky", "field_cover");
        }
    }

    private static TapTable withOwner(TapTable table) {
        List<TapColumn> columns = new ArrayList<>(table.columns());
        columns.add(new TapColumn(Field.of("team", Primitive.TEXT), Simple.TEXT, false, true, false));
        columns.add(new TapColumn(Field.of("released", Primitive.TIMESTAMP), Simple.TIMESTAMP, false, true, false));
        return new TapTable(
                table.schema(),
                table.name(),
                table.kind(),
                table.description(),
                table.utype(),
                columns,
                List.of(),
                table.sky());
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    private static String plan(String adql) throws SQLException, AdqlException {
        String sql = new PostgresEngine()
                .translate(
                        Adql.check(adql, SkyIndexIT.schema(), Udfs.NONE),
                        new TranslationContext(OptionalLong.empty(), table -> new RowFilter.All(), table -> true))
                .sql();
        CallerGroups groups = new CallerGroups(Set.of("team0", "team1"));
        try (QuerySession session =
                        database.database().session(QuerySession.Access.ONE_STATEMENT, Duration.ofMinutes(1), groups);
                Statement statement = session.connection().createStatement();
                ResultSet lines = statement.executeQuery("EXPLAIN " + sql)) {
            List<String> plan = new ArrayList<>();
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
            return plan.stream().collect(Collectors.joining("\n", adql + "\n", "\n"));
        }
    }

    @ParameterizedTest
    @MethodSource("org.meridian.tap.translate.SkyIndexIT#positions")
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM sky.big WHERE DISTANCE(ra, dec, 10, 20) < 1",
                "SELECT COUNT(*) FROM sky.big",
            })
    void groupsAndTimeAreComputedOnceAQuery(String adql) throws SQLException, AdqlException {
        String plan = plan(adql);
        assertTrue(plan.contains("InitPlan") && !plan.contains("current_setting"), plan);
    }
}
