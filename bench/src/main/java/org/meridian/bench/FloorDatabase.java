// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.meridian.core.db.DatabaseConfig;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The gateway's embedded database, reached directly: what it does alone is the floor under what the gateway does.
 *
 * @param url JDBC URL
 * @param owner password of the owner of the tables
 * @param query password of the role of users' queries
 */
record FloorDatabase(String url, String owner, String query) {
    private static final String OWNER = "meridian";
    private static final String QUERY = "meridian_query";

    /** Reads port and passwords from a data folder whose gateway is running. */
    static FloorDatabase of(Path dataDir) throws IOException {
        Properties passwords = new Properties();
        try (Reader file = Files.newBufferedReader(dataDir.resolve("postgres-passwords.properties"))) {
            passwords.load(file);
        }
        // Line 4 of postmaster.pid is the port.
        int port = Integer.parseInt(pidFile(dataDir).get(3).strip());
        return new FloorDatabase(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + OWNER,
                passwords.getProperty("owner", ""),
                passwords.getProperty("query", ""));
    }

    /** Process id of the server on a data folder. */
    static long postmaster(Path dataDir) throws IOException {
        return Long.parseLong(pidFile(dataDir).getFirst().strip());
    }

    /** Whether a server runs on a data folder. */
    static boolean isRunning(Path dataDir) throws IOException {
        return Files.exists(dataDir.resolve("postgres/postmaster.pid"))
                && ProcessHandle.of(postmaster(dataDir)).isPresent();
    }

    private static List<String> pidFile(Path dataDir) throws IOException {
        return Files.readAllLines(dataDir.resolve("postgres/postmaster.pid"));
    }

    /** How the gateway's own classes reach it. */
    DatabaseConfig config() {
        return new DatabaseConfig(
                new DatabaseConfig.External(
                        url, new DatabaseConfig.Login(OWNER, owner), new DatabaseConfig.Login(QUERY, query)),
                DatabaseConfig.Pools.DEFAULT);
    }

    /** A connection with the rights of users' queries. */
    Connection reader() throws SQLException {
        return connect(QUERY, query);
    }

    /** A connection of the owner of the tables. */
    Connection writer() throws SQLException {
        return connect(OWNER, owner);
    }

    private Connection connect(String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        // Statements are prepared, and their values binary, from the first execution on.
        properties.setProperty("prepareThreshold", "-1");
        return DriverManager.getConnection(url, properties);
    }

    /** PostgreSQL's version. */
    String version() throws SQLException {
        try (Connection connection = reader();
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SHOW server_version")) {
            version.next();
            return version.getString(1);
        }
    }

    /**
     * Reads the rows of a query as fast as driver and server can.
     *
     * @param sql a SELECT
     * @param format of COPY, {@code binary} or {@code csv}
     * @return seconds
     */
    static double drain(Connection connection, String sql, String format) throws SQLException {
        long start = System.nanoTime();
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + sql + ") TO STDOUT (FORMAT " + format + ")");
        while (copy.readFromCopy() != null) {
            // dropped
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Does not show the passwords. */
    @Override
    public String toString() {
        return url;
    }
}
