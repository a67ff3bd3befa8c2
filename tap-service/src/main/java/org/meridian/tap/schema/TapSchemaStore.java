// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.meridian.core.db.Grants;
import org.meridian.core.db.Migrations;

/**
 * What the database says is published: TAP_SCHEMA (TAP 1.1, section 4), read as a whole and kept until it changes.
 * Several gateways may share the database; each sees the others' changes with its next call. Thread-safe.
 */
public final class TapSchemaStore {
    /** The tables of this module, to be applied before a store is used. */
    public static final Migrations MIGRATIONS = new Migrations("tap", "classpath:org/meridian/tap/db/migration");

    private static final List<String> OWN_TABLES = List.of("schemas", "tables", "columns", "keys", "key_columns");

    private final DataSource owner;
    private final AtomicReference<Versioned> latest =
            new AtomicReference<>(new Versioned(-1, new TapSchema(List.of())));
    private final ReentrantLock reading = new ReentrantLock();

    /**
     * A store over one database.
     *
     * @param owner connections of the owner of the schemas
     */
    public TapSchemaStore(DataSource owner) {
        this.owner = owner;
    }

    /**
     * Lets users' queries read TAP_SCHEMA itself. To be called once at start, after the migrations.
     *
     * @param grants of the query role
     * @throws IOException if the database fails
     */
    public void publishTapSchema(Grants grants) throws IOException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (String table : OWN_TABLES) {
                    grants.publish(connection, "tap_schema", table);
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IOException("TAP_SCHEMA cannot be opened to queries: " + e.getMessage(), e);
        }
    }

    /**
     * Everything that is published now. Costs one short question to the database where nothing has changed since the last
     * call, a few where something has.
     *
     * @throws IOException if the database cannot be read; the cause is an {@link SQLException}
     */
    public TapSchema snapshot() throws IOException {
        try (Connection connection = owner.getConnection()) {
            Versioned known = latest.get();
            if (version(connection) == known.version) {
                return known.schema;
            }
            reading.lock();
            try {
                return readAgain(connection);
            } finally {
                reading.unlock();
            }
        } catch (SQLException e) {
            throw new IOException("TAP_SCHEMA cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * What a transaction sees as published, past any memory. Several queries: of one moment only where the transaction is
     * REPEATABLE READ, or nobody else writes.
     *
     * @param connection of the owner
     * @throws SQLException if the database fails
     */
    public static TapSchema read(Connection connection) throws SQLException {
        return TapSchemaReader.read(connection);
    }

    private TapSchema readAgain(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            // Before the first statement of the transaction: version and tables are of one moment.
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            long version = version(connection);
            if (version != latest.get().version) {
                latest.set(new Versioned(version, TapSchemaReader.read(connection)));
            }
            connection.commit();
            return latest.get().schema;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(true);
        }
    }

    private static long version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version FROM meridian.tap_schema_version")) {
            if (!rows.next()) {
                throw new SQLException("meridian.tap_schema_version has lost its row");
            }
            return rows.getLong(1);
        }
    }

    private record Versioned(long version, TapSchema schema) {}
}
