// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.meridian.core.db.DatabaseException;

/**
 * One gateway per data folder. The lock is the operating system's and ends with the process, however that ends; the
 * text beside it only tells people who holds it.
 */
final class FolderLock implements AutoCloseable {
    /**
     * Folders locked by this process. POSIX locks belong to the process too, and closing a second channel on the file
     * would release them: a folder that is here is not tried again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param folder an existing folder
     * @throws DatabaseException when another gateway holds it; the message says which
     */
    static FolderLock acquire(Path folder) {
        try {
            Path real = folder.toRealPath();
            Path text = real.resolve("gateway.running");
            if (!HELD.add(real)) {
                throw refused(real, text);
            }
            FileChannel channel = null;
            try {
                channel = FileChannel.open(
                        real.resolve("gateway.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw refused(real, text);
                }
                Files.writeString(
                        text,
                        "process " + ProcessHandle.current().pid() + " since "
                                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n");
                return new FolderLock(real, channel);
            } catch (IOException | RuntimeException e) {
                HELD.remove(real);
                close(channel);
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseException(
                    "the data folder " + folder + " cannot be used: " + Folders.reason(e, folder), e);
        }
    }

    /** Whether another process, or another gateway of this one, holds the folder now. */
    static boolean isHeld(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (HELD.contains(real)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(
                        real.resolve("gateway.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }

    private static DatabaseException refused(Path folder, Path text) throws IOException {
        String holder = Files.exists(text) ? " (" + Files.readString(text).strip() + ")" : "";
        return new DatabaseException("another gateway" + holder + " uses the data folder " + folder
                + ". Stop it first, or give this one another folder with --data-dir.");
    }

    private static void close(@Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** Lets others have the folder. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve("gateway.running"));
            channel.close();
        } catch (IOException e) {
            throw new DatabaseException("the lock of " + folder + " could not be released: " + e, e);
        } finally {
            HELD.remove(folder);
        }
    }
}
