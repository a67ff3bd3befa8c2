// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often something is tried that fails for a reason that may pass, and how long is waited in between: each time twice as long,
 * or as long as the service says. Immutable.
 *
 * @param attempts how often at most
 * @param first pause after the first attempt
 * @param longest pause that a service can ask for
 * @param stall how long nothing may move before a connection counts as broken
 */
public record Patience(int attempts, Duration first, Duration longest, Duration stall) {

    /** For people in front of a terminal. */
    public static final Patience DEFAULT =
            new Patience(6, Duration.ofMillis(500), Duration.ofMinutes(5), Duration.ofMinutes(2));

    /** The service is busy, or somebody before it did not reach it. */
    private static final Set<Integer> BUSY = Set.of(429, 503);

    private static final Set<Integer> PERHAPS_DONE = Set.of(408, 502, 504);

    /** Attempts at one thing. Not thread-safe. */
    final class Turns {
        private int failed;

        /**
         * Waits until the next attempt.
         *
         * @param idempotent whether it may be tried again although it may have been done
         * @throws IOException the failure, if another attempt would not help or enough were made
         */
        void after(IOException failure, boolean idempotent) throws IOException {
            failed++;
            if (failed >= attempts || !mayPass(failure, idempotent)) {
                throw failure;
            }
            long doubled = first.toMillis() << Math.min(failed - 1, 10);
            long millis = doubled / 2 + ThreadLocalRandom.current().nextLong(doubled / 2 + 1);
            if (failure instanceof VosException refusal && refusal.retryAfter().isPresent()) {
                if (refusal.retryAfter().get().compareTo(longest) > 0) {
                    throw failure;
                }
                millis = Math.max(millis, refusal.retryAfter().get().toMillis());
            }
            pause(millis);
        }

        /** Something went on: what failed before does not count any more. */
        void forget() {
            failed = 0;
        }
    }

    /** Begins with the first attempt. */
    Turns begin() {
        return new Turns();
    }

    private static boolean mayPass(IOException failure, boolean idempotent) {
        return switch (failure) {
            case BrokenConnectionException e -> idempotent;
            case VosException e -> BUSY.contains(e.status()) || idempotent && PERHAPS_DONE.contains(e.status());
            default -> false;
        };
    }

    /** Waits. */
    static void pause(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
