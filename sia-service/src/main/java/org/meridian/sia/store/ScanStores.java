// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The database, for scans. Thread-safe.
 *
 * @param owner connections of the owner of the tables
 */
public record ScanStores(DataSource owner) {

    /**
     * The rules (YAML) of a collection; blank if it has none, or is not there.
     *
     * @throws IOException if the database fails
     */
    public String rules(String collection) throws IOException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT rules FROM meridian.collection WHERE name = ?")) {
            statement.setString(1, collection);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IOException("the rules of a collection cannot be looked up: " + e.getMessage(), e);
        }
    }

    /**
     * Begins a scan.
     *
     * @return to be closed
     * @throws IOException if the collection is being scanned already, or the database fails
     */
    public ScanStore begin(ScanStore.Beginning scan) throws IOException {
        return ScanStore.begin(owner, scan);
    }
}
