// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridian.core.db.DatabaseConfig.Login;
import org.meridian.core.db.DatabaseConfig.Pools;

class MigrationsIT {
    private static final Migrations OTHER = new Migrations("other", "classpath:org/meridian/core/db/testmigration");

    private static TestDatabase fixture;

    @BeforeAll
    static void open() {
        fixture = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static long count(String from) throws SQLException {
        try (Connection owner = fixture.database().owner().getConnection();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void applyOnceHoweverManyGatewaysStartTogether() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> starts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                starts.add(threads.submit(() -> {
                    try (Database another = Database.open(new DatabaseConfig(
                            fixture.server(), new Pools(1, 2, Duration.ofSeconds(20), Duration.ofSeconds(20))))) {
                        another.migrate(OTHER);
                    }
                }));
            }
            for (Future<?> start : starts) {
                start.get();
            }
        }
        assertEquals(1, count("meridian.flyway_other WHERE version = '1' AND success"));
        assertEquals(1, count("meridian.flyway_core WHERE version = '1' AND success"));
        // Once per application of the script.
        assertEquals(1, count("meridian.other_marks"));
    }

    @Test
    void leaveNothingOfAScriptThatFails() throws SQLException {
        Migrations broken = new Migrations("broken", "classpath:org/meridian/core/db/brokenmigration");
        assertThrows(DatabaseException.class, () -> fixture.database().migrate(broken));
        assertEquals(0, count("pg_class WHERE relname = 'broken_first'"));
    }

    @Test
    void refuseOtherLocations() {
        assertThrows(IllegalArgumentException.class, () -> new Migrations("x", "filesystem:/tmp"));
        assertThrows(IllegalArgumentException.class, () -> new Migrations("Not-A-Name", "classpath:x"));
        assertThrows(
                DatabaseException.class,
                () -> fixture.database().migrate(new Migrations("missing", "classpath:org/meridian/no/such")));
    }

    @Test
    void healthFollowsTheServer() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        InstantSource clock = now::get;
        Login query = fixture.server().queryRole();
        String url = fixture.server().url();
        DatabaseHealth well = new DatabaseHealth(ConnectionFactory.query(url, query, "t", Pools.DEFAULT), clock);
        DatabaseHealth ill = new DatabaseHealth(
                ConnectionFactory.query(url, new Login(query.user(), "wrong"), "t", Pools.DEFAULT), clock);
        assertTrue(ill.check().available(), "found well a moment ago");
        now.set(now.get().plusSeconds(2));
        DatabaseHealth.Status status = well.check();
        assertTrue(status.available());
        assertEquals(Instant.parse("2026-01-01T00:00:00Z"), status.upSince());
        assertFalse(ill.check().available());
        assertEquals("The database does not answer.", ill.check().message().orElseThrow());
        assertTrue(fixture.database().health().check().available());
    }
}
