// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.SQLException;

/** Tells failures that came because the database went away from all others. */
public final class Outage {
    private Outage() {}

    /**
     * Whether the server was shut down or the connection to it broke (SQLSTATE 57P01 to 57P03, 08006), somewhere among the
     * causes of a failure.
     *
     * @param failure what was caught
     * @return whether the same may work once the database is back
     */
    public static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && String.valueOf(sql.getSQLState()).matches("57P0[1-3]|08006")) {
                return true;
            }
        }
        return false;
    }
}
