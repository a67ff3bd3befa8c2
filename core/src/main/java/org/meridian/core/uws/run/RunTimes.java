// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.time.Duration;
import java.util.List;

/** How long jobs take, as far as this gateway has seen: a mean that forgets. Thread-safe. */
final class RunTimes {

    private static final double WEIGHT = 0.1;

    /** So long a client that waits for a job to begin may well wait for its end. */
    private static final Duration SHORT = Duration.ofMillis(100);

    private double meanSeconds = 0.1;

    synchronized void add(Duration time) {
        meanSeconds += WEIGHT * (time.toMillis() / 1000.0 - meanSeconds);
    }

    /** How long a job is likely to run. */
    synchronized Duration mean() {
        return Duration.ofMillis(Math.round(1000 * meanSeconds));
    }

    /**
     * How long it is likely to take until a job begins. Those that run now are taken to run as long again as they have
     * already, or as jobs usually do if that is longer.
     *
     * @param ahead how many wait before it
     * @param elapsed how long those have run that run now
     * @param atOnce how many run at once
     */
    synchronized Duration untilBegin(long ahead, List<Duration> elapsed, int atOnce) {
        if (ahead + elapsed.size() < atOnce) {
            return Duration.ZERO;
        }
        double running = elapsed.stream()
                .mapToDouble(time -> Math.max(meanSeconds, time.toMillis() / 1000.0))
                .sum();
        return Duration.ofMillis(Math.round(1000 * (running + ahead * meanSeconds) / atOnce));
    }

    /** How long to wait for the end of a job that has just begun: not at all where jobs usually take long. */
    synchronized Duration linger() {
        return 1000 * meanSeconds <= SHORT.toMillis() ? SHORT : Duration.ZERO;
    }
}
