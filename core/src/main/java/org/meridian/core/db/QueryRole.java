// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * The role under which users' queries run: it may log in, read what was published to it, and create temporary tables;
 * nothing else. Prepared and verified at each start, since an external server's operator may have changed it.
 */
final class QueryRole {
    /** Oldest PostgreSQL major version this gateway works with. */
    static final int OLDEST_MAJOR_VERSION = 14;

    private static final Set<String> ALREADY_THERE = Set.of("42710", "23505");

    private QueryRole() {}

    /**
     * Settings of each of its connections. Uploads ask for READ WRITE in so many words. {@code pg_temp} at the end keeps
     * a temporary table or type from posing as a built-in one. The idle limit frees the snapshot of a forgotten session.
     */
    static List<String> settings(Duration statementTimeout) {
        return List.of(
                "SET search_path = pg_catalog, pg_temp",
                "SET default_transaction_read_only = on",
                "SET idle_in_transaction_session_timeout = '10min'",
                "SET statement_timeout = " + statementTimeout.toMillis());
    }

    /**
     * Checks the server's version, creates the role where it is missing, and verifies what it may do.
     *
     * @throws DatabaseException when something is not as it must be
     */
    static void prepare(ConnectionFactory owner, ConnectionFactory query, Duration statementTimeout) {
        String role = query.login().user();
        try (Connection connection = owner.open();
                Statement lock = connection.createStatement()) {
            requireVersion(connection, owner.url());
            lock.execute(Migrations.LOCK);
            if (!exists(connection, role)) {
                create(connection, query, statementTimeout);
            }
            restrict(connection, role);
            verify(connection, role);
        } catch (SQLException e) {
            throw new DatabaseException(
                    "the database " + owner.url() + " cannot be used as "
                            + owner.login().user() + ": " + e.getMessage(),
                    e);
        }
        try (Connection connection = query.open()) {
            connection.isValid(5);
        } catch (SQLException e) {
            throw new DatabaseException(
                    "users' queries cannot log in to " + owner.url() + " as " + role + ": " + e.getMessage()
                            + ". If the password is wrong, set it with: ALTER ROLE " + SqlLiteral.identifier(role)
                            + " LOGIN PASSWORD '...'",
                    e);
        }
    }

    private static void requireVersion(Connection connection, String url) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < OLDEST_MAJOR_VERSION) {
            throw new DatabaseException("the server of " + url + " is PostgreSQL "
                    + connection.getMetaData().getDatabaseProductVersion() + "; the gateway needs "
                    + OLDEST_MAJOR_VERSION + " or newer");
        }
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        return !names(connection, "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ?", role)
                .isEmpty();
    }

    private static void create(Connection connection, ConnectionFactory query, Duration statementTimeout)
            throws SQLException {
        String role = SqlLiteral.identifier(query.login().user());
        String create = "CREATE ROLE " + role
                + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS";
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(create);
            // The same as for each connection, for whoever logs in by other means.
            for (String setting : settings(statementTimeout)) {
                statement.execute("ALTER ROLE " + role + " " + setting);
            }
            // Hashed here: a password in a statement could end in the server's log.
            connection
                    .unwrap(PGConnection.class)
                    .alterUserPassword(
                            query.login().user(), query.login().password().toCharArray(), "scram-sha-256");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (!ALREADY_THERE.contains(e.getSQLState())) {
                throw new DatabaseException(
                        "the role for users' queries does not exist and cannot be created (" + e.getMessage()
                                + "). Create it as a superuser with: " + create + " PASSWORD '...'",
                        e);
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void restrict(Connection connection, String role) throws SQLException {
        String lacks = "SELECT current_database() WHERE NOT has_database_privilege(?, current_database(), 'TEMPORARY')"
                + " OR NOT has_database_privilege(?, current_database(), 'CONNECT')";
        for (String database : names(connection, lacks, role, role)) {
            try (Statement statement = connection.createStatement()) {
                // Without the right to do it this only warns; verify() looks at the result.
                statement.execute("GRANT CONNECT, TEMPORARY ON DATABASE " + SqlLiteral.identifier(database) + " TO "
                        + SqlLiteral.identifier(role));
            }
        }
        String open = "SELECT nspname FROM pg_catalog.pg_namespace"
                + " WHERE nspname = 'public' AND has_schema_privilege(?, oid, 'CREATE')";
        if (!names(connection, open, role).isEmpty()) {
            // The default before PostgreSQL 15.
            try (Statement statement = connection.createStatement()) {
                statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            }
        }
    }

    private static void verify(Connection connection, String role) throws SQLException {
        String quoted = SqlLiteral.identifier(role);
        List<String> faults = new ArrayList<>();
        names(
                        connection,
                        "SELECT a.attribute FROM pg_catalog.pg_roles, LATERAL (VALUES ('SUPERUSER', rolsuper),"
                                + " ('CREATEROLE', rolcreaterole), ('CREATEDB', rolcreatedb),"
                                + " ('REPLICATION', rolreplication), ('BYPASSRLS', rolbypassrls))"
                                + " AS a (attribute, held) WHERE rolname = ? AND a.held",
                        role)
                .forEach(attribute -> faults.add("ALTER ROLE " + quoted + " NO" + attribute));
        names(
                        connection,
                        "SELECT rolname FROM pg_catalog.pg_roles"
                                + " WHERE rolname <> ? AND pg_has_role(?, oid, 'MEMBER')",
                        role,
                        role)
                .forEach(group -> faults.add("REVOKE " + SqlLiteral.identifier(group) + " FROM " + quoted));
        String database = SqlLiteral.identifier(connection.getCatalog());
        names(connection, "SELECT 'x' WHERE has_database_privilege(?, current_database(), 'CREATE')", role)
                .forEach(x -> faults.add("REVOKE CREATE ON DATABASE " + database + " FROM PUBLIC, " + quoted));
        names(connection, "SELECT 'x' WHERE NOT has_database_privilege(?, current_database(), 'TEMPORARY')", role)
                .forEach(x -> faults.add("GRANT TEMPORARY ON DATABASE " + database + " TO " + quoted));
        names(
                        connection,
                        "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_'"
                                + " AND has_schema_privilege(?, oid, 'CREATE')",
                        role)
                .forEach(schema -> faults.add(
                        "REVOKE CREATE ON SCHEMA " + SqlLiteral.identifier(schema) + " FROM PUBLIC, " + quoted));
        if (!faults.isEmpty()) {
            throw new DatabaseException("the role for users' queries, " + role
                    + ", may not do exactly what it should. Have a superuser run: " + String.join("; ", faults));
        }
    }

    private static List<String> names(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> names = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }
}
