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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * A folder for files that come with requests and are needed no longer than their request. Bounded in all and for each client; what a process
 * that was killed left behind is cleared by {@link #open}. Thread-safe.
 */
public final class TemporaryFiles {
    private static final String PREFIX = "request-";
    private static final String SUFFIX = ".part";

    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Path directory;
    private final Room room;
    private final Optional<String> client;

    /** Bytes of this view's files; guarded by the room. */
    private long own;

    private TemporaryFiles(Path directory, Room room, Optional<String> client) {
        this.directory = directory;
        this.room = room;
        this.client = client;
    }

    /** What all files take. */
    private static final class Room {
        private final long totalBytes;
        private final long clientBytes;
        private final Map<String, Long> clients = new HashMap<>();
        private long used;

        Room(long totalBytes, long clientBytes) {
            this.totalBytes = totalBytes;
            this.clientBytes = clientBytes;
        }
    }

    /**
     * Takes a folder into use, for clients that may use as much as there is.
     *
     * @param directory made if it is not there; used by this process alone
     * @param totalBytes of all files together at most
     * @throws IOException if it cannot be made or cleared
     */
    public static TemporaryFiles open(Path directory, long totalBytes) throws IOException {
        return open(directory, totalBytes, totalBytes);
    }

    /**
     * Takes a folder into use.
     *
     * @param directory made if it is not there; used by this process alone
     * @param totalBytes of all files together at most
     * @param clientBytes of all files of one client at most
     * @throws IOException if it cannot be made or cleared
     */
    public static TemporaryFiles open(Path directory, long totalBytes, long clientBytes) throws IOException {
        PrivateFolder.create(directory);
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path file : stale) {
                Files.deleteIfExists(file);
            }
        }
        return new TemporaryFiles(directory, new Room(totalBytes, clientBytes), Optional.empty());
    }

    /**
     * The same folder for one request.
     *
     * @param account of its client; empty for who may use as much as there is
     */
    public TemporaryFiles of(Optional<String> account) {
        return new TemporaryFiles(directory, room, account);
    }

    /** Bytes on disk now. */
    public long usedBytes() {
        synchronized (room) {
            return room.used;
        }
    }

    /**
     * A new empty file, readable by this process's account only; closing deletes it.
     *
     * @throws IOException if the file system does not allow it
     */
    public TemporaryFile newFile() throws IOException {
        return new TemporaryFile(Files.createTempFile(directory, PREFIX, SUFFIX));
    }

    private void take(long bytes) {
        synchronized (room) {
            client.ifPresent(account -> requireShare(account, bytes));
            if (room.used + bytes > room.totalBytes) {
                throw new TransientFault(
                        "all files that are being sent to this service now are together more than it keeps at a time;"
                                + " try again later",
                        RETRY);
            }
            room.used += bytes;
            own += bytes;
            client.ifPresent(account -> room.clients.merge(account, bytes, Long::sum));
        }
    }

    private void requireShare(String account, long bytes) {
        if (own + bytes > room.clientBytes) {
            throw new UsageFault("the tables of one query have here, with what is unpacked of them, more than the "
                    + room.clientBytes + " bytes that a client may use at a time; send fewer or smaller ones");
        }
        long used = room.clients.getOrDefault(account, 0L);
        if (used + bytes > room.clientBytes) {
            throw TransientFault.tooManyRequests(
                    "you have used " + used + " of " + room.clientBytes
                            + " bytes for tables that are being sent or loaded"
                            + " at once; send the next when one has ended",
                    RETRY);
        }
    }

    private void giveBack(long bytes) {
        synchronized (room) {
            room.used -= bytes;
            own -= bytes;
            client.ifPresent(account ->
                    room.clients.computeIfPresent(account, (key, used) -> used > bytes ? used - bytes : null));
        }
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
            take(bytes);
            size += bytes;
        }

        @Override
        public void close() {
            if (!open) {
                return;
            }
            open = false;
            giveBack(size);
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
