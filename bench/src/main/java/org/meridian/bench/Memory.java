// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Memory of a process and its descendants at one moment, in MB (10^6 bytes). Pages that processes share count once in
 * {@code pss}, spread over them.
 *
 * @param pss proportional set size
 * @param rss resident set size; shared pages count for every process
 * @param peakRss largest resident set size of the first process since its start
 */
record Memory(double pss, double rss, double peakRss) {

    /**
     * Reads it from {@code /proc}.
     *
     * @throws IOException where there is no such process, or no {@code /proc}
     */
    static Memory of(long pid) throws IOException {
        ProcessHandle first = ProcessHandle.of(pid).orElseThrow(() -> new IOException("process " + pid + " has ended"));
        List<ProcessHandle> tree =
                Stream.concat(Stream.of(first), first.descendants()).toList();
        double pss = 0;
        double rss = 0;
        for (ProcessHandle process : tree) {
            try {
                pss += megabytes(process.pid(), "smaps_rollup", "Pss:");
                rss += megabytes(process.pid(), "smaps_rollup", "Rss:");
            } catch (IOException e) {
                // A back end may end while it is looked at; the first process may not.
                if (process.pid() == pid || process.isAlive()) {
                    throw e;
                }
            }
        }
        return new Memory(pss, rss, megabytes(pid, "status", "VmHWM:"));
    }

    private static double megabytes(long pid, String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
            String kilobytes = lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + key + " of process " + pid));
            return Double.parseDouble(kilobytes.replaceAll("[^0-9]", "")) * 1024 / 1e6;
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "PSS %.0f MB, RSS %.0f MB", pss, rss);
    }
}
