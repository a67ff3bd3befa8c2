// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One user's query: a connection of the query role inside one REPEATABLE READ transaction with its own statement
 * timeout, or outside any for a single statement.
 *
 * <p>One thread uses the session; {@link #cancel()} and {@link #cancelRequested()} may be called from any thread at any
 * time. The using thread must go on reading after a cancel until PostgreSQL reports the end (SQLSTATE 57014, or a lost
 * connection): a back end that is blocked writing hears neither a cancel request nor its own time limit, and is
 * terminated {@link #GRACE} later.
 *
 * <p>Closing gives the connection back to its pool when it is beyond doubt clean, and throws it away otherwise: after a
 * cancel (a late cancel request would hit the next query), in the middle of a COPY, or after a broken connection.
 */
public final class QuerySession implements AutoCloseable {
    /** What a session may do besides reading published tables. */
    public enum Access {
        /**
         * Nothing, and it runs a single statement: PostgreSQL gives a statement one snapshot without being asked, so that no
         * round trip begins or ends a transaction.
         */
        ONE_STATEMENT,
        /** Nothing. */
        READ_ONLY,
        /** Create temporary tables, until {@link QuerySession#makeReadOnly()}. */
        UPLOAD
    }

    /** How long after a cancel request the back end is terminated. */
    public static final Duration GRACE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(QuerySession.class);

    private final ConnectionPool pool;
    private final Connection connection;
    private final PGConnection postgres;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Optional<CopyOut> copy = Optional.empty();
    private volatile boolean cancelRequested;
    private boolean released;

    private QuerySession(ConnectionPool pool, Connection connection) throws SQLException {
        this.pool = pool;
        this.connection = connection;
        this.postgres = connection.unwrap(PGConnection.class);
    }

    /**
     * A session of a single read-only statement: the role's connections are read-only by themselves. A round trip is needed
     * only where the connection last had another time limit, or ran on the rights of other groups: both stay with it, and are
     * compared with what is wanted each time it is taken.
     *
     * @param pool pool of the query role
     * @param statementTimeout limit of the statement, rounded down to milliseconds, at least 1 ms
     * @param standard the time limit that connections are opened with
     * @param groups on whose rights it runs
     * @return a session outside any transaction
     * @throws SQLException when no connection is free in time
     */
    static QuerySession ofOneStatement(
            ConnectionPool pool, Duration statementTimeout, Duration standard, CallerGroups groups)
            throws SQLException {
        ConnectionPool.Settings wanted = new ConnectionPool.Settings(millis(statementTimeout), groups);
        ConnectionPool.Settings opened = new ConnectionPool.Settings(millis(standard), CallerGroups.NONE);
        return retried(() -> {
            Connection connection = pool.borrow();
            try {
                QuerySession session = new QuerySession(pool, connection);
                session.adjust(pool.settings(session.postgres, opened), wanted);
                return session;
            } catch (SQLException | RuntimeException e) {
                pool.discard(connection);
                throw e;
            }
        });
    }

    /** Sets all or nothing in one round trip; if that fails the connection is thrown away. */
    private void adjust(ConnectionPool.Settings now, ConnectionPool.Settings wanted) throws SQLException {
        if (!now.equals(wanted)) {
            execute("SET SESSION statement_timeout = " + wanted.timeoutMs() + "; "
                    + wanted.groups().sqlForSession());
            pool.settingsAre(postgres, wanted);
        }
    }

    private static long millis(Duration timeout) {
        return Math.clamp(timeout.toMillis(), 1L, Integer.MAX_VALUE);
    }

    @FunctionalInterface
    private interface Opening {
        QuerySession open() throws SQLException;
    }

    private static QuerySession retried(Opening opening) throws SQLException {
        try {
            return opening.open();
        } catch (SQLException e) {
            if (!Outage.caused(e)) {
                throw e;
            }
            // The connection had ended since its last use a moment ago.
            return opening.open();
        }
    }

    /**
     * Takes a connection and begins the transaction (one round trip).
     *
     * @param pool pool of the query role
     * @param access what the session may do
     * @param statementTimeout limit of each statement, rounded down to milliseconds, at least 1 ms
     * @param groups on whose rights it runs
     * @return a session inside its transaction
     * @throws SQLException when no connection is free in time or the server refuses
     */
    static QuerySession begin(ConnectionPool pool, Access access, Duration statementTimeout, CallerGroups groups)
            throws SQLException {
        String settings = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, "
                + switch (access) {
                    case ONE_STATEMENT, READ_ONLY -> "READ ONLY";
                    case UPLOAD -> "READ WRITE";
                }
                + "; SET LOCAL statement_timeout = " + millis(statementTimeout) + "; " + groups.sqlForTransaction();
        return retried(() -> tryToBegin(pool, settings));
    }

    private static QuerySession tryToBegin(ConnectionPool pool, String settings) throws SQLException {
        Connection connection = pool.borrow();
        try {
            QuerySession session = new QuerySession(pool, connection);
            // Without autocommit the driver sends BEGIN and the settings together.
            connection.setAutoCommit(false);
            session.execute(settings);
            return session;
        } catch (SQLException | RuntimeException e) {
            pool.discard(connection);
            throw e;
        }
    }

    /**
     * The connection, inside the transaction (autocommit is off, so that result sets can be fetched in portions). Do not
     * close it, commit through it or keep it beyond the session.
     *
     * @return the connection
     */
    public Connection connection() {
        return connection;
    }

    /**
     * The driver's own view of {@link #connection()}.
     *
     * @return the PostgreSQL connection
     */
    public PGConnection postgres() {
        return postgres;
    }

    /**
     * COPY into temporary tables. For COPY out use {@link #copyOut(String)}, which {@link #close()} knows about.
     *
     * @return the driver's copy interface on this connection
     * @throws SQLException when the connection is broken
     */
    public CopyManager copyManager() throws SQLException {
        return postgres.getCopyAPI();
    }

    /**
     * Begins {@code COPY (...) TO STDOUT}. Read it to its end, or close the session, before anything else is sent.
     *
     * @param sql the whole COPY statement
     * @return the rows as the server sends them
     * @throws SQLException when the server refuses the statement
     */
    public CopyOut copyOut(String sql) throws SQLException {
        CopyOut started = copyManager().copyOut(sql);
        copy = Optional.of(started);
        return started;
    }

    /**
     * Runs statements that return nothing, in one round trip.
     *
     * @param sql one or more statements separated by semicolons
     * @throws SQLException when the server refuses one; the transaction is then aborted
     */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Makes the rest of the transaction read-only. PostgreSQL lets no one undo it.
     *
     * @throws SQLException when the transaction is aborted
     */
    public void makeReadOnly() throws SQLException {
        execute("SET TRANSACTION READ ONLY");
    }

    /**
     * Process id of the back end, for logs.
     *
     * @return process id on the database server
     */
    public int backendPid() {
        return postgres.getBackendPID();
    }

    /**
     * Ends the transaction, keeping nothing but what it did to temporary tables that survive it.
     *
     * @throws SQLException when the transaction had failed
     */
    public void commit() throws SQLException {
        connection.commit();
    }

    /**
     * Ends the transaction, undoing everything.
     *
     * @throws SQLException when the connection is broken
     */
    public void rollback() throws SQLException {
        connection.rollback();
    }

    /**
     * Asks PostgreSQL to end the running statement, and terminates the back end when the session is not closed
     * {@link #GRACE} later. Any thread; returns at once; harmless when nothing runs, when called twice, or after
     * {@link #close()}.
     */
    public void cancel() {
        synchronized (this) {
            if (released || cancelRequested) {
                return;
            }
            cancelRequested = true;
        }
        Thread.ofVirtual().name("cancel-" + backendPid()).start(this::endBackend);
    }

    /**
     * Whether {@link #cancel()} was called: tells a cancelled statement from one that met its time limit (both are
     * SQLSTATE 57014).
     *
     * @return whether a cancel was asked for
     */
    public boolean cancelRequested() {
        return cancelRequested;
    }

    private void endBackend() {
        try {
            postgres.cancelQuery();
        } catch (SQLException e) {
            // Usually because the session was closed meanwhile.
            LOG.debug("no cancel request to back end {}: {}", backendPid(), e.toString());
        }
        try {
            if (!closing.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                terminate();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void terminate() {
        // Once released, the process id may belong to somebody else.
        if (released) {
            return;
        }
        try {
            pool.terminate(backendPid());
            LOG.info("back end {} did not heed a cancel request and was terminated", backendPid());
        } catch (SQLException e) {
            LOG.warn("back end {} could not be terminated: {}", backendPid(), e.toString());
        }
    }

    /**
     * Rolls back what was not committed and gives the connection back. Never throws; does nothing the second time. The
     * thread that uses the session calls it.
     */
    @Override
    public void close() {
        closing.countDown();
        boolean clean = !cancelRequested && !copy.map(CopyOut::isActive).orElse(false) && rolledBack();
        synchronized (this) {
            if (released) {
                return;
            }
            released = true;
            clean &= !cancelRequested;
        }
        if (clean) {
            pool.giveBack(connection);
        } else {
            pool.discard(connection);
        }
    }

    private boolean rolledBack() {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            // Outside a transaction nothing was asked of the server that would show a broken connection.
            return !connection.isClosed();
        } catch (SQLException e) {
            LOG.debug("connection thrown away: {}", e.toString());
            return false;
        }
    }
}
