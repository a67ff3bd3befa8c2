// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.db.DatabaseConfig;
import org.meridian.core.db.DatabaseException;
import org.meridian.core.db.SqlLiteral;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL data directory and the programs that make, start and stop a server on it.
 *
 * @param directory the data directory
 * @param binaries the programs
 * @param account as whom they run
 */
record Cluster(Path directory, PostgresBinaries binaries, Account account) {
    /** The superuser, used only to set up and upgrade. */
    static final String ADMIN = "meridian_admin";

    /** The database, and the role that owns it. */
    static final String OWNER = "meridian";

    /** The role of users' queries. */
    static final String QUERY = "meridian_query";

    /** What {@code initdb} is called with: the same on every system, so that no index depends on its libraries. */
    static final List<String> INITDB_OPTIONS = List.of(
            "--username=" + ADMIN,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums");

    private static final String CONFIGURATION = "postgresql.conf";
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final Duration CREATING = Duration.ofMinutes(5);
    // A crash recovery reads up to max_wal_size; a fast stop writes what is in shared_buffers.
    private static final Duration STARTING = Duration.ofMinutes(10);
    private static final Duration STOPPING = Duration.ofMinutes(1);
    private static final long LOG_LIMIT = 10 << 20;
    private static final Pattern PORT = Pattern.compile("(?m)^port = (\\d+)$");

    /** Whether the data directory exists. */
    boolean exists() {
        return Files.exists(directory);
    }

    /** Major version of the programs. */
    String programVersion() {
        List<String> command = new ArrayList<>(account.prefix());
        command.addAll(List.of(binaries.program("postgres").toString(), "--version"));
        Command.Result version = Command.run(Duration.ofSeconds(10), command);
        Matcher number = Pattern.compile("\\b(\\d+)\\.").matcher(version.output());
        if (version.exitCode() != 0 || !number.find()) {
            throw new DatabaseException("PostgreSQL does not run on this system: "
                    + version.output().strip() + ". If the user it runs as cannot read " + binaries.home()
                    + ", choose another folder for the programs; if that folder is damaged, delete it to have it unpacked"
                    + " anew; or configure the JDBC URL of a PostgreSQL of your own.");
        }
        return number.group(1);
    }

    /**
     * Makes the data directory with its roles and its empty database. It appears when all is done: after a failure or a
     * crash there is none.
     */
    void create(Passwords passwords) throws IOException {
        LOG.info("making a database in {}", directory);
        Cluster partial = new Cluster(directory.resolveSibling(directory.getFileName() + ".new"), binaries, account);
        Folders.delete(partial.directory);
        Files.createDirectory(
                partial.directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(partial.directory);
        Path passwordFile = directory.resolveSibling("postgres-first-password");
        try {
            Folders.writePrivate(passwordFile, passwords.admin());
            account.own(passwordFile);
            List<String> arguments = new ArrayList<>(INITDB_OPTIONS);
            arguments.add("--pwfile=" + passwordFile);
            arguments.add("--pgdata=" + partial.directory);
            partial.run(CREATING, "initdb", arguments);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        partial.sql("postgres", roles(passwords));
        partial.sql(OWNER, restrictions());
        Files.move(partial.directory, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> roles(Passwords passwords) {
        String settings = " NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ";
        return List.of(
                "CREATE ROLE " + OWNER + " LOGIN" + settings + SqlLiteral.of(passwords.owner()),
                "CREATE ROLE " + QUERY + " LOGIN NOINHERIT" + settings + SqlLiteral.of(passwords.query()),
                // A runaway sort or join of one query must not fill the disk.
                "ALTER ROLE " + QUERY + " SET temp_file_limit = '32GB'",
                "CREATE DATABASE " + OWNER + " OWNER " + OWNER);
    }

    private static List<String> restrictions() {
        return List.of(
                "REVOKE ALL ON DATABASE " + OWNER + " FROM PUBLIC",
                "GRANT CONNECT, TEMPORARY ON DATABASE " + OWNER + " TO " + QUERY,
                "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC",
                "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                // Only for a superuser to do: whoever may log in may otherwise write large objects.
                "REVOKE EXECUTE ON FUNCTION lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea),"
                        + " lo_open(oid, integer), lo_put(oid, bigint, bytea), lowrite(integer, bytea),"
                        + " lo_unlink(oid), lo_truncate(integer, integer), lo_truncate64(integer, bigint) FROM PUBLIC");
    }

    /** Runs SQL with the server down: nothing can be logged in to before the roles are as they should be. */
    private void sql(String database, List<String> statements) {
        List<String> command = new ArrayList<>(account.prefix());
        command.add(binaries.program("postgres").toString());
        command.addAll(List.of("--single", "-j", "-D", directory.toString(), "-c", "exit_on_error=true", database));
        Command.Result result = Command.run(CREATING, command, String.join(";\n\n", statements) + ";\n\n");
        if (result.exitCode() != 0) {
            throw new DatabaseException(
                    "the new database could not be set up: " + result.output().strip());
        }
    }

    /** Port of the last, or present, run on a data directory; 0 if there was none. */
    static int lastPort(Path directory) throws IOException {
        Matcher port = PORT.matcher(Files.readString(directory.resolve(CONFIGURATION)));
        return port.find() ? Integer.parseInt(port.group(1)) : 0;
    }

    /**
     * Starts a server and waits until it takes connections.
     *
     * @throws DatabaseException when it does not start; the message has the end of its log
     */
    void start(int port, DatabaseConfig.Pools pools) throws IOException {
        replace(directory.resolve(CONFIGURATION), ServerSettings.configuration(port, pools));
        replace(directory.resolve("pg_hba.conf"), ServerSettings.HBA);
        Path log = logFile();
        if (Files.exists(log, LinkOption.NOFOLLOW_LINKS) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            run(
                    STARTING,
                    "pg_ctl",
                    List.of(
                            "start",
                            "--silent",
                            "--wait",
                            "--timeout=" + (STARTING.toSeconds() - 5),
                            "--log=" + log,
                            "--pgdata=" + directory));
        } catch (DatabaseException e) {
            throw new DatabaseException(e.getMessage() + "\nEnd of " + log + ":\n" + endOf(log), e);
        }
    }

    private void replace(Path file, String text) throws IOException {
        Folders.writePrivate(file, text);
        account.own(file);
    }

    private Path logFile() {
        return directory.resolve("server.log");
    }

    private static String endOf(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "(nothing)";
        }
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    /**
     * Stops the server: ends its back ends, writes everything out. One that cannot do that in a minute is stopped at
     * once, which loses nothing committed; its next start takes longer.
     *
     * @throws DatabaseException when it does not stop at all
     */
    void stop() {
        try {
            stop("fast");
        } catch (DatabaseException e) {
            LOG.warn("PostgreSQL does not stop in good order ({}); stopping it at once", e.getMessage());
            stop("immediate");
        }
    }

    private void stop(String mode) {
        run(
                STOPPING.plusSeconds(5),
                "pg_ctl",
                List.of(
                        "stop",
                        "--silent",
                        "--wait",
                        "--timeout=" + STOPPING.toSeconds(),
                        "--mode=" + mode,
                        "--pgdata=" + directory));
    }

    private void run(Duration limit, String program, List<String> arguments) {
        List<String> command = new ArrayList<>(account.prefix());
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        Command.Result result = Command.run(limit, command);
        if (result.exitCode() != 0) {
            throw new DatabaseException(program + " failed: " + result.output().strip());
        }
    }
}
