// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;

/**
 * What one query, and all together, may use. Immutable.
 *
 * @param sync limits of synchronous queries
 * @param async limits of asynchronous ones
 * @param queryLength characters of a query text at most; at least 1
 * @param load how many run at once, and how many wait
 */
public record QueryLimits(AnswerLimits sync, AnswerLimits async, int queryLength, LoadLimits load) {

    private static final long MAX_BYTES = 16L << 30;

    /** Limits fit for a small machine. */
    public static final QueryLimits DEFAULT =
            of(1_000_000, 100_000_000, Duration.ofMinutes(5), 1_000_000, LoadLimits.of(16, Duration.ofSeconds(10)));

    public QueryLimits {
        Limit.require(queryLength > 0, "query length must be positive");
    }

    /** The same limits for both kinds of query, and 16 GiB of an answer. */
    public static QueryLimits of(
            long defaultMaxrec, long hardMaxrec, Duration executionTime, int queryLength, LoadLimits load) {
        AnswerLimits each = new AnswerLimits(defaultMaxrec, hardMaxrec, executionTime, MAX_BYTES);
        return new QueryLimits(each, each, queryLength, load);
    }
}
