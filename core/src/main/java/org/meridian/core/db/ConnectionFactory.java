// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.meridian.core.db.DatabaseConfig.Login;

/**
 * How connections of one role are opened.
 *
 * @param url JDBC URL
 * @param login the role
 * @param applicationName what the server's operator sees in {@code pg_stat_activity}
 * @param settings SQL that prepares a new connection
 */
record ConnectionFactory(String url, Login login, String applicationName, String settings) {
    /**
     * Settings of every connection. The first makes timestamps read the same everywhere. The others end the back ends of
     * a gateway that died, whatever it was doing, without anybody having to decide which gateways are alive: the server
     * looks every two seconds whether its client is still there (PostgreSQL 14), and asks a silent machine.
     */
    private static final String COMMON = "SET TIME ZONE 'UTC'; SET client_connection_check_interval = '2s';"
            + " SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;";

    /** Connections of the owner: unqualified names mean the gateway's own tables, never a temporary one first. */
    static ConnectionFactory owner(String url, Login login, String instance) {
        return new ConnectionFactory(
                url,
                login,
                "meridian/" + instance + "/owner",
                COMMON + " SET search_path = " + Migrations.SCHEMA + ", pg_temp");
    }

    /** Connections of the query role: unqualified names mean built-in functions, nothing else. */
    static ConnectionFactory query(String url, Login login, String instance, DatabaseConfig.Pools pools) {
        return new ConnectionFactory(
                url,
                login,
                "meridian/" + instance + "/query",
                COMMON + " " + String.join("; ", QueryRole.settings(pools.statementTimeout())));
    }

    /** Driver properties apart from user and password. */
    Map<String, String> properties() {
        return Map.of(
                "ApplicationName", applicationName,
                "connectTimeout", "5",
                "loginTimeout", "10",
                "cancelSignalTimeout", "2",
                "tcpKeepAlive", "true");
    }

    /**
     * Opens a connection outside any pool. The caller closes it.
     *
     * @throws SQLException when the server cannot be reached or refuses
     */
    Connection open() throws SQLException {
        return open(Map.of());
    }

    /**
     * Opens a connection outside any pool, with further driver properties. The caller closes it.
     *
     * @throws SQLException when the server cannot be reached or refuses
     */
    Connection open(Map<String, String> more) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties());
        all.putAll(more);
        all.setProperty("user", login.user());
        all.setProperty("password", login.password());
        Connection connection = DriverManager.getConnection(url, all);
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
