// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;

/**
 * What one query, and all together, may use. Immutable.
 *
 * @param defaultMaxrec rows of an answer where the client names no MAXREC (DALI 1.1, section 3.4.4); at least 0
 * @param hardMaxrec rows of an answer at most, whatever MAXREC says; at least {@code defaultMaxrec}
 * @param executionTime how long the engine may work on one query; a positive time
 * @param queryLength characters of a query text at most; at least 1
 * @param concurrentQueries queries that run at the same time at most; at least 1
 * @param queueWait how long a query waits for its turn before it is turned away (503); zero turns it away at once
 */
public record QueryLimits(
        long defaultMaxrec,
        long hardMaxrec,
        Duration executionTime,
        int queryLength,
        int concurrentQueries,
        Duration queueWait) {

    /** Limits fit for a small machine. */
    public static final QueryLimits DEFAULT =
            new QueryLimits(1_000_000, 100_000_000, Duration.ofMinutes(5), 1_000_000, 16, Duration.ofSeconds(10));

    public QueryLimits {
        require(defaultMaxrec >= 0, "default MAXREC must not be negative");
        require(hardMaxrec >= defaultMaxrec, "hard MAXREC must not be below the default");
        require(executionTime.compareTo(Duration.ofSeconds(1)) >= 0, "execution time must be at least one second");
        require(queryLength > 0, "query length must be positive");
        require(concurrentQueries > 0, "number of concurrent queries must be positive");
        require(!queueWait.isNegative(), "queue wait must not be negative");
    }

    /** How many rows an answer may have when the client asked for {@code requested}. */
    public long maxrec(java.util.OptionalLong requested) {
        return Math.min(requested.orElse(defaultMaxrec), hardMaxrec);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
