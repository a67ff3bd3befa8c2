// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.PrivateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures that have been made, in files of a folder: those that nobody has asked for lately go when there are too many. Knows
 * nothing of rights: who asks here may see the picture. Thread-safe; one process uses a folder.
 */
public final class PictureCache {

    private static final Logger LOG = LoggerFactory.getLogger(PictureCache.class);

    private static final String END = ".png";
    private static final int LOCKS = 64;

    /** How long one waits for a picture that is being made for another. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long it is known that a picture cannot be made. */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final int MOST_FAILURES = 10_000;

    private final Path folder;
    private final long mostBytes;
    private final List<Lock> making = new ArrayList<>();

    /** Bytes by name of file, the one used last at the end; guarded by itself. */
    private final LinkedHashMap<String, Long> kept = new LinkedHashMap<>(64, 0.75f, true);

    /** Why there is none, by name of file; the oldest go when there are too many. */
    private final Map<String, Failure> failures = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failure> oldest) {
            return size() > MOST_FAILURES;
        }
    });

    private long bytes;

    /** @param until by {@link System#nanoTime} */
    private record Failure(DaliFault fault, long until) {}

    private PictureCache(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        for (int i = 0; i < LOCKS; i++) {
            making.add(new ReentrantLock());
        }
    }

    /**
     * Takes a folder into use, with the pictures that are in it.
     *
     * @param folder made if it is not there
     * @param mostBytes of all pictures together
     * @throws IOException if it cannot be made or read
     */
    public static PictureCache open(Path folder, long mostBytes) throws IOException {
        PictureCache cache = new PictureCache(PrivateFolder.create(folder), mostBytes);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(END)) {
                    cache.add(name, Files.size(file));
                } else {
                    Files.deleteIfExists(file);
                }
            }
        }
        return cache;
    }

    /** Makes a picture, as PNG. */
    @FunctionalInterface
    public interface Maker {
        /** The bytes. */
        byte[] make() throws IOException;
    }

    /**
     * A picture: its file is open, and stays what it is when it goes.
     *
     * @param channel closed by whoever got it
     * @param tag for the header ETag, without quotes
     */
    public record Picture(FileChannel channel, long size, Instant modified, String tag) {}

    /**
     * The picture of a key, if it was made before.
     *
     * @param key says all on which it depends
     * @throws DaliFault if it could not be made lately
     * @throws IOException if the disk fails
     */
    public Optional<Picture> made(String key) throws IOException {
        return known(digest(key) + END);
    }

    private Optional<Picture> known(String name) throws IOException {
        Failure failure = failures.get(name);
        if (failure != null && failure.until - System.nanoTime() > 0) {
            throw failure.fault;
        }
        return find(name);
    }

    /**
     * The picture of a key; it is made if there is none. Who asks for one that is being made waits for it, for a while. That there is
     * nothing to be seen, and what is not to be tried again for minutes, is remembered.
     *
     * @param key says all on which it depends
     * @throws TransientFault if the wait is too long
     * @throws IOException if the disk fails, or as the maker
     */
    public Picture get(String key, Maker maker) throws IOException {
        String name = digest(key) + END;
        Lock lock = making.get(Math.floorMod(name.hashCode(), LOCKS));
        await(lock);
        try {
            Optional<Picture> meanwhile = known(name);
            return meanwhile.isPresent() ? meanwhile.get() : keep(name, maker.make());
        } catch (NotFoundFault nothing) {
            remember(name, nothing);
            throw nothing;
        } catch (TransientFault later) {
            if (later.retryAfter().compareTo(REMEMBERED) >= 0) {
                remember(name, later);
            }
            throw later;
        } finally {
            lock.unlock();
        }
    }

    private static void await(Lock lock) {
        boolean got = false;
        try {
            got = lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!got) {
            throw new TransientFault("the picture is still being made; try again later", PATIENCE);
        }
    }

    private void remember(String name, DaliFault fault) {
        long now = System.nanoTime();
        // Not renewed by those who were told so meanwhile.
        failures.compute(
                name,
                (key, before) -> before != null && before.until - now > 0
                        ? before
                        : new Failure(fault, now + REMEMBERED.toNanos()));
    }

    private static String digest(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Optional<Picture> find(String name) throws IOException {
        synchronized (kept) {
            if (kept.get(name) == null) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(open(name));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private Picture open(String name) throws IOException {
        Path file = folder.resolve(name);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new Picture(
                    channel,
                    channel.size(),
                    Files.getLastModifiedTime(file).toInstant(),
                    name.substring(0, name.length() - END.length()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private Picture keep(String name, byte[] png) throws IOException {
        Path part = Files.createTempFile(folder, "new-", ".part");
        try {
            Files.write(part, png);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        Picture picture = open(name);
        add(name, png.length);
        return picture;
    }

    private void add(String name, long size) {
        List<String> over = new ArrayList<>();
        synchronized (kept) {
            Long before = kept.put(name, size);
            bytes += size - (before == null ? 0 : before);
            for (Iterator<Map.Entry<String, Long>> oldest = kept.entrySet().iterator();
                    bytes > mostBytes && oldest.hasNext(); ) {
                Map.Entry<String, Long> each = oldest.next();
                bytes -= each.getValue();
                over.add(each.getKey());
                oldest.remove();
            }
        }
        for (String each : over) {
            try {
                Files.deleteIfExists(folder.resolve(each));
            } catch (IOException e) {
                LOG.warn("the picture {} cannot be removed: {}", each, e.toString());
            }
        }
    }
}
