// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs programs of others that judge. Where the environment variable {@code MERIDIAN_TEST_REQUIRE_TOOLS} is {@code true} they must be there. */
final class Judge {

    private Judge() {}

    /**
     * What a program prints; skips the calling test where it is not installed.
     *
     * @param folder for what it prints
     * @param directory in which it runs
     */
    static String run(Path folder, Path directory, List<String> command) throws IOException, InterruptedException {
        requireTool(command);
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(Duration.ofMinutes(4).toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("after four minutes without an end: " + Files.readString(output));
        }
        return Files.readString(output).replaceAll("(?m)^(Picked up|WARNING:).*\n", "");
    }

    private static void requireTool(List<String> command) throws IOException, InterruptedException {
        Optional<String> missing = Optional.empty();
        if (command.getFirst().endsWith("python3")) {
            Process probe = Files.isExecutable(Path.of(command.getFirst()))
                    ? new ProcessBuilder(command.getFirst(), "-c", "import pyvo").start()
                    : new ProcessBuilder("false").start();
            missing = probe.waitFor() == 0 ? Optional.empty() : Optional.of("pyVO (Debian: python3-pyvo)");
        } else if (new ProcessBuilder("sh", "-c", "command -v " + command.getFirst())
                        .start()
                        .waitFor()
                != 0) {
            missing = Optional.of(command.getFirst());
        }
        if (missing.isPresent()) {
            String message = missing.get() + " is not installed: its judgement is not asked";
            Assumptions.assumeTrue("true".equals(System.getenv("MERIDIAN_TEST_REQUIRE_TOOLS")), message);
            throw new AssertionError(message);
        }
    }
}
