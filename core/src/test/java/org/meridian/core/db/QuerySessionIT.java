// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridian.core.db.DatabaseConfig.Pools;
import org.meridian.core.db.QuerySession.Access;
import org.postgresql.copy.CopyOut;

@Timeout(60)
class QuerySessionIT {
    // Set functions in the select list stream; in FROM they are materialised first.
    private static final String ENDLESS = "SELECT count(*) FROM (SELECT generate_series(1, 1000000000000)) AS s";
    private static final String BULKY = "COPY (SELECT repeat('x', 1000), generate_series(1, 100000000)) TO STDOUT";

    private static TestDatabase fixture;
    private static Database database;

    @BeforeAll
    static void open() {
        // One query connection: whatever a session leaves behind, the next one meets.
        fixture = TestDatabase.create(new Pools(1, 4, Duration.ofMillis(300), Duration.ofSeconds(50)));
        database = fixture.database();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static String ask(QuerySession session, String sql) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void beginsOneReadOnlyRepeatableReadTransaction() throws SQLException {
        try (QuerySession session = database.session(Access.READ_ONLY, Duration.ofMillis(12345))) {
            assertEquals("repeatable read", ask(session, "SHOW transaction_isolation"));
            assertEquals("on", ask(session, "SHOW transaction_read_only"));
            assertEquals("12345ms", ask(session, "SHOW statement_timeout"));
            assertEquals(ask(session, "SELECT now()"), ask(session, "SELECT now()"));
            session.commit();
        }
    }

    @Test
    void givesACleanConnectionBack() throws SQLException {
        int pid;
        try (QuerySession session = database.session(Access.UPLOAD, Duration.ofMillis(12345))) {
            pid = session.backendPid();
            session.execute("CREATE TEMP TABLE t (x int)");
            assertThrows(SQLException.class, () -> session.execute("SELECT 1/0"));
        }
        try (QuerySession session = database.session(Access.READ_ONLY)) {
            assertEquals(pid, session.backendPid());
            assertEquals("50s", ask(session, "SHOW statement_timeout"));
            assertEquals("f", ask(session, "SELECT to_regclass('pg_temp.t') IS NOT NULL"));
        }
        try (QuerySession session = database.session(Access.ONE_STATEMENT)) {
            assertTrue(session.connection().getAutoCommit());
        }
    }

    private static final Duration POOLED = Duration.ofSeconds(50);
    private static final CallerGroups GAIA = new CallerGroups(Set.of("gaia"));
    private static final String GROUPS = "SELECT coalesce(current_setting('meridian.groups', true), '')";

    /** What a session without groups finds, on whatever connection it gets. */
    private static void assertNobodysGroups() throws SQLException {
        for (Access access : Access.values()) {
            try (QuerySession next = database.session(access, POOLED)) {
                assertEquals("", ask(next, GROUPS), access.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void groupsAreNotThoseOfTheSessionBefore(Access access) throws SQLException {
        for (Access next : Access.values()) {
            for (String group : new String[] {"", "other"}) {
                int pid;
                try (QuerySession session = database.session(access, POOLED, GAIA)) {
                    pid = session.backendPid();
                    assertEquals("67616961", ask(session, GROUPS));
                }
                try (QuerySession session = database.session(next, POOLED, new CallerGroups(Set.of(group)))) {
                    assertEquals(pid, session.backendPid());
                    assertEquals(group.isEmpty() ? "" : "6f74686572", ask(session, GROUPS), next.toString());
                }
            }
        }
    }

    @Test
    void groupsThatAreTheSameAgainNeedNoRoundTrip() throws SQLException {
        try (QuerySession session = database.session(Access.ONE_STATEMENT, POOLED, GAIA)) {
            session.execute("SET SESSION meridian.groups = 'as it was left'");
        }
        try (QuerySession session = database.session(Access.ONE_STATEMENT, POOLED, GAIA)) {
            assertEquals("as it was left", ask(session, GROUPS));
        }
        assertNobodysGroups();
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void groupsEndWithTheirSession(Access access) throws SQLException {
        int pid;
        try (QuerySession session = database.session(access, POOLED, GAIA)) {
            pid = session.backendPid();
            assertEquals("67616961", ask(session, GROUPS));
        }
        assertNobodysGroups();
        try (QuerySession session = database.session(access, POOLED, GAIA)) {
            assertEquals(pid, session.backendPid());
            assertEquals("67616961", ask(session, GROUPS));
            if (access != Access.ONE_STATEMENT) {
                session.commit();
                assertEquals("", ask(session, GROUPS));
            }
        }
        assertNobodysGroups();
        try (QuerySession session = database.session(access, POOLED, GAIA)) {
            assertThrows(SQLException.class, () -> session.execute("SELECT 1/0"));
        }
        assertNobodysGroups();
        try (QuerySession session = database.session(access, POOLED, GAIA)) {
            session.copyOut("COPY (SELECT repeat('x', 1000), generate_series(1, 100000)) TO STDOUT");
        }
        assertNobodysGroups();
        try (QuerySession other = database.session(access, POOLED, new CallerGroups(Set.of("a,b", "\u00e9")))) {
            assertEquals("612c62,c3a9", ask(other, GROUPS));
        }
        assertNobodysGroups();
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void groupsEndWithACancelAndWithALostBackEnd(Access access) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                QuerySession session = database.session(access, POOLED, GAIA)) {
            int pid = session.backendPid();
            Future<SQLException> outcome =
                    threads.submit(() -> assertThrows(SQLException.class, () -> session.execute(ENDLESS)));
            awaitState(pid, "active");
            session.cancel();
            outcome.get(10, TimeUnit.SECONDS);
        }
        assertNobodysGroups();
        try (QuerySession session = database.session(access, POOLED, GAIA);
                Connection admin = fixture.superuser();
                Statement statement = admin.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(" + session.backendPid() + ")");
            assertThrows(SQLException.class, () -> session.execute(ENDLESS));
        }
        assertNobodysGroups();
    }

    @Test
    void endsStatementsAtTheirTimeLimit() throws SQLException {
        try (QuerySession session = database.session(Access.READ_ONLY, Duration.ofMillis(50))) {
            assertEquals(
                    "57014",
                    assertThrows(SQLException.class, () -> session.execute(ENDLESS))
                            .getSQLState());
            assertFalse(session.cancelRequested());
        }
    }

    @Test
    void cancelsAStatementFromAnotherThread() throws Exception {
        int pid;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                QuerySession session = database.session(Access.READ_ONLY)) {
            pid = session.backendPid();
            Future<SQLException> outcome =
                    threads.submit(() -> assertThrows(SQLException.class, () -> session.execute(ENDLESS)));
            awaitState(pid, "active");
            session.cancel();
            session.cancel();
            assertEquals("57014", outcome.get(10, TimeUnit.SECONDS).getSQLState());
            assertTrue(session.cancelRequested());
        }
        try (QuerySession next = database.session(Access.READ_ONLY)) {
            // A late cancel request must hit nobody.
            assertNotEquals(pid, next.backendPid());
            assertEquals("1", ask(next, "SELECT 1"));
        }
    }

    @Test
    void cancelsACopyThatIsBeingRead() throws Exception {
        try (QuerySession session = database.session(Access.READ_ONLY)) {
            CopyOut rows = session.copyOut(BULKY);
            SQLException end = assertThrows(SQLException.class, () -> {
                for (int i = 0; rows.readFromCopy() != null; i++) {
                    if (i == 1000) {
                        session.cancel();
                    }
                }
            });
            assertEquals("57014", end.getSQLState());
        }
        try (QuerySession next = database.session(Access.READ_ONLY)) {
            assertEquals("1", ask(next, "SELECT 1"));
        }
    }

    @Test
    void terminatesABackEndThatIsBlockedWritingToAClientThatDoesNotRead() throws Exception {
        try (QuerySession session = database.session(Access.READ_ONLY)) {
            int pid = session.backendPid();
            CopyOut rows = session.copyOut(BULKY);
            assertTrue(rows.isActive());
            awaitWait(pid, "ClientWrite");
            session.cancel();
            awaitGone(pid);
            // What was on its way is still readable; then the connection ends.
            assertThrows(SQLException.class, () -> {
                while (rows.readFromCopy() != null) {
                    assertTrue(session.cancelRequested());
                }
            });
        }
        try (QuerySession next = database.session(Access.READ_ONLY)) {
            assertEquals("1", ask(next, "SELECT 1"));
        }
    }

    @Test
    void closesInTheMiddleOfACopyWithoutWaitingForItsEnd() throws Exception {
        int pid;
        try (QuerySession session = database.session(Access.READ_ONLY)) {
            pid = session.backendPid();
            assertNotNull(session.copyOut(BULKY).readFromCopy());
        }
        try (QuerySession next = database.session(Access.READ_ONLY)) {
            assertEquals("1", ask(next, "SELECT 1"));
        }
        awaitGone(pid);
    }

    @Test
    void reportsAPoolInFullUse() throws SQLException {
        try (QuerySession only = database.session(Access.READ_ONLY)) {
            assertThrows(SQLTransientConnectionException.class, () -> database.session(Access.READ_ONLY));
            assertEquals("1", ask(only, "SELECT 1"));
        }
    }

    @Test
    void survivesTerminatedBackEnds() throws Exception {
        int pid;
        try (QuerySession session = database.session(Access.READ_ONLY)) {
            pid = session.backendPid();
            terminate(pid);
            awaitGone(pid);
            assertThrows(SQLException.class, () -> session.execute("SELECT 1"));
        }
        int idle;
        try (QuerySession session = database.session(Access.READ_ONLY)) {
            idle = session.backendPid();
        }
        terminate(idle);
        awaitGone(idle);
        try (QuerySession session = database.session(Access.READ_ONLY)) {
            assertEquals("1", ask(session, "SELECT 1"));
        }
    }

    @Test
    void readsWithOneStatementWithoutATransaction() throws Exception {
        try (QuerySession session = database.session(Access.ONE_STATEMENT)) {
            assertEquals("on", ask(session, "SHOW transaction_read_only"));
            assertThrows(SQLException.class, () -> session.execute("CREATE TEMPORARY TABLE t (n int)"));
            // Each statement is a transaction of its own: the refusal has ended nothing.
            assertEquals("1", ask(session, "SELECT 1"));
        }
    }

    @Test
    void givesNoBrokenConnectionOfOneStatementBack() throws Exception {
        try (QuerySession session = database.session(Access.ONE_STATEMENT)) {
            int pid = session.backendPid();
            terminate(pid);
            awaitGone(pid);
            assertThrows(SQLException.class, () -> session.execute("SELECT 1"));
        }
        try (QuerySession session = database.session(Access.ONE_STATEMENT)) {
            assertEquals("1", ask(session, "SELECT 1"));
        }
    }

    @Test
    void ignoresACancelAfterTheEnd() throws Exception {
        QuerySession over = database.session(Access.READ_ONLY);
        over.close();
        over.close();
        over.cancel();
        assertFalse(over.cancelRequested());
        try (QuerySession next = database.session(Access.READ_ONLY)) {
            assertEquals("1", ask(next, "SELECT 1"));
        }
    }

    @Test
    void keepsItsConnectionsUnderRacingCancels() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                try (QuerySession session = database.session(Access.READ_ONLY)) {
                    CountDownLatch started = new CountDownLatch(1);
                    Future<?> cancel = threads.submit(() -> {
                        started.countDown();
                        session.cancel();
                    });
                    started.await();
                    try {
                        session.execute("SELECT 1");
                    } catch (SQLException e) {
                        assertEquals("57014", e.getSQLState());
                    }
                    session.close();
                    cancel.get();
                }
            }
        }
        try (QuerySession next = database.session(Access.READ_ONLY)) {
            assertEquals("1", ask(next, "SELECT 1"));
        }
    }

    private static void terminate(int pid) throws SQLException {
        try (Connection admin = fixture.superuser();
                PreparedStatement statement = admin.prepareStatement("SELECT pg_terminate_backend(?)")) {
            statement.setInt(1, pid);
            statement.execute();
        }
    }

    private static void awaitState(int pid, String state) throws SQLException {
        await(pid, "state = '" + state + "'");
    }

    private static void awaitWait(int pid, String event) throws SQLException {
        await(pid, "wait_event = '" + event + "'");
    }

    private static void awaitGone(int pid) throws SQLException {
        await(0, "NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + pid + ")");
    }

    private static void await(int pid, String condition) throws SQLException {
        String found = pid == 0
                ? "SELECT " + condition
                : "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + pid + " AND " + condition + ")";
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try (Connection admin = fixture.superuser();
                Statement statement = admin.createStatement()) {
            while (true) {
                try (ResultSet row = statement.executeQuery(found)) {
                    row.next();
                    if (row.getBoolean(1)) {
                        return;
                    }
                }
                assertTrue(System.nanoTime() < deadline, "not reached: " + condition);
                // The server paces the polling.
                statement.execute("SELECT pg_sleep(0.01)");
            }
        }
    }

    @Test
    void limitsASingleStatementAsAskedWhateverTheConnectionsLastLimit() throws SQLException {
        Set<Integer> backEnds = new HashSet<>();
        for (Duration limit : List.of(Duration.ofMillis(54321), Duration.ofSeconds(50), Duration.ofMillis(54321))) {
            try (QuerySession session = database.session(Access.ONE_STATEMENT, limit)) {
                backEnds.add(session.backendPid());
                assertEquals(
                        limit.toMillis(),
                        Long.parseLong(
                                ask(session, "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")));
            }
        }
        try (QuerySession session = database.session(Access.READ_ONLY, Duration.ofMillis(12345))) {
            backEnds.add(session.backendPid());
            assertEquals("12345ms", ask(session, "SHOW statement_timeout"));
        }
        assertEquals(1, backEnds.size());
    }
}
