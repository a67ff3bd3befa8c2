// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.meridian.core.auth.TestSecrets;
import org.meridian.core.db.DatabaseConfig.Embedded;
import org.meridian.core.db.DatabaseConfig.External;
import org.meridian.core.db.DatabaseConfig.Login;
import org.meridian.core.db.DatabaseConfig.Pools;
import org.meridian.core.db.embedded.EmbeddedDatabase;

/**
 * A fresh, empty database for a test class, with the core tables; dropped when closed.
 *
 * <p>By default all test classes of a JVM share one embedded server in a temporary folder, stopped when the JVM ends.
 * With {@code MERIDIAN_TEST_DATABASE_URL}, {@code _USER} and {@code _PASSWORD} in the environment (a superuser of any
 * PostgreSQL 14 or newer) the databases are made there.
 */
public final class TestDatabase implements AutoCloseable {
    private static final String OWNER = "meridian_test_owner";
    private static final String QUERY = "meridian_test_query";
    private static final String PASSWORD = "test";

    private final String name;
    private final External server;
    private final Database database;

    private TestDatabase(String name, External server, Pools pools) {
        this.name = name;
        this.server = server;
        this.database = Database.open(new DatabaseConfig(server, pools));
    }

    /** A server that may make databases, found or started when first asked for. */
    private record Server(String url, Login admin) {
        static final Server SHARED = find();

        private static Server find() {
            Map<String, String> environment = System.getenv();
            String url = environment.getOrDefault("MERIDIAN_TEST_DATABASE_URL", "");
            return url.isEmpty()
                    ? embedded()
                    : new Server(
                            url,
                            new Login(
                                    environment.getOrDefault("MERIDIAN_TEST_DATABASE_USER", "postgres"),
                                    environment.getOrDefault("MERIDIAN_TEST_DATABASE_PASSWORD", "")));
        }

        private static Server embedded() {
            try {
                Path dataDir = Files.createTempDirectory("meridian-test-");
                EmbeddedDatabase embedded = EmbeddedDatabase.start(
                        new Embedded(dataDir, binariesDir(), 0, Optional.empty()),
                        new Pools(60, 40, Duration.ofSeconds(10), Duration.ofMinutes(1)));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    embedded.close();
                    try {
                        keepLog(dataDir);
                    } finally {
                        delete(dataDir);
                    }
                }));
                return new Server(embedded.access().url(), adminLogin(dataDir));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, admin.user(), admin.password());
        }
    }

    /** The server's log is looked through with the others. */
    private static void keepLog(Path dataDir) {
        Path log = dataDir.resolve("postgres").resolve("server.log");
        try {
            Files.createDirectories(TestSecrets.FOLDER);
            Files.copy(log, TestSecrets.FOLDER.resolve(dataDir.getFileName() + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where tests unpack PostgreSQL: the user's cache, or the folder for temporary files where that is closed. */
    public static Path binariesDir() {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "meridian");
        try {
            Files.createDirectories(cache);
            if (Files.isWritable(cache)) {
                return cache;
            }
        } catch (IOException e) {
            // A user without a home: below.
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "meridian-" + System.getProperty("user.name"));
    }

    /** The superuser of an embedded server, as its operator finds it. */
    public static Login adminLogin(Path dataDir) throws IOException {
        Properties passwords = new Properties();
        try (var reader = Files.newBufferedReader(dataDir.resolve("postgres-passwords.properties"))) {
            passwords.load(reader);
        }
        passwords.values().forEach(password -> TestSecrets.note((String) password));
        return new Login("meridian_admin", passwords.getProperty("admin"));
    }

    /** Deletes a folder and all in it. */
    public static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder, new FileVisitOption[0])) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A fresh database with pools of 8 and 8 connections and a statement timeout of one minute.
     *
     * @return the database; the caller closes it
     */
    public static TestDatabase create() {
        return create(new Pools(8, 8, Duration.ofSeconds(10), Duration.ofMinutes(1)));
    }

    /**
     * A fresh database.
     *
     * @param pools its pools
     * @return the database; the caller closes it
     */
    public static TestDatabase create(Pools pools) {
        String name = "meridian_test_" + UUID.randomUUID().toString().replace("-", "");
        Server server = Server.SHARED;
        try (Connection admin = server.connect();
                Statement statement = admin.createStatement()) {
            statement.execute(role(OWNER) + role(QUERY));
            String locale = admin.getMetaData().getDatabaseMajorVersion() >= 17
                    ? "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
                    : "LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'";
            statement.execute(
                    "CREATE DATABASE " + name + " OWNER " + OWNER + " TEMPLATE template0 ENCODING 'UTF8' " + locale);
        } catch (SQLException e) {
            throw new IllegalStateException("no test database on " + server.url(), e);
        }
        String url = server.url().replaceFirst("^(jdbc:postgresql://[^/]*/)[^?]*", "$1" + name);
        return new TestDatabase(name, new External(url, new Login(OWNER, PASSWORD), new Login(QUERY, PASSWORD)), pools);
    }

    private static String role(String name) {
        // Several test JVMs may do this on one server at the same time.
        return "DO $$ BEGIN CREATE ROLE " + name + " LOGIN PASSWORD '" + PASSWORD + "';"
                + " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;";
    }

    /**
     * The database.
     *
     * @return the open database, closed with this fixture
     */
    public Database database() {
        return database;
    }

    /**
     * How the database is reached, for tests that open it again.
     *
     * @return URL and logins
     */
    public External server() {
        return server;
    }

    /**
     * A superuser's connection to the database.
     *
     * @return a connection; the caller closes it
     * @throws SQLException when the server does not answer
     */
    public Connection superuser() throws SQLException {
        Login admin = Server.SHARED.admin();
        return DriverManager.getConnection(server.url(), admin.user(), admin.password());
    }

    /** Closes and drops the database. */
    @Override
    public void close() {
        database.close();
        try (Connection admin = Server.SHARED.connect();
                Statement statement = admin.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IllegalStateException("the test database could not be dropped", e);
        }
    }
}
