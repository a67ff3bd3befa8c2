// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.meridian.core.db.QuerySession.Access;
import org.meridian.core.db.embedded.EmbeddedDatabase;

/**
 * The gateway's database, ready to use: server running and checked, roles and core tables in place. Safe from any
 * thread. Closing closes the pools and stops an embedded server.
 */
public final class Database implements AutoCloseable {
    private final Optional<EmbeddedDatabase> server;
    private final DatabaseConfig.Pools limits;
    private final ConnectionFactory ownerConnections;
    private final ConnectionPool owner;
    private final ConnectionPool query;
    private final Grants grants;
    private final DatabaseHealth health;

    private Database(ServerAccess access, DatabaseConfig.Pools limits, Optional<EmbeddedDatabase> server) {
        this.limits = limits;
        this.server = server;
        this.ownerConnections = access.owner();
        this.owner = new ConnectionPool(access.owner(), limits.maxOwnerConnections(), limits.maxWait());
        this.query = new ConnectionPool(access.query(), limits.maxQueryConnections(), limits.maxWait());
        this.grants = new Grants(access.query().login().user());
        this.health = new DatabaseHealth(access.query(), InstantSource.system());
    }

    private record ServerAccess(ConnectionFactory owner, ConnectionFactory query) {}

    /**
     * Starts or reaches the server, makes sure the query role exists and may do no more than it should, and brings the
     * tables of core up to date.
     *
     * @param config which database
     * @return the database; the caller closes it
     * @throws DatabaseException when it cannot be used; the message tells the operator why and what to do, and
     *     everything begun is undone
     */
    public static Database open(DatabaseConfig config) {
        return switch (config.server()) {
            case DatabaseConfig.External external -> connect(external, config.pools(), Optional.empty());
            case DatabaseConfig.Embedded embedded -> {
                EmbeddedDatabase server = EmbeddedDatabase.start(embedded, config.pools());
                try {
                    yield connect(server.access(), config.pools(), Optional.of(server));
                } catch (RuntimeException e) {
                    server.close();
                    throw e;
                }
            }
        };
    }

    /**
     * The database for a program beside the gateway, such as an ingest: the embedded server of a gateway that runs on the
     * folder now is shared, and left running; otherwise as {@link #open}.
     *
     * @param config which database
     * @return the database; the caller closes it
     * @throws DatabaseException when it cannot be used; the message tells the operator why and what to do
     */
    public static Database join(DatabaseConfig config) {
        return switch (config.server()) {
            case DatabaseConfig.External external -> open(config);
            case DatabaseConfig.Embedded embedded ->
                EmbeddedDatabase.running(embedded)
                        .map(access -> connect(access, config.pools(), Optional.empty()))
                        .orElseGet(() -> open(config));
        };
    }

    private static Database connect(
            DatabaseConfig.External access, DatabaseConfig.Pools limits, Optional<EmbeddedDatabase> server) {
        String instance = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        ConnectionFactory owner = ConnectionFactory.owner(access.url(), access.owner(), instance);
        ConnectionFactory query = ConnectionFactory.query(access.url(), access.queryRole(), instance, limits);
        QueryRole.prepare(owner, query, limits.statementTimeout());
        Database database = new Database(new ServerAccess(owner, query), limits, server);
        try {
            database.migrate(Migrations.CORE);
            return database;
        } catch (RuntimeException e) {
            database.owner.close();
            database.query.close();
            throw e;
        }
    }

    /**
     * Connections that own the gateway's schemas: migrations, ingest, metadata, jobs. Autocommit is on; close each.
     *
     * @return the pool
     */
    public DataSource owner() {
        return owner.dataSource();
    }

    /**
     * Begins a user's query with the configured statement timeout.
     *
     * @param access what it may do
     * @return a session in its transaction; the caller closes it
     * @throws java.sql.SQLTransientConnectionException when all query connections stay in use: try again later (503)
     * @throws SQLException when the database cannot be reached
     */
    public QuerySession session(Access access) throws SQLException {
        return session(access, limits.statementTimeout());
    }

    /**
     * Begins a user's query.
     *
     * @param access what it may do
     * @param statementTimeout limit of each of its statements
     * @return a session in its transaction; the caller closes it
     * @throws java.sql.SQLTransientConnectionException when all query connections stay in use: try again later (503)
     * @throws SQLException when the database cannot be reached
     */
    public QuerySession session(Access access, Duration statementTimeout) throws SQLException {
        return session(access, statementTimeout, CallerGroups.NONE);
    }

    /**
     * Begins a user's query that sees what some groups may see.
     *
     * @param access what it may do
     * @param statementTimeout limit of each of its statements
     * @param groups on whose rights it runs
     * @return a session in its transaction; the caller closes it
     * @throws java.sql.SQLTransientConnectionException when all query connections stay in use: try again later (503)
     * @throws SQLException when the database cannot be reached
     */
    public QuerySession session(Access access, Duration statementTimeout, CallerGroups groups) throws SQLException {
        return access == Access.ONE_STATEMENT
                ? QuerySession.ofOneStatement(query, statementTimeout, limits.statementTimeout(), groups)
                : QuerySession.begin(query, access, statementTimeout, groups);
    }

    /**
     * A connection of the owner outside the pool, for a part that keeps one to listen on (LISTEN). The caller closes it.
     *
     * @return a connection with autocommit on
     * @throws SQLException when the database cannot be reached
     */
    public Connection listeningConnection() throws SQLException {
        return ownerConnections.open();
    }

    /**
     * What users' queries may read.
     *
     * @return grants to the query role of this database
     */
    public Grants grants() {
        return grants;
    }

    /**
     * The check behind VOSI availability.
     *
     * @return the check
     */
    public DatabaseHealth health() {
        return health;
    }

    /**
     * Brings the tables of a module up to date.
     *
     * @param migrations the module's scripts
     * @throws DatabaseException when a script fails; nothing of it remains
     */
    public void migrate(Migrations migrations) {
        migrations.apply(ownerConnections);
    }

    /** From now on the caller closes this before the JVM ends; until then an embedded server is stopped by itself. */
    public void leaveStopToCaller() {
        server.ifPresent(EmbeddedDatabase::leaveStopToCaller);
    }

    /** Closes both pools, ends what still runs on them in an embedded server, and stops that server. */
    @Override
    public void close() {
        query.close();
        owner.close();
        server.ifPresent(EmbeddedDatabase::close);
    }
}
