// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Whether bytes still come or go over a connection, so that one that has died without a word is noticed. While this side itself
 * waits (for a pipe, say) the other one is not to blame. Thread-safe.
 */
final class Movement {

    private final LongConsumer listener;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean waitingHere;
    private boolean over;

    /** @param listener told of the bytes; a negative number takes some back */
    Movement(LongConsumer listener) {
        this.listener = listener;
    }

    static Movement unseen() {
        return new Movement(bytes -> {});
    }

    /** That many bytes came or went. */
    synchronized void moved(long bytes) {
        lastNanos = System.nanoTime();
        if (!over) {
            listener.accept(bytes);
        }
    }

    /** What still moves of a request that has ended is not counted: another one moves it again. */
    synchronized void end() {
        over = true;
    }

    /** This side begins to wait for something of its own, or has it. */
    void waitingHere(boolean waiting) {
        lastNanos = System.nanoTime();
        waitingHere = waiting;
    }

    boolean hasStalled(Duration longest) {
        return !waitingHere && System.nanoTime() - lastNanos > longest.toNanos();
    }
}
