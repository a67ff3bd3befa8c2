// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Python that does with astropy, and fitsio if it has that, what the gateway does. Its start does not count. */
final class PythonLoops implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("python3", "/usr/bin/python3");

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;
    private final Set<String> commands;

    private PythonLoops(Process process, BufferedReader answers, String commands) {
        this.process = process;
        this.answers = answers;
        this.questions = process.outputWriter(UTF_8);
        this.commands = Set.of(commands.split(" "));
    }

    /**
     * Starts the one that {@code MERIDIAN_BENCH_PYTHON} names, or the first that has astropy.
     *
     * @param work where its script is put
     * @return empty if there is none
     */
    static Optional<PythonLoops> start(Path work) throws IOException {
        Path script = work.resolve("loops.py");
        try (InputStream in = Objects.requireNonNull(PythonLoops.class.getResourceAsStream("loops.py"))) {
            Files.write(script, in.readAllBytes());
        }
        String named = System.getenv("MERIDIAN_BENCH_PYTHON");
        for (String program : named == null ? PROGRAMS : List.of(named)) {
            Optional<PythonLoops> started = start(program, script, work.resolve("python.log"));
            if (started.isPresent()) {
                return started;
            }
        }
        return Optional.empty();
    }

    private static Optional<PythonLoops> start(String program, Path script, Path log) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(program, script.toString())
                    .redirectError(log.toFile())
                    .start();
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        }
        BufferedReader answers = process.inputReader(UTF_8);
        @Nullable String commands = answers.readLine();
        return commands == null ? Optional.empty() : Optional.of(new PythonLoops(process, answers, commands));
    }

    /** Whether it has what a command needs. */
    boolean knows(String command) {
        return commands.contains(command);
    }

    /** Does something; in seconds, as it counts them itself. */
    double seconds(Object... command) throws IOException {
        for (Object word : command) {
            questions.write(word + " ");
        }
        questions.write("\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("Python failed at " + command[0] + ": see python.log");
        }
        return Double.parseDouble(answer);
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
