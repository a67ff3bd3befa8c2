// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.db.CallerGroups;
import org.meridian.core.db.QuerySession;
import org.meridian.tap.ingest.IngestException;
import org.meridian.tap.ingest.IngestFixture;
import org.meridian.tap.ingest.IngestMode;
import org.meridian.tap.ingest.IngestProgress;
import org.meridian.tap.ingest.IngestRequest;
import org.meridian.tap.schema.AccessRule.Owner;
import org.meridian.tap.schema.AccessRule.Restricted;
import org.meridian.tap.schema.AccessRule.Rows;

/** Access rules: given at an ingest or later, kept by PostgreSQL, for whatever names of groups and columns. */
@Timeout(120)
class AccessRulesIT {
    private static final Restricted OWNED = new Restricted(
            Set.of(), false, Optional.of(new Rows(Optional.empty(), Optional.of(new Owner.Column("team")))));

    private IngestFixture fixture;
    private TableAccess access;

    @BeforeEach
    void load() throws Exception {
        fixture = new IngestFixture();
        access = new TableAccess(fixture.database().owner());
        load(IngestMode.CREATE, Optional.of(OWNED), "id,team,ra,dec\n1,gaia,1,2\n2,moons,3,4\n3,,5,6\n");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void load(IngestMode mode, Optional<Restricted> rule, String csv) throws Exception {
        Path file = fixture.file("rows.csv", csv);
        IngestRequest.Options options = IngestRequest.Options.DEFAULT;
        fixture.ingest.load(
                IngestFixture.request("a.t", mode, rule.map(options::with).orElse(options), file),
                IngestProgress.SILENT);
    }

    private String seen(String sql, String... groups) throws SQLException {
        try (QuerySession session = fixture.database()
                        .session(
                                QuerySession.Access.ONE_STATEMENT,
                                Duration.ofMinutes(1),
                                new CallerGroups(Set.of(groups)));
                Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private String rows(String... groups) throws SQLException {
        return seen("SELECT string_agg(id::text, '' ORDER BY id) FROM a.t", groups);
    }

    @Test
    void rowsAreForTheirOwners() throws Exception {
        assertEquals("null", rows());
        assertEquals("1", rows("gaia"));
        assertEquals("12", rows("gaia", "moons", "suns"));
        assertEquals(Map.of("a.t", OWNED), access.all());
    }

    @Test
    void aTableThatTakesThePlaceOfAnotherHasItsRule() throws Exception {
        load(IngestMode.REPLACE, Optional.empty(), "id,team\n4,gaia\n5,\n");
        assertEquals("null", rows());
        assertEquals("4", rows("gaia"));
        load(IngestMode.APPEND, Optional.empty(), "id,team\n6,gaia\n7,suns\n");
        assertEquals("46", rows("gaia"));
        assertEquals(Map.of("a.t", OWNED), access.all());
        IngestException without = assertThrows(
                IngestException.class, () -> load(IngestMode.REPLACE, Optional.empty(), "id,group\n4,gaia\n"));
        assertTrue(String.valueOf(without.getMessage()).contains("has no column team"), without.getMessage());
        assertEquals("46", rows("gaia"));
        assertThrows(IngestException.class, () -> load(IngestMode.APPEND, Optional.of(OWNED), "id,team\n8,gaia\n"));
    }

    @Test
    void aRuleCanBeChangedAndTakenAway() throws Exception {
        access.set("a.t", Optional.of(new Restricted(Set.of("gaia", "suns"), true, Optional.empty())));
        assertEquals("null", rows("moons"));
        assertEquals("123", rows("suns"));
        String listed = "SELECT count(*) FROM tap_schema.tables WHERE table_name = 'a.t'";
        assertEquals("0", seen(listed, "moons"));
        assertEquals("1", seen(listed, "gaia"));
        access.set(
                "a.t",
                Optional.of(new Restricted(
                        Set.of(),
                        false,
                        Optional.of(new Rows(Optional.empty(), Optional.of(new Owner.Group("gaia")))))));
        assertEquals("123", rows("gaia"));
        assertEquals("null", rows("moons"));
        access.set("a.t", Optional.empty());
        assertEquals("123", rows());
        assertEquals(Optional.empty(), access.of("a.t"));
    }

    @Test
    void aRuleThatDoesNotFitIsRefused() throws Exception {
        for (Rows rows : List.of(
                new Rows(Optional.of("id"), Optional.empty()),
                new Rows(Optional.of("released\" > now(); --"), Optional.empty()),
                new Rows(Optional.empty(), Optional.of(new Owner.Column("id"))))) {
            assertThrows(
                    UsageFault.class,
                    () -> access.set("a.t", Optional.of(new Restricted(Set.of(), false, Optional.of(rows)))));
        }
        assertThrows(NotFoundFault.class, () -> access.set("a.x", Optional.of(OWNED)));
        assertThrows(NotFoundFault.class, () -> access.set("tap_schema.tables", Optional.of(OWNED)));
        assertThrows(IllegalArgumentException.class, () -> new Restricted(Set.of(), false, Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> new Restricted(Set.of(), true, OWNED.rows()));
        assertEquals(Map.of("a.t", OWNED), access.all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x,gaia",
                "{gaia}",
                "\"gaia\"",
                "gaia'",
                "', true); SELECT 'gaia",
                "gaia'; SET meridian.groups = '67616961'; --",
                "67616961",
                ",67616961",
                "gaia ",
                "Gaia",
                "gaia\\",
                "\\x67616961",
                "g\u0430ia",
                "gaia\n",
                "$1 ? {fn now()}",
                "ivo://example.org/gms?gaia",
                "\ud83c\udf0c"
            })
    void aNameOfAGroupIsOnlyThatName(String name) throws Exception {
        assertEquals(name, seen("SELECT (meridian_adql.caller_groups())[1]", name));
        assertEquals("1", seen("SELECT cardinality(meridian_adql.caller_groups())", name));
        assertEquals("null", rows(name));
        access.set(
                "a.t",
                Optional.of(new Restricted(
                        Set.of(name),
                        false,
                        Optional.of(new Rows(Optional.empty(), Optional.of(new Owner.Group(name)))))));
        assertEquals("123", rows(name));
        assertEquals("null", rows("gaia", "67616961x"));
    }

    @Test
    void whatIsNoTextIsNoGroup() throws Exception {
        assertEquals("0", seen("SELECT cardinality(meridian_adql.caller_groups())", "", " ", "a\0b", "\ud800"));
        assertEquals("0", seen("SELECT cardinality(meridian_adql.caller_groups())"));
    }

    @Test
    void parallelQueriesKnowTheGroupsToo() throws Exception {
        try (QuerySession session = fixture.database()
                        .session(
                                QuerySession.Access.READ_ONLY,
                                Duration.ofMinutes(1),
                                new CallerGroups(Set.of("gaia")));
                Statement statement = session.connection().createStatement()) {
            // One setting, named anew in PostgreSQL 16.
            statement.execute("SELECT set_config(name, 'on', true) FROM pg_settings"
                    + " WHERE name IN ('debug_parallel_query', 'force_parallel_mode')");
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM a.t")) {
                row.next();
                assertEquals(1, row.getInt(1));
            }
        }
    }
}
