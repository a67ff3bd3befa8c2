// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.meridian.workspace.storage.FileState.Identity;

/**
 * The names in large directories, as they were when these were last read: who goes through one page by page does not have it read
 * for each. They are good as long as the directory has not changed, which its time of change tells; as that goes by the ticks
 * of a clock, one that has changed lately is read again. Within bounds: what was used least lately is forgotten. Thread-safe.
 */
final class KnownNames {

    /** From how many bytes of names on a directory is large: some thousand names. */
    static final int LARGE = 64 << 10;

    private static final int ROOM = 32 << 20;
    private static final long LATELY_NS = Duration.ofSeconds(2).toNanos();

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Identity, Known> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private long used;

    /**
     * What is in a directory.
     *
     * @param device that it is on
     * @param changedNs when it last changed
     * @param names each after its length in one byte; as the file system gives them
     */
    private record Known(long device, long changedNs, byte[] names) {}

    /** @param clock by which directories change */
    KnownNames(InstantSource clock) {
        this.clock = clock;
    }

    /** Offers the names of all entries of a directory. */
    void list(Directory directory, FirstNames first) throws IOException {
        FileState before = directory.state();
        Optional<byte[]> known = find(before);
        if (known.isPresent()) {
            offer(known.get(), first);
            return;
        }
        boolean settled = isSettled(before);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        directory.listBytes((name, inode, type) -> {
            first.offer(name, 0, name.length);
            if (settled && read.size() <= ROOM) {
                read.write(name.length);
                read.write(name, 0, name.length);
            }
        });
        boolean worth = read.size() >= LARGE && read.size() <= ROOM;
        if (worth && directory.state().changedNs() == before.changedNs()) {
            keep(before.identity(), new Known(before.device(), before.changedNs(), read.toByteArray()));
        }
    }

    private static void offer(byte[] names, FirstNames first) {
        int at = 0;
        while (at < names.length) {
            int from = at + 1;
            at = from + Byte.toUnsignedInt(names[at]);
            first.offer(names, from, at);
        }
    }

    /** Whether what changes it from now on gives it another time. */
    private boolean isSettled(FileState state) {
        return clock.millis() * 1_000_000 - state.changedNs() > LATELY_NS;
    }

    /** The names of a directory that is as it was when it was read, each after its length. */
    Optional<byte[]> find(FileState state) {
        lock.lock();
        try {
            return Optional.ofNullable(byUse.get(state.identity()))
                    .filter(each -> each.device == state.device() && each.changedNs == state.changedNs())
                    .map(Known::names);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Identity directory, Known known) {
        lock.lock();
        try {
            Known before = byUse.put(directory, known);
            used += known.names.length - (before == null ? 0 : before.names.length);
            Iterator<Known> eldest = byUse.values().iterator();
            while (used > ROOM && eldest.hasNext()) {
                used -= eldest.next().names.length;
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
