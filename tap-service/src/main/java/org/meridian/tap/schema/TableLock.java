// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;

/**
 * Takes tables for a change that nobody may read beside. Queries that use them finish first; new ones wait at most a quarter
 * of a second at a time.
 */
public final class TableLock {
    private static final String NO_SUCH_LOCK = "55P03";
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final long TRY_MILLIS = 250;

    private TableLock() {}

    /**
     * Locks tables until the transaction ends.
     *
     * @param connection of the owner, in a transaction
     * @param tables SQL names, separated by commas
     * @return whether they are locked; false after half an hour of trying
     * @throws SQLException if the database fails
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static boolean take(Connection connection, String tables) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        execute(connection, "SET LOCAL lock_timeout = " + TRY_MILLIS);
        while (System.nanoTime() < deadline) {
            Savepoint before = connection.setSavepoint();
            try {
                execute(connection, "LOCK TABLE " + tables + " IN ACCESS EXCLUSIVE MODE");
                execute(connection, "SET LOCAL lock_timeout = 0");
                return true;
            } catch (SQLException e) {
                if (!NO_SUCH_LOCK.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback(before);
            }
            Thread.sleep(TRY_MILLIS);
        }
        return false;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
