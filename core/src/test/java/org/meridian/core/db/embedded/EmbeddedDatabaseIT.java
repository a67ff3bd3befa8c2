// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.db.Database;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.db.DatabaseConfig.Embedded;
import org.meridian.core.db.DatabaseConfig.Login;
import org.meridian.core.db.DatabaseConfig.Pools;
import org.meridian.core.db.DatabaseException;
import org.meridian.core.db.QuerySession;
import org.meridian.core.db.TestDatabase;

@Timeout(120)
@Tag("embedded")
class EmbeddedDatabaseIT {
    private static final Pools POOLS = new Pools(2, 3, Duration.ofSeconds(10), Duration.ofMinutes(1));

    private static Path programs;
    private static Path initialised;

    private Path dataDir;
    private final List<Process> children = new ArrayList<>();

    @BeforeAll
    static void initialiseOnce() throws IOException {
        // Where another user can reach it too.
        programs = openFolder("meridian-programs-");
        initialised = openFolder("meridian-initialised-");
        EmbeddedDatabase.start(new Embedded(initialised, programs, 0, Optional.empty()), POOLS)
                .close();
    }

    @AfterAll
    static void deleteAll() {
        TestDatabase.delete(initialised);
        TestDatabase.delete(programs);
    }

    private static Path openFolder(String prefix) throws IOException {
        Path folder = Files.createTempDirectory(prefix);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Spares a test the seconds that a first start takes. */
    private void copyInitialised() throws IOException {
        copy(initialised.resolve("postgres"), dataDir.resolve("postgres"));
        copy(initialised.resolve(Passwords.FILE), dataDir.resolve(Passwords.FILE));
    }

    @BeforeEach
    void makeFolder() throws IOException {
        dataDir = openFolder("meridian-embedded-");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
        if (Files.exists(dataDir.resolve("postgres/postmaster.pid"))) {
            EmbeddedDatabase.start(config(Optional.empty()), POOLS).close();
        }
        TestDatabase.delete(dataDir);
    }

    private Embedded config(Optional<String> runAs) {
        return new Embedded(dataDir, programs, 0, runAs);
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(config(Optional.empty()), POOLS);
    }

    private static Connection connect(EmbeddedDatabase server, Login login) throws SQLException {
        return DriverManager.getConnection(server.access().url(), login.user(), login.password());
    }

    @Test
    void letsAProgramBesideTheGatewayShareTheServer() throws Exception {
        copyInitialised();
        assertTrue(EmbeddedDatabase.running(config(Optional.empty())).isEmpty());
        try (Database gateway = Database.open(new DatabaseConfig(config(Optional.empty()), POOLS))) {
            try (Database ingest = Database.join(new DatabaseConfig(config(Optional.empty()), POOLS));
                    Connection connection = ingest.owner().getConnection()) {
                assertEquals("meridian", ask(connection, "SELECT current_user"));
            }
            try (Connection connection = gateway.owner().getConnection()) {
                assertEquals("meridian", ask(connection, "SELECT current_user"));
            }
        }
        assertTrue(EmbeddedDatabase.running(config(Optional.empty())).isEmpty());
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(EmbeddedDatabase server, String sql) throws SQLException {
        try (Connection owner = connect(server, server.access().owner());
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void keepsDataPortAndPasswordsAcrossRestarts() throws Exception {
        DatabaseConfig.External first;
        try (EmbeddedDatabase server = start()) {
            first = server.access();
            execute(server, "CREATE SCHEMA s; CREATE TABLE s.t AS SELECT 42 AS x");
        }
        assertFalse(Files.exists(dataDir.resolve("postgres/postmaster.pid")), "stopped in good order");
        try (EmbeddedDatabase server = start();
                Connection owner = connect(server, first.owner())) {
            assertEquals(first, server.access());
            assertEquals("42", ask(owner, "SELECT x FROM s.t"));
        }
    }

    @Test
    void runsWithSafeSettings() throws Exception {
        copyInitialised();
        try (EmbeddedDatabase server = start();
                Connection owner = connect(server, server.access().owner())) {
            assertEquals("on", ask(owner, "SHOW fsync"));
            assertEquals("on", ask(owner, "SHOW synchronous_commit"));
            assertEquals("on", ask(owner, "SHOW full_page_writes"));
            assertEquals("on", ask(owner, "SHOW data_checksums"));
            assertEquals("127.0.0.1", ask(owner, "SHOW listen_addresses"));
            assertEquals("UTF8", ask(owner, "SHOW server_encoding"));
            assertEquals("off", ask(owner, "SHOW is_superuser"));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve(Passwords.FILE))));
            try (Connection admin = connect(server, TestDatabase.adminLogin(dataDir))) {
                assertEquals("", ask(admin, "SHOW unix_socket_directories"));
                assertEquals(
                        "0", ask(admin, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"));
                assertEquals(
                        "0",
                        ask(
                                admin,
                                "SELECT count(*) FROM pg_authid WHERE rolcanlogin"
                                        + " AND rolpassword NOT LIKE 'SCRAM-SHA-256$%'"));
            }
        }
    }

    @Test
    void refusesWrongPasswordsAndOtherDatabases() throws Exception {
        copyInitialised();
        try (EmbeddedDatabase server = start()) {
            for (String user : List.of("meridian", "meridian_query", "meridian_admin", "postgres")) {
                assertEquals(
                        "28P01",
                        assertThrows(SQLException.class, () -> connect(server, new Login(user, "guess")))
                                .getSQLState());
            }
            String other = server.access().url().replaceFirst("/meridian$", "/postgres");
            Login query = server.access().queryRole();
            assertEquals(
                    "42501",
                    assertThrows(
                                    SQLException.class,
                                    () -> DriverManager.getConnection(other, query.user(), query.password()))
                            .getSQLState());
        }
    }

    @Test
    void letsUsersQueriesWriteNoLargeObjects() throws Exception {
        copyInitialised();
        try (EmbeddedDatabase server = start();
                Connection query = connect(server, server.access().queryRole())) {
            for (String call : List.of("lo_create(0)", "lo_from_bytea(0, 'x')", "lo_creat(-1)", "lo_unlink(1)")) {
                assertEquals(
                        "42501",
                        assertThrows(SQLException.class, () -> ask(query, "SELECT " + call))
                                .getSQLState());
            }
        }
    }

    @Test
    void refusesASecondGatewayOnItsFolder() throws Exception {
        copyInitialised();
        Process child = spawnGateway(List.of());
        DatabaseException refused = assertThrows(DatabaseException.class, this::start);
        assertTrue(refused.toString().contains("process " + child.pid()), refused.toString());
        assertTrue(refused.toString().contains(dataDir.toRealPath().toString()), refused.toString());
        child.getOutputStream().close();
        assertEquals(0, child.waitFor());
        try (EmbeddedDatabase server = start()) {
            assertThrows(DatabaseException.class, this::start);
            // The refusal must not have freed the lock.
            assertTrue(Files.exists(dataDir.resolve("gateway.running")));
            execute(server, "SELECT 1");
        }
    }

    @Test
    void stopsTheServerOfAKilledGatewayAndKeepsWhatWasCommitted() throws Exception {
        copyInitialised();
        Process child = spawnGateway(List.of());
        long server = postmasterPid();
        child.destroyForcibly().waitFor();
        assertTrue(ProcessHandle.of(server).isPresent(), "the server outlives its gateway");
        try (EmbeddedDatabase next = start();
                Connection owner = connect(next, next.access().owner())) {
            assertFalse(works(server));
            assertNotEquals(server, postmasterPid());
            assertEquals("42", ask(owner, "SELECT max(x) FROM meridian.committed"));
            assertEquals("f", ask(owner, "SELECT to_regclass('meridian.half_loaded') IS NOT NULL"));
            assertEquals(
                    "1", ask(owner, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"));
        }
    }

    @Test
    void endsBackEndsWhoseServerWasKilledToo() throws Exception {
        copyInitialised();
        assumeTrue(Files.exists(Path.of("/proc/self/cwd")), "elsewhere PostgreSQL's own check stands alone");
        Process child = spawnGateway(List.of());
        ProcessHandle server = ProcessHandle.of(postmasterPid()).orElseThrow();
        child.destroyForcibly().waitFor();
        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);
        // A busy back end does not look whether its server lives.
        try (EmbeddedDatabase next = start();
                Connection owner = connect(next, next.access().owner())) {
            assertFalse(works(childBackEnd));
            assertEquals("42", ask(owner, "SELECT max(x) FROM meridian.committed"));
        }
    }

    /** Whether a process runs: one that has ended and that nobody has collected yet has no working directory any more. */
    private static boolean works(long pid) {
        if (!Files.exists(Path.of("/proc/self/cwd"))) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .isAbsolute();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void isNotDeceivedByAProcessNumberUsedAgain() throws Exception {
        copyInitialised();
        // As after a crash of the machine: the number now belongs to this very JVM.
        Files.write(
                dataDir.resolve("postgres/postmaster.pid"),
                List.of(
                        Long.toString(ProcessHandle.current().pid()),
                        dataDir.resolve("postgres").toString(),
                        Long.toString(System.currentTimeMillis() / 1000),
                        "5432",
                        "",
                        "127.0.0.1",
                        "  12345     67890",
                        "ready   "));
        start().close();
    }

    @Test
    void refusesADataFolderOfAnotherMajorVersion() throws Exception {
        copyInitialised();
        Path version = dataDir.resolve("postgres/PG_VERSION");
        String ours = Files.readString(version).strip();
        Files.writeString(version, "17\n");
        String older = assertThrows(DatabaseException.class, this::start).toString();
        assertTrue(older.contains("made by PostgreSQL 17"), older);
        assertTrue(older.contains("/usr/lib/postgresql/" + ours + "/bin/pg_upgrade"), older);
        assertTrue(older.contains("--old-bindir=/usr/lib/postgresql/17/bin"), older);
        Files.writeString(version, "99\n");
        String newer = assertThrows(DatabaseException.class, this::start).toString();
        assertTrue(newer.contains("Use the newer gateway"), newer);
        Files.writeString(version, ours + "\n");
        start().close();
    }

    @Test
    void refusesAFolderThatIsNoDatabaseAndMissingPasswords() throws Exception {
        Files.createDirectory(dataDir.resolve("postgres"));
        assertThrows(DatabaseException.class, this::start);
        Files.delete(dataDir.resolve("postgres"));
        copyInitialised();
        Files.delete(dataDir.resolve(Passwords.FILE));
        String missing = assertThrows(DatabaseException.class, this::start).toString();
        assertTrue(missing.contains(Passwords.FILE), missing);
    }

    @Test
    void beginsAnewAfterAnInterruptedFirstStart() throws Exception {
        Files.createDirectories(dataDir.resolve("postgres.new/base"));
        Files.writeString(dataDir.resolve("postgres.new/PG_VERSION"), "");
        start().close();
        assertFalse(Files.exists(dataDir.resolve("postgres.new")));
    }

    @Test
    void saysWhenItsPortIsTaken() throws Exception {
        copyInitialised();
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Embedded config = new Embedded(dataDir, programs, taken.getLocalPort(), Optional.empty());
            String refused = assertThrows(DatabaseException.class, () -> EmbeddedDatabase.start(config, POOLS))
                    .toString();
            assertTrue(refused.contains("port " + taken.getLocalPort()), refused);
        }
    }

    @Test
    void startsSoonOnceInitialised() throws Exception {
        copyInitialised();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long begun = System.nanoTime();
            try (EmbeddedDatabase server = start()) {
                execute(server, "SELECT 1");
                best = Math.min(best, System.nanoTime() - begun);
            }
        }
        System.out.println("start of an initialised server: " + best / 1_000_000 + " ms");
        assertTrue(best < TimeUnit.SECONDS.toNanos(3), "took " + best / 1_000_000 + " ms");
    }

    @Test
    void endsABackEndOfAGatewayThatDiedWithoutAnyonesHelp() throws Exception {
        copyInitialised();
        try (EmbeddedDatabase server = start();
                Connection admin = connect(server, TestDatabase.adminLogin(dataDir))) {
            Process child = spawn(
                    List.of(),
                    LonelyQuery.class,
                    server.access().url(),
                    server.access().owner().user(),
                    server.access().owner().password(),
                    server.access().queryRole().user(),
                    server.access().queryRole().password());
            String pid = Long.toString(childBackEnd);
            child.destroyForcibly().waitFor();
            String gone = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!ask(admin, gone).equals("0")) {
                assertTrue(System.nanoTime() < deadline, "back end still runs");
                ask(admin, "SELECT pg_sleep(0.05)");
            }
        }
    }

    @Test
    void runsUnderAnOrdinaryUser() throws Exception {
        assumeTrue(isRoot(), "only root can become somebody else; this run is as an ordinary user already");
        Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwxrwxrwx"));
        Process child = spawnGateway(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
        assertEquals(65534, Files.getAttribute(dataDir.resolve("postgres"), "unix:uid"));
        child.getOutputStream().close();
        assertEquals(0, child.waitFor());
        assertFalse(Files.exists(dataDir.resolve("postgres/postmaster.pid")));
    }

    @Test
    void runsAsAConfiguredUserWhenTheGatewayIsRoot() throws Exception {
        assumeTrue(isRoot(), "only root can become somebody else");
        Optional<String> nobody = Optional.of("nobody");
        EmbeddedDatabase.start(config(nobody), POOLS).close();
        try (EmbeddedDatabase server = EmbeddedDatabase.start(config(nobody), POOLS)) {
            assertEquals(65534, Files.getAttribute(Path.of("/proc/" + postmasterPid()), "unix:uid"));
            assertEquals(65534, Files.getAttribute(dataDir.resolve("postgres"), "unix:uid"));
            execute(server, "SELECT 1");
        }
        assertThrows(DatabaseException.class, () -> EmbeddedDatabase.start(config(Optional.of("no_such_user")), POOLS));
    }

    @Test
    void opensAsADatabaseAndAdoptsItsLimits() throws Exception {
        copyInitialised();
        try (Database database = Database.open(new DatabaseConfig(config(Optional.empty()), POOLS));
                QuerySession session = database.session(QuerySession.Access.ONE_STATEMENT)) {
            Connection query = session.connection();
            assertEquals("meridian_query", ask(query, "SELECT current_user"));
            assertEquals("32GB", ask(query, "SHOW temp_file_limit"));
            assertEquals("25", ask(query, "SHOW max_connections"));
        }
    }

    private static boolean isRoot() {
        return Command.run(Duration.ofSeconds(10), List.of("id", "-u"))
                .output()
                .strip()
                .equals("0");
    }

    private long postmasterPid() throws IOException {
        return Long.parseLong(Files.readAllLines(dataDir.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());
    }

    private long childBackEnd;

    private Process spawnGateway(List<String> prefix) throws IOException {
        return spawn(prefix, KilledGateway.class, dataDir.toString(), programs.toString());
    }

    private Process spawn(List<String> prefix, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx200m", "-cp", prefix.isEmpty() ? classPath() : reachableClassPath()));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command)
                .directory(dataDir.toFile())
                .redirectErrorStream(true)
                .start();
        children.add(child);
        BufferedReader output = child.inputReader();
        StringBuilder before = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready ")) {
                childBackEnd = Long.parseLong(line.substring("ready ".length()));
                return child;
            }
            before.append(line).append('\n');
        }
        throw new IllegalStateException("the child ended early:\n" + before);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The class path copied to where everybody may read, without the programs of other systems. */
    private String reachableClassPath() throws IOException {
        Path copies = Files.createDirectory(dataDir.resolve("classes"));
        List<String> reachable = new ArrayList<>();
        for (String entry : classPath().split(java.io.File.pathSeparator)) {
            Path from = Path.of(entry);
            if (Files.exists(from) && !entry.contains("-darwin-")) {
                Path to = copies.resolve(reachable.size() + "-" + from.getFileName());
                copy(from, to);
                reachable.add(to.toString());
            }
        }
        return String.join(java.io.File.pathSeparator, reachable);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
