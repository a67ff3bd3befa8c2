// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridian.core.db.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier gateway that was killed left running: a whole server, or back ends that outlived it.
 *
 * <p>A left-over server is stopped, not adopted: stopping ends every back end with its half-done work and takes a tenth
 * of a second, and the server then runs with this start's settings. Called with the folder locked, so that no living
 * gateway uses the server.
 *
 * <p>On Linux a process is known to be such a one by its program and its working directory, which for PostgreSQL is the
 * data directory, and neither a process number used again nor a moved folder deceives. Elsewhere by its program, and by
 * its start within {@link #CLOCK_TOLERANCE} of the time in {@code postmaster.pid}.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Path PROC = Path.of("/proc");

    private final Cluster cluster;
    private final boolean procfs = Files.exists(PROC.resolve("self/cwd"));

    /** Left-overs of one data directory. */
    Leftovers(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Ends them.
     *
     * @throws DatabaseException when one cannot be ended, or it is not certain whether a process is one
     */
    void end() throws IOException {
        Path pidFile = cluster.directory().resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            Optional<ProcessHandle> server = server(pidFile);
            if (server.isPresent()) {
                LOG.warn(
                        "PostgreSQL (process {}) of an earlier run still runs on {}; stopping it",
                        server.get().pid(),
                        cluster.directory());
                cluster.stop();
                // It removes its file a moment before it ends.
                awaitEnd(server.get());
            }
        }
        List<ProcessHandle> orphans = orphans();
        for (ProcessHandle orphan : orphans) {
            LOG.warn("ending a back end (process {}) without its server", orphan.pid());
            // Its server is gone: nothing it does can be committed any more; recovery sorts it out.
            orphan.destroyForcibly();
        }
        orphans.forEach(this::awaitEnd);
        if (Files.deleteIfExists(pidFile)) {
            // The number may belong to any process by now, and PostgreSQL would believe that to be its server.
            LOG.info("PostgreSQL was not stopped in good order last time; it will recover");
        }
    }

    private Optional<ProcessHandle> server(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> process = lines.isEmpty() ? Optional.empty() : ProcessHandle.of(number(lines.get(0)));
        if (process.isEmpty() || !process.get().isAlive()) {
            return Optional.empty();
        }
        if (procfs) {
            return process.filter(p -> isPostgresHere(p.pid()));
        }
        Optional<String> program = process.get().info().command();
        Optional<Instant> started = process.get().info().startInstant();
        if (program.isEmpty() || started.isEmpty() || lines.size() < 3) {
            throw new DatabaseException("process " + process.get().pid() + " may be a PostgreSQL that uses "
                    + cluster.directory() + ". Stop it; or, if it is another program, delete " + pidFile + ".");
        }
        Duration apart = Duration.between(Instant.ofEpochSecond(number(lines.get(2))), started.get());
        return process.filter(
                p -> isPostgres(Path.of(program.get())) && apart.abs().compareTo(CLOCK_TOLERANCE) < 0);
    }

    private static long number(String line) {
        String digits = line.strip();
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }

    private static boolean isPostgres(Path program) {
        // A deleted program reads "postgres (deleted)".
        return String.valueOf(program.getFileName()).matches("postgres( .*)?");
    }

    private boolean isPostgresHere(long pid) {
        Path process = PROC.resolve(Long.toString(pid));
        try {
            return isPostgres(Files.readSymbolicLink(process.resolve("exe")))
                    && Files.isSameFile(process.resolve("cwd"), cluster.directory());
        } catch (IOException e) {
            // Ended meanwhile, or somebody else's: not a server of this account.
            return false;
        }
    }

    private List<ProcessHandle> orphans() throws IOException {
        if (!procfs || !cluster.exists()) {
            // Elsewhere PostgreSQL's own check of its shared memory refuses the start while there are any.
            return List.of();
        }
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> number(entry.getFileName().toString()))
                    .filter(pid -> pid > 0 && isPostgresHere(pid))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .toList();
        }
    }

    private void awaitEnd(ProcessHandle process) {
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            // An ended process stays in sight where nobody collects it (some containers), but has no folder any more.
            while (procfs ? isPostgresHere(process.pid()) : process.isAlive()) {
                if (System.nanoTime() > end) {
                    throw new DatabaseException(
                            "process " + process.pid() + " still uses " + cluster.directory() + " and cannot be ended");
                }
                Thread.sleep(LOOK_AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while process " + process.pid() + " ended", e);
        }
    }
}
