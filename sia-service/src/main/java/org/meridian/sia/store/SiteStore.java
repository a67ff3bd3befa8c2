// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Under which URL clients know the gateway: what access URLs of observations begin with. Thread-safe. */
public final class SiteStore {
    /** What stands in access URLs until a gateway has been started. */
    private static final String UNKNOWN = "http://localhost:8080";

    /** What stands between the URL of the gateway and the identity of a dataset. */
    static final String LINKS = "/datalink/links?ID=";

    private final DataSource owner;

    /** A store over connections of the owner of the tables. */
    public SiteStore(DataSource owner) {
        this.owner = owner;
    }

    /**
     * Says where the gateway is. Access URLs are changed if it was elsewhere.
     *
     * @param baseUrl without trailing slash
     * @throws IOException if the database fails; nothing is changed then
     */
    public void announce(String baseUrl) throws IOException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (moved(connection, baseUrl)) {
                    update(
                            connection,
                            "UPDATE ivoa.obscore SET access_url = ? || substring(access_url FROM position('" + LINKS
                                    + "' IN access_url))",
                            baseUrl);
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IOException("access URLs of observations cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Calls the data public whose release date has passed by now.
     *
     * @return of how many datasets
     * @throws IOException if the database fails
     */
    public int release() throws IOException {
        try (Connection connection = owner.getConnection()) {
            return update(
                    connection,
                    "UPDATE ivoa.obscore SET data_rights = 'public' WHERE data_rights = 'proprietary'"
                            + " AND obs_release_date <= now() AT TIME ZONE 'UTC'");
        } catch (SQLException e) {
            throw new IOException("data that are public now cannot be called so: " + e.getMessage(), e);
        }
    }

    /** The URL; until the transaction ends nobody changes it. */
    static String kept(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT base_url FROM meridian.observation_site FOR SHARE");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : UNKNOWN;
        }
    }

    private static boolean moved(Connection connection, String baseUrl) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO meridian.observation_site (base_url) VALUES (?) ON CONFLICT (one) DO UPDATE"
                        + " SET base_url = excluded.base_url WHERE meridian.observation_site.base_url <> excluded.base_url"
                        + " RETURNING 1")) {
            statement.setString(1, baseUrl);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
