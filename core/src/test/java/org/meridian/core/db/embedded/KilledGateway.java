// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.meridian.core.db.Database;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.db.QuerySession;
import org.meridian.core.db.QuerySession.Access;

/**
 * A gateway in a JVM of its own, for tests that kill it or run it as another user: commits a row, begins an ingest that
 * never commits and a query that never ends, says so, and waits for its standard input to end, upon which it closes.
 */
public final class KilledGateway {
    private KilledGateway() {}

    /** Arguments: data folder, folder of the programs. */
    public static void main(String[] arguments) throws Exception {
        DatabaseConfig config = new DatabaseConfig(
                new DatabaseConfig.Embedded(Path.of(arguments[0]), Path.of(arguments[1]), 0, Optional.empty()),
                new DatabaseConfig.Pools(2, 3, Duration.ofSeconds(10), Duration.ofHours(1)));
        try (Database database = Database.open(config);
                Connection ingest = database.owner().getConnection();
                Statement statement = ingest.createStatement();
                QuerySession session = database.session(Access.READ_ONLY)) {
            statement.execute("CREATE TABLE IF NOT EXISTS meridian.committed (x bigint);"
                    + " INSERT INTO meridian.committed VALUES (42)");
            ingest.setAutoCommit(false);
            statement.execute("CREATE TABLE meridian.half_loaded AS SELECT generate_series(1, 100000) AS x");
            Thread endless = Thread.ofPlatform().daemon().start(() -> {
                try {
                    session.execute("SELECT count(*) FROM (SELECT generate_series(1, 1000000000000)) AS s");
                } catch (SQLException e) {
                    System.out.println("query ended: " + e.getMessage());
                }
            });
            awaitQuery(database, session.backendPid());
            System.out.println("ready " + session.backendPid());
            System.in.transferTo(System.out);
            session.cancel();
            endless.join();
        }
        System.out.println("closed");
    }

    private static void awaitQuery(Database database, int pid) throws SQLException {
        try (QuerySession session = database.session(Access.ONE_STATEMENT);
                Statement statement = session.connection().createStatement()) {
            boolean runs = false;
            while (!runs) {
                try (var row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid
                        + " AND query LIKE '%generate_series%' AND state = 'active'")) {
                    row.next();
                    runs = row.getLong(1) == 1;
                }
            }
        }
    }
}
