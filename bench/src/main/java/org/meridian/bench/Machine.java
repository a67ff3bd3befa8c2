// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    /** Processors, memory, system and Java in one line. */
    static String line() {
        return String.format(
                Locale.ROOT,
                "%d cores%s, %s, %s %s, Java %s (%s)",
                Runtime.getRuntime().availableProcessors(),
                value("/proc/cpuinfo", "model name")
                        .map(name -> " (" + name + ")")
                        .orElse(""),
                value("/proc/meminfo", "MemTotal")
                        .map(kb -> String.format(
                                Locale.ROOT, "%.1f GB of memory", Double.parseDouble(kb.replace(" kB", "")) / 1e6))
                        .orElse("memory unknown"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                System.getProperty("java.vendor"));
    }

    private static java.util.Optional<String> value(String file, String key) {
        try {
            List<String> lines = Files.readAllLines(Path.of(file));
            return lines.stream()
                    .filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip());
        } catch (IOException e) {
            return java.util.Optional.empty();
        }
    }
}
