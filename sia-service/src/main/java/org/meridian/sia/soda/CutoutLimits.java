// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.time.Duration;

/**
 * How much one request may take.
 *
 * @param results datasets times parts of each
 * @param bytes of all results
 * @param time until it is ready to be sent
 * @param waits whether each result waits for its place for as long as that takes
 */
public record CutoutLimits(long results, long bytes, Duration time, boolean waits) {

    /** For answers that a client waits for. */
    public static final CutoutLimits SYNC = new CutoutLimits(100, 4L << 30, Duration.ofSeconds(60), false);

    /** For jobs, which have a time of their own. */
    public static final CutoutLimits ASYNC = new CutoutLimits(1000, 32L << 30, Duration.ofDays(20), true);
}
