// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.meridian.core.http.PrivateFolder;

/**
 * A folder for bytes that have to wait: results that slow clients have not taken yet, rows that must be counted before they
 * are written. Files are unlinked as soon as they are open, so that nothing outlives the process; what a process killed
 * between the two left behind is cleared by {@link #open}. Thread-safe.
 */
public final class SpoolArea {
    private static final String PREFIX = "spool-";
    private static final String SUFFIX = ".part";

    private final Path directory;
    private final Limits limits;
    private final AtomicLong total = new AtomicLong();

    private SpoolArea(Path directory, Limits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /**
     * How much may wait.
     *
     * @param memoryBytes per result, in memory
     * @param resultBytes per file
     * @param totalBytes of all files together
     */
    public record Limits(int memoryBytes, long resultBytes, long totalBytes) {
        /** 1 MiB in memory, 8 GiB per file, 32 GiB in all. */
        public static final Limits DEFAULT = new Limits(1 << 20, 8L << 30, 32L << 30);

        public Limits {
            if (memoryBytes < 1 || resultBytes < 0 || totalBytes < 0) {
                throw new IllegalArgumentException("limits must not be negative, memory not empty");
            }
        }
    }

    /**
     * Takes a folder into use.
     *
     * @param directory made if it is not there; used by this process alone
     * @throws IOException if it cannot be made or cleared
     */
    public static SpoolArea open(Path directory, Limits limits) throws IOException {
        PrivateFolder.create(directory);
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : stale) {
                SpoolFolder.delete(file);
            }
        }
        return new SpoolArea(directory, limits);
    }

    /** The limits of every file of this area. */
    public Limits limits() {
        return limits;
    }

    /** Bytes on disk now. */
    public long usedBytes() {
        return total.get();
    }

    /**
     * A new empty file, which the caller closes.
     *
     * @throws IOException if the file system does not allow it
     */
    public SpoolFile newFile() throws IOException {
        Path path = Files.createTempFile(directory, PREFIX, SUFFIX);
        try {
            return new SpoolFile(this, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } finally {
            Files.delete(path);
        }
    }

    /**
     * A new empty folder for a program that insists on names, which the caller closes.
     *
     * @throws IOException if the file system does not allow it
     */
    public SpoolFolder newFolder() throws IOException {
        return new SpoolFolder(this, Files.createTempDirectory(directory, PREFIX));
    }

    void add(long bytes) {
        total.addAndGet(bytes);
    }

    /** Which quota a file of {@code size} bytes exceeds, in words for the user with the remedy; empty if none. */
    Optional<String> exceeded(long size) {
        if (size > limits.resultBytes()) {
            return Optional.of("the result is larger than the " + inWords(limits.resultBytes())
                    + " this service keeps for a client that reads slower than rows are made; ask for fewer rows or columns,"
                    + " or split the query");
        }
        if (size > 0 && usedBytes() > limits.totalBytes()) {
            return Optional.of("all results that wait for slow clients together exceed " + inWords(limits.totalBytes())
                    + "; try again later, or ask for fewer rows or columns");
        }
        return Optional.empty();
    }

    private static String inWords(long bytes) {
        if (bytes >= 1L << 30) {
            return (bytes >> 30) + " GiB";
        }
        return bytes >= 1L << 20 ? (bytes >> 20) + " MiB" : bytes + " bytes";
    }
}
