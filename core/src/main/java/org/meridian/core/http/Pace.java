// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.IOException;
import java.time.Duration;

/**
 * Whether another server is worth waiting for: of each so much time that has been spent waiting for it, some bytes for each second must
 * have passed, and what passed quickly before does not make up for it. Not thread-safe.
 */
final class Pace {

    /** Slower than any network that archives use. */
    static final int BYTES_PER_SECOND = 1000;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private long waitedNanos;
    private long bytes;

    /** A server that is too slow. */
    static final class TooSlowException extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlowException(String message) {
            super(message);
        }
    }

    /**
     * Counts a wait, and what passed after it.
     *
     * @param nanos of the wait
     * @param count of bytes
     * @throws TooSlowException if that was too little for too long
     */
    void waited(long nanos, long count) throws TooSlowException {
        waitedNanos += nanos;
        bytes += count;
        if (waitedNanos < WINDOW.toNanos()) {
            return;
        }
        double seconds = waitedNanos / 1e9;
        long passed = bytes;
        waitedNanos = 0;
        bytes = 0;
        if (passed < BYTES_PER_SECOND * seconds) {
            throw new TooSlowException("it is too slow: " + passed + " bytes in " + Math.round(seconds)
                    + " s, where at least " + BYTES_PER_SECOND + " a second are awaited");
        }
    }
}
