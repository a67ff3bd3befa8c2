// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Commands of {@code ./meridian} beside a running gateway.
 *
 * @param home folder with the launcher
 * @param dataDir of the gateway
 * @param log takes what they print
 */
record MeridianCommand(Path home, Path dataDir, Path log) {
    private static final long LIMIT_MINUTES = 20;

    /** One run, from the start of its process to its end; in seconds. */
    double run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("meridian").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data-dir", dataDir.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("MERIDIAN_JAVA_HOME", System.getProperty("java.home"));
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(arguments[0] + " failed:\n" + Files.readString(log));
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            process.destroy();
        }
    }
}
