// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.meridian.core.sky.Moc;

/** The MOC of all datasets of a collection of which everybody may know. */
final class CollectionMoc {
    /** Cells of 3.4 arcmin: at most 12 million of them, and some thousands for any survey. */
    private static final int ORDER = 10;

    private static final int FETCH = 1000;

    private CollectionMoc() {}

    /** The ASCII form; empty if nothing is covered. Reads row by row: within a transaction. */
    static Optional<String> of(Connection connection, String collection) throws SQLException {
        Moc all = Moc.empty(ORDER);
        Moc some = Moc.empty(ORDER);
        int count = 0;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT s_moc FROM ivoa.obscore WHERE obs_collection = ? AND s_moc IS NOT NULL"
                        + " AND shown_from <= now() AT TIME ZONE 'UTC'")) {
            statement.setFetchSize(FETCH);
            statement.setString(1, collection);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    some = some.union(Moc.parse(rows.getString(1)).degraded(ORDER));
                    if (++count % FETCH == 0) {
                        all = all.union(some);
                        some = Moc.empty(ORDER);
                    }
                }
            }
        }
        all = all.union(some);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.degraded(ORDER).toAscii());
    }
}
