// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What one query of a kind, synchronous or asynchronous, may use. Immutable.
 *
 * @param defaultMaxrec rows of an answer where the client names no MAXREC (DALI 1.1, section 3.4.4); at least 0
 * @param hardMaxrec rows of an answer at most, whatever MAXREC says; at least {@code defaultMaxrec}
 * @param executionTime how long the engine may work on it; at least a second
 * @param maxBytes bytes of rows in an answer at most, more is an overflow; at least 1
 */
public record AnswerLimits(long defaultMaxrec, long hardMaxrec, Duration executionTime, long maxBytes) {

    public AnswerLimits {
        Limit.require(defaultMaxrec >= 0, "default MAXREC must not be negative");
        Limit.require(hardMaxrec >= defaultMaxrec, "hard MAXREC must not be below the default");
        Limit.require(
                executionTime.compareTo(Duration.ofSeconds(1)) >= 0, "execution time must be at least one second");
        Limit.require(maxBytes > 0, "bytes of an answer must be positive");
    }

    /** How many rows an answer may have when the client asked for {@code requested}. */
    public long maxrec(OptionalLong requested) {
        return Math.min(requested.orElse(defaultMaxrec), hardMaxrec);
    }
}
