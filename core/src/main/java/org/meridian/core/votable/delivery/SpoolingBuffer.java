// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.meridian.core.votable.Waiting;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.core.votable.spool.SpoolFile;

/**
 * Bytes between one thread that makes them and one that takes them, in order. Making never waits for taking: what does not
 * fit into the ring in memory goes to a spool file. While the file holds anything, new bytes go behind it; when it is empty
 * the ring is used again.
 *
 * <p>{@link #output()} belongs to the making thread, {@link #take} to the taking one; all else is for any thread.
 */
final class SpoolingBuffer implements AutoCloseable {
    /** Most answers are short: the ring begins small and grows to what the area allows. */
    private static final int FIRST_RING = 32 << 10;

    private final SpoolArea area;
    private final Output output = new Output();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private byte[] ring;
    private int ringStart;
    private int ringHeld;
    private long fileRead;
    private long fileWritten;
    private boolean ended;
    private boolean abandoned;
    private boolean makerBusy;
    private boolean takerBusy;
    private boolean closed;

    /** Opened by the making thread when it is first needed. */
    private volatile @Nullable SpoolFile file;

    private volatile boolean takerWaits;

    SpoolingBuffer(SpoolArea area) {
        this.area = area;
        this.ring = new byte[Math.min(FIRST_RING, area.limits().memoryBytes())];
    }

    /** Where bytes are put. Writing fails once the buffer has been abandoned. */
    OutputStream output() {
        return output;
    }

    /** No more bytes will come. */
    void end() {
        locked(() -> ended = true);
    }

    /** Nobody will take any more bytes. */
    void abandon() {
        locked(() -> abandoned = true);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Which quota the bytes on disk exceed, in words for the user; empty if none. */
    Optional<String> exceeded() {
        SpoolFile current = file;
        return current == null ? Optional.empty() : current.exceeded();
    }

    /** Whether there is nothing to be taken without waiting. */
    boolean isEmpty() {
        lock.lock();
        try {
            return ringHeld == 0 && fileRead == fileWritten;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the last byte, but no longer than {@code wait}, and not once more than {@code bytes} are there to be taken.
     *
     * @return whether no more bytes will come
     */
    boolean awaitEnd(int bytes, Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (!ended && !abandoned && fileRead == fileWritten && ringHeld <= bytes && left > 0) {
                left = changed.awaitNanos(left);
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes bytes, waiting until there are some.
     *
     * @return how many; -1 after the last
     * @throws IOException if the spool file fails or the wait is interrupted
     */
    int take(byte[] target) throws IOException {
        long from;
        int length;
        SpoolFile source;
        lock.lock();
        try {
            awaitBytes();
            if (ringHeld > 0) {
                return takeFromRing(target);
            }
            source = file;
            if (fileRead == fileWritten || source == null) {
                return -1;
            }
            from = fileRead;
            length = (int) Math.min(target.length, fileWritten - fileRead);
            takerBusy = true;
        } finally {
            lock.unlock();
        }
        int read = 0;
        try {
            read = source.read(from, target, 0, length);
        } finally {
            int taken = read;
            locked(() -> {
                fileRead += Math.max(0, taken);
                takerBusy = false;
                closeIfUnused();
            });
        }
        if (read <= 0) {
            throw new IOException("the spool file ends early");
        }
        return read;
    }

    private void awaitBytes() throws IOException {
        try {
            while (ringHeld == 0 && fileRead == fileWritten && !ended && !abandoned) {
                takerWaits = true;
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            takerWaits = false;
        }
    }

    private int takeFromRing(byte[] target) {
        int length = Math.min(Math.min(target.length, ringHeld), ring.length - ringStart);
        System.arraycopy(ring, ringStart, target, 0, length);
        ringStart = (ringStart + length) % ring.length;
        ringHeld -= length;
        return length;
    }

    /** Lets go of the file as soon as neither thread is using it. */
    @Override
    public void close() {
        locked(() -> {
            abandoned = true;
            closed = true;
            closeIfUnused();
        });
    }

    private void closeIfUnused() {
        SpoolFile current = file;
        if (closed && !makerBusy && !takerBusy && current != null) {
            file = null;
            current.close();
        }
    }

    private final class Output extends OutputStream implements Waiting {

        @Override
        public boolean isWaiting() {
            return takerWaits;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            lock.lock();
            try {
                if (abandoned) {
                    throw new IOException("the client has gone");
                }
                if (fileRead == fileWritten && ringHolds(length)) {
                    putIntoRing(bytes, offset, length);
                    changed.signalAll();
                    return;
                }
                makerBusy = true;
            } finally {
                lock.unlock();
            }
            long added = 0;
            try {
                spool(bytes, offset, length);
                added = length;
            } finally {
                long size = added;
                locked(() -> {
                    fileWritten += size;
                    makerBusy = false;
                    closeIfUnused();
                });
            }
        }

        /** Whether that many more bytes fit into the ring, which grows if it may. */
        private boolean ringHolds(int length) {
            long needed = (long) ringHeld + length;
            if (needed > ring.length && needed <= area.limits().memoryBytes()) {
                byte[] larger =
                        new byte[(int) Math.min(area.limits().memoryBytes(), Math.max(needed, 2L * ring.length))];
                int first = Math.min(ringHeld, ring.length - ringStart);
                System.arraycopy(ring, ringStart, larger, 0, first);
                System.arraycopy(ring, 0, larger, first, ringHeld - first);
                ring = larger;
                ringStart = 0;
            }
            return needed <= ring.length;
        }

        private void putIntoRing(byte[] bytes, int offset, int length) {
            int at = (ringStart + ringHeld) % ring.length;
            int first = Math.min(length, ring.length - at);
            System.arraycopy(bytes, offset, ring, at, first);
            System.arraycopy(bytes, offset + first, ring, 0, length - first);
            ringHeld += length;
        }

        /** Only the making thread appends or clears, so that the file can be written without the lock. */
        private void spool(byte[] bytes, int offset, int length) throws IOException {
            SpoolFile target = file;
            if (target == null) {
                target = area.newFile();
                file = target;
            } else if (rewind()) {
                target.clear();
            }
            target.append(bytes, offset, length);
        }

        /** Whether all of the file has been taken, so that its room can be given back. */
        private boolean rewind() {
            lock.lock();
            try {
                if (fileWritten == 0 || fileRead < fileWritten || takerBusy) {
                    return false;
                }
                fileRead = 0;
                fileWritten = 0;
                return true;
            } finally {
                lock.unlock();
            }
        }
    }
}
