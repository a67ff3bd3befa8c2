// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridian.core.auth.Decision;
import org.meridian.core.auth.Policy;
import org.meridian.core.auth.Resource;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.query.Asker;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.PublishedTable;
import org.meridian.core.query.TableQuery.UnknownTableException;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.usage.Meter;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.Usage;
import org.meridian.core.usage.UsageKind;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.ServiceDescriptors;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.ingest.IngestFixture;
import org.meridian.tap.ingest.IngestMode;
import org.meridian.tap.translate.PostgresEngine;

class PublishedTablesIT {

    private static final List<String> METERED = new ArrayList<>();

    private static final Meter METER = new Meter() {
        @Override
        public void ask(Spender who, List<UsageKind> kinds) {}

        @Override
        public void take(Spender who, UsageKind kind, double amount) {
            METERED.add(who + " " + kind);
        }

        @Override
        public void report(Spender who, UsageKind kind, double amount) {}

        @Override
        public void askAtOnce(Spender who, UsageKind kind, double held, double more) {}

        @Override
        public double limitAtOnce(Spender who, UsageKind kind) {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public List<Usage> usage(Spender who) {
            return List.of();
        }
    };

    private static IngestFixture fixture;

    @BeforeAll
    static void load() throws Exception {
        fixture = new IngestFixture();
        fixture.load(
                "t.stars",
                IngestMode.CREATE,
                fixture.file(
                        "stars.csv",
                        "name,ra,dec,mag,n\na,10.0,20.0,1.5,1\nb,10.5,20.0,2.5,2\nc,200.0,-45.0,,3\nd,359.9,0.1,9.0,4\n"));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static PublishedTables tables(Policy policy) throws IOException {
        SchemaCache cache = new SchemaCache(fixture.store::snapshot, InstantSource.system());
        QueryEngine.Parts parts = new QueryEngine.Parts(
                fixture.test.database(),
                new PublishedSchema(cache, policy),
                new PostgresEngine(),
                Udfs.NONE,
                policy,
                event -> {},
                ServiceDescriptors.NONE);
        return new PublishedTables(new QueryEngine(parts, QueryLimits.DEFAULT), new QueryMeter(METER));
    }

    /** Names of the stars that meet the constraints. */
    private static String names(Constraint... constraints) throws IOException {
        return names(100, constraints);
    }

    private static String names(long maxrec, Constraint... constraints) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (RowStream rows = tables(Policy.PUBLIC)
                .rows("t.stars", List.of("name"), List.of(constraints), maxrec, Subject.ANONYMOUS)) {
            while (rows.advance()) {
                names.add(new String(rows.buffer(), rows.offset(0), rows.length(0), StandardCharsets.UTF_8));
            }
        }
        return String.join("", names);
    }

    @Test
    void findsRowsInARegion() throws IOException {
        assertEquals("ab", names(new Constraint.Overlaps(DaliRegion.parse("CIRCLE 10.2 20 0.6"))));
        assertEquals("d", names(new Constraint.Overlaps(DaliRegion.parse("RANGE 359 1 -1 1"))));
    }

    @Test
    void findsRowsInAnIntervalWithBothEnds() throws IOException {
        assertEquals("ab", names(new Constraint.Interval("mag", 1.5, 2.5)));
        assertEquals("bd", names(new Constraint.Interval("mag", 2.0, Double.POSITIVE_INFINITY)));
        assertEquals("a", names(new Constraint.Interval("mag", Double.NEGATIVE_INFINITY, 2)));
    }

    @Test
    void neverMatchesAnEmptyCell() throws IOException {
        assertEquals("abd", names(new Constraint.Interval("mag", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)));
    }

    @Test
    void findsRowsByValues() throws IOException {
        assertEquals("bc", names(new Constraint.In("name", List.of("b", "c", "x'y"))));
        assertEquals("ac", names(new Constraint.In("n", List.of("1", "3", "not a number"))));
        assertEquals("", names(new Constraint.In("n", List.of("not a number"))));
    }

    @Test
    void joinsAlternativesByOrAndConstraintsByAnd() throws IOException {
        Constraint either = new Constraint.AnyOf(List.of(
                new Constraint.In("name", List.of("a")),
                new Constraint.Overlaps(DaliRegion.parse("CIRCLE 200 -45 1"))));
        assertEquals("ac", names(either));
        assertEquals("a", names(either, new Constraint.Interval("mag", 0, 5)));
        assertEquals("", names(new Constraint.AnyOf(List.of())));
    }

    @Test
    void findsIntervalsThatOverlap() throws IOException {
        double inf = Double.POSITIVE_INFINITY;
        // From mag to n: a [1.5, 1], b [2.5, 2], d [9, 4]; c has no mag.
        assertEquals("d", names(new Constraint.IntervalsOverlap("n", "mag", 3, 100)));
        assertEquals("abd", names(new Constraint.IntervalsOverlap("n", "mag", -inf, inf)));
        assertEquals("a", names(new Constraint.IntervalsOverlap("n", "mag", 1.5, 1.5)));
        assertEquals("ab", names(new Constraint.IntervalsOverlap("n", "mag", -inf, 2)));
        assertEquals("", names(new Constraint.IntervalsOverlap("n", "mag", 9.1, inf)));
    }

    @Test
    void findsTextsByPartsAndInAnyCase() throws IOException {
        assertEquals("a", names(new Constraint.HasPart("name", "a")));
        assertEquals("", names(new Constraint.HasPart("name", "A")));
        assertThrows(IllegalArgumentException.class, () -> new Constraint.HasPart("name", "_"));
        assertEquals("ab", names(new Constraint.InAnyCase("name", List.of("A", "b"))));
    }

    @Test
    void describesTablesThatCanBeRead() throws IOException {
        PublishedTable stars =
                tables(Policy.PUBLIC).find("t.stars", Subject.ANONYMOUS).orElseThrow();
        assertEquals(Optional.of(new PublishedTable.Position("ra", "dec")), stars.position());
        assertEquals(
                List.of("name", "ra", "dec", "mag", "n"),
                stars.columns().stream().map(c -> c.field().name()).toList());
        PublishedTables closed = tables((subject, action, table) ->
                action == Policy.Action.READ ? new Decision.Refused("a test") : Decision.ALLOWED);
        assertEquals(List.of(), closed.readableBy(Subject.ANONYMOUS));
    }

    @Test
    void clientsPayForWhatTheyAsk() throws IOException {
        Asker asker = new Asker(Subject.ANONYMOUS, Optional.of("192.0.2.1"), ClientWatch.NONE);
        tables(Policy.PUBLIC)
                .rows("t.stars", List.of("name"), List.of(), 1, asker)
                .close();
        assertEquals(1, METERED.size());
    }

    @Test
    void givesNoMoreRowsThanAskedFor() throws IOException {
        assertEquals(2, names(2).length());
    }

    @Test
    void knowsNoTableThatIsNotThereOrHidden() throws IOException {
        PublishedTables open = tables(Policy.PUBLIC);
        assertThrows(
                UnknownTableException.class, () -> open.rows("t.moons", List.of(), List.of(), 1, Subject.ANONYMOUS));
        assertThrows(
                UnknownTableException.class,
                () -> open.rows("t.stars", List.of("colour"), List.of(), 1, Subject.ANONYMOUS));
        PublishedTables hidden = tables((subject, action, table) ->
                table.equals(new Resource.Table("t.stars")) ? new Decision.Refused("a test") : Decision.ALLOWED);
        assertThrows(
                UnknownTableException.class, () -> hidden.rows("t.stars", List.of(), List.of(), 1, Subject.ANONYMOUS));
    }
}
