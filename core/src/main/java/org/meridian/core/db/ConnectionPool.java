// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.meridian.core.db.DatabaseConfig.Login;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections that log in as one role. A connection that has not been used for a moment is tested (one empty
 * round trip) before it is handed out, so a back end that ended meanwhile is noticed and replaced. Safe from any thread.
 */
final class ConnectionPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    private final ConnectionFactory factory;
    private final int size;
    private final BasicDataSource dataSource;

    /** The settings of connections that are not as they were opened. */
    private final Map<PGConnection, Settings> settings = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * What a connection was told for good.
     *
     * @param timeoutMs its statement timeout in milliseconds
     * @param groups on whose rights its statements run
     */
    record Settings(long timeoutMs, CallerGroups groups) {}

    /**
     * A pool; connections are opened when first needed.
     *
     * @param factory how connections are opened
     * @param size most connections at once
     * @param maxWait how long a borrower waits for a free one
     */
    ConnectionPool(ConnectionFactory factory, int size, Duration maxWait) {
        this.factory = factory;
        this.size = size;
        this.dataSource = new RestTestedDataSource();
        dataSource.setDriver(new org.postgresql.Driver());
        dataSource.setUrl(factory.url());
        factory.properties().forEach(dataSource::addConnectionProperty);
        Login login = factory.login();
        dataSource.setUsername(login.user());
        dataSource.setPassword(login.password());
        dataSource.setConnectionInitSqls(List.of(factory.settings()));
        dataSource.setMaxTotal(size);
        dataSource.setMaxIdle(size);
        dataSource.setMaxWait(maxWait);
        dataSource.setTestOnBorrow(true);
        dataSource.setValidationQueryTimeout(Duration.ofSeconds(5));
        dataSource.setAccessToUnderlyingConnectionAllowed(true);
        // Back ends cost memory: those of a burst end when idle for a while.
        dataSource.setMinEvictableIdle(Duration.ofMinutes(5));
        dataSource.setDurationBetweenEvictionRuns(Duration.ofMinutes(1));
        dataSource.setNumTestsPerEvictionRun(size);
    }

    /** The pool as a data source. */
    DataSource dataSource() {
        return dataSource;
    }

    /**
     * Takes a connection.
     *
     * @throws SQLTransientConnectionException when all stay in use for the maximal wait
     * @throws SQLException when the server cannot be reached or refuses
     */
    Connection borrow() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            if (e.getCause() instanceof NoSuchElementException) {
                throw new SQLTransientConnectionException("all " + size + " connections are in use", "53300", e);
            }
            throw e;
        }
    }

    /** The settings of a connection; {@code standard} if nobody has changed them. */
    Settings settings(PGConnection connection, Settings standard) {
        return settings.getOrDefault(connection, standard);
    }

    /** Notes that the settings of a connection were changed for good. */
    void settingsAre(PGConnection connection, Settings now) {
        settings.put(connection, now);
    }

    /** Takes a clean connection back. */
    void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("connection did not go back to the pool: {}", e.toString());
        }
    }

    /** Closes a doubtful connection for good. */
    void discard(Connection connection) {
        try {
            dataSource.invalidateConnection(connection);
        } catch (IllegalStateException e) {
            // Somebody asked a broken connection whether it was closed, upon which DBCP drops it by itself.
            LOG.debug("connection had left the pool: {}", e.toString());
        }
    }

    /**
     * Terminates a back end of this pool's role, through a connection of its own: the pool may be exhausted by the very
     * back ends that hang, and a role may always end its own.
     */
    void terminate(int backendPid) throws SQLException {
        try (Connection own = factory.open();
                PreparedStatement statement = own.prepareStatement("SELECT pg_terminate_backend(?)")) {
            statement.setInt(1, backendPid);
            statement.execute();
        }
    }

    /** Closes idle connections at once and those in use when they come back. */
    @Override
    public void close() {
        try {
            dataSource.close();
        } catch (SQLException e) {
            LOG.warn("pool did not close cleanly: {}", e.toString());
        }
    }
}
