// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.db.DatabaseConfig.External;
import org.meridian.core.db.DatabaseConfig.Login;
import org.meridian.core.db.DatabaseConfig.Pools;
import org.meridian.core.db.QuerySession.Access;

/** What the role of users' queries may and may not do. */
class QueryRoleIT {
    private static TestDatabase fixture;

    @BeforeAll
    static void open() throws SQLException {
        fixture = TestDatabase.create();
        try (Connection owner = fixture.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("CREATE SCHEMA cat; CREATE TABLE cat.published (id bigint);"
                    + " INSERT INTO cat.published VALUES (42); CREATE TABLE cat.secret (id bigint);"
                    + " CREATE SCHEMA hidden; CREATE TABLE hidden.t (id bigint);"
                    + " CREATE SCHEMA tools; CREATE FUNCTION tools.one() RETURNS integer LANGUAGE sql AS 'SELECT 1';"
                    + " CREATE TABLE tools.closed (id bigint)");
            fixture.database().grants().publish(owner, "cat", "published");
            fixture.database().grants().publish(owner, "cat", "published");
            fixture.database().grants().publishFunctions(owner, "tools");
            owner.commit();
        }
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static long asUser(String sql) throws SQLException {
        try (QuerySession session = fixture.database().session(QuerySession.Access.ONE_STATEMENT);
                Statement statement = session.connection().createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            try {
                if (!statement.execute(sql)) {
                    return 0;
                }
                try (ResultSet row = statement.getResultSet()) {
                    return row.next() ? row.getLong(1) : 0;
                }
            } finally {
                statement.execute("SET default_transaction_read_only = on");
            }
        }
    }

    @Test
    void readsPublishedTablesAndCallsPublishedFunctions() throws SQLException {
        assertEquals(42, asUser("SELECT id FROM cat.published"));
        assertEquals(1, asUser("SELECT tools.one()"));
    }

    /** Refused by the rights of the role itself, read-only transaction or not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT * FROM cat.secret                                  | 42501
                    SELECT * FROM hidden.t                                    | 42501
                    SELECT * FROM tools.closed                                | 42501
                    SELECT * FROM meridian.flyway_core                        | 42501
                    SELECT rolpassword FROM pg_authid                         | 42501
                    INSERT INTO cat.published VALUES (1)                      | 42501
                    DELETE FROM cat.published                                 | 42501
                    TRUNCATE cat.published                                    | 42501
                    DROP TABLE cat.published                                  | 42501
                    ALTER TABLE cat.published ADD x int                       | 42501
                    CREATE TABLE cat.mine (x int)                             | 42501
                    CREATE TABLE public.mine (x int)                          | 42501
                    CREATE TABLE mine (x int)                                 | 42501
                    CREATE SCHEMA mine                                        | 42501
                    CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS '' | 42501
                    CREATE ROLE mine                                          | 42501
                    SET ROLE meridian_test_owner                              | 42501
                    SELECT pg_read_file('/etc/passwd')                        | 42501
                    SELECT pg_ls_dir('/')                                     | 42501
                    COPY cat.published TO '/tmp/x'                            | 42501
                    COPY cat.published TO PROGRAM 'true'                      | 42501
                    SELECT lo_import('/etc/passwd')                           | 42501
                    ALTER SYSTEM SET fsync = off                              | 42501
                    SELECT pg_reload_conf()                                   | 42501
                    """)
    void mayDoNothingElse(String sql, String sqlState) {
        assertEquals(
                sqlState, assertThrows(SQLException.class, () -> asUser(sql)).getSQLState());
    }

    @Test
    void seesNoWithdrawnTable() throws SQLException {
        try (Connection owner = fixture.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TABLE cat.gone (id bigint)");
            fixture.database().grants().publish(owner, "cat", "gone");
            assertEquals(0, asUser("SELECT count(*) FROM cat.gone"));
            fixture.database().grants().withdraw(owner, "cat", "gone");
        }
        assertEquals(
                "42501",
                assertThrows(SQLException.class, () -> asUser("SELECT count(*) FROM cat.gone"))
                        .getSQLState());
    }

    @Test
    void mayCreateTemporaryTablesInAnUploadOnly() throws SQLException {
        try (QuerySession session = fixture.database().session(Access.UPLOAD)) {
            session.execute("CREATE TEMP TABLE upload (id bigint) ON COMMIT DROP; INSERT INTO upload VALUES (42)");
            session.makeReadOnly();
            session.execute("SELECT * FROM upload JOIN cat.published USING (id)");
            assertEquals(
                    "25006",
                    assertThrows(SQLException.class, () -> session.execute("CREATE TEMP TABLE other (id bigint)"))
                            .getSQLState());
        }
        try (QuerySession session = fixture.database().session(Access.READ_ONLY)) {
            assertEquals(
                    "25006",
                    assertThrows(SQLException.class, () -> session.execute("CREATE TEMP TABLE other (id bigint)"))
                            .getSQLState());
        }
    }

    @Test
    void hasFixedSettings() throws SQLException {
        try (QuerySession session = fixture.database().session(QuerySession.Access.ONE_STATEMENT)) {
            Connection connection = session.connection();
            assertEquals("pg_catalog, pg_temp", show(connection, "search_path"));
            assertEquals("on", show(connection, "default_transaction_read_only"));
            assertEquals("1min", show(connection, "statement_timeout"));
            assertEquals("UTC", show(connection, "TimeZone"));
            assertEquals("2s", show(connection, "client_connection_check_interval"));
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void isCreatedWhereTheOwnerMayAndRefusedWithTheCommandWhereNot() throws SQLException {
        External server = fixture.server();
        String role = "meridian_test_new_" + Long.toHexString(System.nanoTime());
        External wanted = new External(server.url(), server.owner(), new Login(role, "pass'word"));
        DatabaseException refused =
                assertThrows(DatabaseException.class, () -> Database.open(new DatabaseConfig(wanted, Pools.DEFAULT)));
        assertTrue(refused.toString().contains("CREATE ROLE \"" + role + "\" LOGIN"), refused.toString());

        String creator = role + "_c";
        try (Connection admin = fixture.superuser();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE " + creator + " LOGIN CREATEROLE IN ROLE meridian_test_owner PASSWORD 'c'");
            try {
                External able = new External(server.url(), new Login(creator, "c"), wanted.queryRole());
                Pools pools = new Pools(2, 2, Duration.ofSeconds(5), Duration.ofSeconds(77));
                // PostgreSQL lets only the owner of the database grant rights on it: here by membership.
                try (Database database = Database.open(new DatabaseConfig(able, pools));
                        QuerySession session = database.session(QuerySession.Access.ONE_STATEMENT)) {
                    Connection connection = session.connection();
                    assertEquals(role, connection.getMetaData().getUserName());
                    assertEquals("77s", show(connection, "statement_timeout").replace("1min 17s", "77s"));
                }
            } finally {
                statement.execute("DROP OWNED BY " + role + "; DROP ROLE IF EXISTS " + role + ", " + creator);
            }
        }
    }

    @Test
    void isRefusedWhenItMayTooMuch() throws SQLException {
        External server = fixture.server();
        String role = "meridian_test_strong_" + Long.toHexString(System.nanoTime());
        try (Connection admin = fixture.superuser();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE " + role + " LOGIN CREATEDB PASSWORD 'x' IN ROLE pg_read_server_files;"
                    + " GRANT CREATE ON SCHEMA cat TO " + role);
            try {
                External strong = new External(server.url(), server.owner(), new Login(role, "x"));
                DatabaseException refused = assertThrows(
                        DatabaseException.class, () -> Database.open(new DatabaseConfig(strong, Pools.DEFAULT)));
                String message = refused.toString();
                assertTrue(message.contains("ALTER ROLE \"" + role + "\" NOCREATEDB"), message);
                assertTrue(message.contains("REVOKE \"pg_read_server_files\" FROM"), message);
                assertTrue(message.contains("REVOKE CREATE ON SCHEMA \"cat\" FROM"), message);
            } finally {
                statement.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
            }
        }
    }

    @Test
    void isRefusedWithTheWrongPassword() {
        External server = fixture.server();
        External wrong = new External(
                server.url(), server.owner(), new Login(server.queryRole().user(), "wrong"));
        DatabaseException refused =
                assertThrows(DatabaseException.class, () -> Database.open(new DatabaseConfig(wrong, Pools.DEFAULT)));
        assertTrue(refused.toString().contains("ALTER ROLE"), refused.toString());
    }
}
