// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * A folder for files that come with requests and are needed no longer than their request. Bounded in all; what a process
 * that was killed left behind is cleared by {@link #open}. Thread-safe.
 */
public final class TemporaryFiles {
    private static final String PREFIX = "request-";
    private static final String SUFFIX = ".part";

    private final Path directory;
    private final long totalBytes;
    private final AtomicLong used = new AtomicLong();

    private TemporaryFiles(Path directory, long totalBytes) {
        this.directory = directory;
        this.totalBytes = totalBytes;
    }

    /**
     * Takes a folder into use.
     *
     * @param directory made if it is not there; used by this process alone
     * @param totalBytes of all files together at most
     * @throws IOException if it cannot be made or cleared
     */
    public static TemporaryFiles open(Path directory, long totalBytes) throws IOException {
        PrivateFolder.create(directory);
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path file : stale) {
                Files.deleteIfExists(file);
            }
        }
        return new TemporaryFiles(directory, totalBytes);
    }

    /** Bytes on disk now. */
    public long usedBytes() {
        return used.get();
    }

    /**
     * A new empty file, readable by this process's account only; closing deletes it.
     *
     * @throws IOException if the file system does not allow it
     */
    public TemporaryFile newFile() throws IOException {
        return new TemporaryFile(Files.createTempFile(directory, PREFIX, SUFFIX));
    }

    /** Closes all, also where one fails. */
    static void closeAll(List<? extends AutoCloseable> files) {
        Optional<RuntimeException> failure = Optional.empty();
        for (AutoCloseable file : files) {
            try {
                file.close();
            } catch (Exception e) {
                failure = Optional.of(new IllegalStateException("a temporary file could not be deleted", e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** A file that is deleted when it is closed. One thread uses it. */
    public final class TemporaryFile implements AutoCloseable {
        private final Path path;
        private long size;
        private boolean open = true;

        private TemporaryFile(Path path) {
            this.path = path;
        }

        /** Where it is. */
        public Path path() {
            return path;
        }

        /** Bytes written. */
        public long size() {
            return size;
        }

        /**
         * Opens the file for writing at its end.
         *
         * @param maxBytes size of the file at most
         * @param tooLarge what the client is told if more is written
         * @return throws a {@link UsageFault} where the file, a {@link TransientFault} where all files become too large
         * @throws IOException if the file system does not allow it
         */
        public OutputStream write(long maxBytes, String tooLarge) throws IOException {
            return new Writer(Files.newOutputStream(path, StandardOpenOption.APPEND), maxBytes, tooLarge);
        }

        private void add(int bytes, long maxBytes, String tooLarge) {
            if (size + bytes > maxBytes) {
                throw new UsageFault(tooLarge);
            }
            if (used.addAndGet(bytes) > totalBytes) {
                used.addAndGet(-bytes);
                throw new TransientFault(
                        "all files that are being sent to this service now are together more than it keeps at a time;"
                                + " try again later",
                        Duration.ofSeconds(30));
            }
            size += bytes;
        }

        @Override
        public void close() {
            if (!open) {
                return;
            }
            open = false;
            used.addAndGet(-size);
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private final class Writer extends FilterOutputStream {
            private final long maxBytes;
            private final String tooLarge;

            Writer(OutputStream out, long maxBytes, String tooLarge) {
                super(out);
                this.maxBytes = maxBytes;
                this.tooLarge = tooLarge;
            }

            @Override
            public void write(int b) throws IOException {
                add(1, maxBytes, tooLarge);
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                add(length, maxBytes, tooLarge);
                out.write(bytes, offset, length);
            }
        }
    }
}
