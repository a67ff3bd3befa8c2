// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is done, and tells of what failed as it fails, so that nothing is kept. Thread-safe. */
public final class Tally {

    /** So many failures one after the other are one failure. */
    private static final int HOPELESS = 25;

    /** Told of single events, by several threads at once. */
    public interface Listener {
        /** Something was done, or would be. */
        void done(Deed deed, String what);

        /** Something could not be done. */
        void failed(String what, String why);
    }

    /** What was done with one file or folder. */
    public enum Deed {
        /** Its bytes were transferred. */
        COPIED,
        /** It was the same already. */
        UNCHANGED,
        /** It was deleted. */
        DELETED,
        /** A folder was made. */
        MADE,
        /** It is neither file nor folder: a link, or something special. */
        LEFT_OUT
    }

    private final Listener listener;
    private final LongAdder[] deeds = new LongAdder[Deed.values().length];
    private final LongAdder failures = new LongAdder();
    private final LongAdder found = new LongAdder();
    private final LongAdder foundBytes = new LongAdder();
    private final LongAdder movedBytes = new LongAdder();
    private final LongAdder unchangedBytes = new LongAdder();
    private final AtomicInteger inARow = new AtomicInteger();
    private volatile boolean hopeless;

    /** @param listener told of every single thing */
    public Tally(Listener listener) {
        this.listener = listener;
        for (int i = 0; i < deeds.length; i++) {
            deeds[i] = new LongAdder();
        }
    }

    /** A file is to be looked at, and perhaps transferred. */
    void found(long bytes) {
        found.increment();
        foundBytes.add(bytes);
    }

    /** Bytes of a file came or went; a negative number is taken back. */
    void moved(long bytes) {
        movedBytes.add(bytes);
    }

    /** A file needs no transfer. */
    void unchanged(long bytes) {
        unchangedBytes.add(bytes);
    }

    void done(Deed deed, String what) {
        deeds[deed.ordinal()].increment();
        if (deed == Deed.COPIED || deed == Deed.UNCHANGED) {
            inARow.set(0);
        }
        listener.done(deed, what);
    }

    void failed(String what, IOException why) {
        failures.increment();
        boolean refused = why instanceof VosException refusal && refusal.status() == 401;
        if (inARow.incrementAndGet() >= HOPELESS || refused) {
            hopeless = true;
        }
        listener.failed(what, VosException.words(why));
    }

    /** Whether going on makes no sense: many failed one after the other, or nobody is known by these credentials. */
    public boolean isHopeless() {
        return hopeless;
    }

    /** How often something was done. */
    public long count(Deed deed) {
        return deeds[deed.ordinal()].sum();
    }

    /** How much failed. */
    public long failures() {
        return failures.sum();
    }

    /** Files that were found until now. */
    public long found() {
        return found.sum();
    }

    /** Their bytes, as far as they are known. */
    public long foundBytes() {
        return foundBytes.sum();
    }

    /** Bytes of those that are the same already. */
    public long unchangedBytes() {
        return unchangedBytes.sum();
    }

    /** Bytes that came or went. */
    public long movedBytes() {
        return movedBytes.sum();
    }
}
