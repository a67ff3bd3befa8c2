// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.time.Duration;

/** How long jobs take, as far as this gateway has seen: a mean that forgets. Thread-safe. */
final class RunTimes {

    private static final double WEIGHT = 0.1;

    /** So long a client that waits for a job to begin may well wait for its end. */
    private static final Duration SHORT = Duration.ofMillis(100);

    private double meanSeconds = 0.1;

    synchronized void add(Duration time) {
        meanSeconds += WEIGHT * (time.toMillis() / 1000.0 - meanSeconds);
    }

    /** When a job is likely to have run, from now, if {@code ahead} others run before it, {@code atOnce} at a time. */
    synchronized Duration estimate(long ahead, int atOnce) {
        double rounds = 1 + ahead / (double) atOnce;
        return Duration.ofMillis(Math.round(1000 * meanSeconds * rounds));
    }

    /** How long to wait for the end of a job that has just begun: not at all where jobs usually take long. */
    synchronized Duration linger() {
        return 1000 * meanSeconds <= SHORT.toMillis() ? SHORT : Duration.ZERO;
    }
}
