// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder whose files count as spooled bytes, deleted with all that is in it by {@link #close}. Belongs to one thread. */
public final class SpoolFolder implements AutoCloseable {
    private final SpoolArea area;
    private final Path path;
    private long size;

    SpoolFolder(SpoolArea area, Path path) {
        this.area = area;
        this.path = path;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Measures the files; says which quota they exceed, in words for the user with the remedy; empty if none.
     *
     * @throws IOException if the file system fails
     */
    public Optional<String> exceeded() throws IOException {
        long now = 0;
        for (Path file : contents(path)) {
            now += sizeOf(file);
        }
        area.add(now - size);
        size = now;
        return area.exceeded(size);
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException deletedMeanwhile) {
            return 0;
        }
    }

    private static List<Path> contents(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    /** Deletes a file, or a folder with all that is in it. */
    static void delete(Path path) throws IOException {
        for (Path file : contents(path)) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() {
        try {
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            area.add(-size);
            size = 0;
        }
    }
}
