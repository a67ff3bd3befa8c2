// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.meridian.core.db.DatabaseException;

/** Runs programs of the system, in bounded time. */
final class Command {
    /**
     * How a program ended.
     *
     * @param exitCode its exit code
     * @param output what it printed, standard error included
     */
    record Result(int exitCode, String output) {}

    private static final int NOT_FOUND = 127;

    private Command() {}

    /** Runs a program without input. */
    static Result run(Duration limit, List<String> command) {
        return run(limit, command, "");
    }

    /**
     * Runs a program. A missing one ends like in a shell, with code 127.
     *
     * @param limit after which it is killed
     * @param command program and arguments
     * @param input its standard input
     * @throws DatabaseException when it does not end in time
     */
    static Result run(Duration limit, List<String> command, String input) {
        try {
            // Files, not pipes: a server started by the program could keep a pipe open for ever.
            Path in = Files.createTempFile("meridian-", ".in");
            Path out = Files.createTempFile("meridian-", ".out");
            try {
                Files.writeString(in, input);
                return run(limit, command, in, out);
            } finally {
                Files.delete(in);
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new DatabaseException("cannot run " + command.getFirst() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while running " + command.getFirst(), e);
        }
    }

    private static Result run(Duration limit, List<String> command, Path in, Path out)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectErrorStream(true)
                // The starter's folder may be closed to the account that PostgreSQL runs as.
                .directory(new java.io.File("/"));
        // Settings of the operator's own PostgreSQL are not meant for this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Result(NOT_FOUND, String.valueOf(e.getMessage()));
        }
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new DatabaseException(String.join(" ", command) + " did not end within " + limit.toSeconds() + " s");
        }
        return new Result(process.exitValue(), Files.readString(out));
    }
}
