// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;

/**
 * How many queries are run, and how many wait. Immutable.
 *
 * @param smallPlaces small queries that run at once; at least 1
 * @param heavyPlaces heavy queries that run at once; at least 1
 * @param waiting queries that wait for a place of either kind at most; at least 0
 * @param patience how long a query waits for its place before it is turned away; zero turns it away at once
 * @param perClient queries of one address, or one signed-in user, that run or wait at once; at least 1
 * @param small what counts as small
 */
public record LoadLimits(int smallPlaces, int heavyPlaces, int waiting, Duration patience, int perClient, Small small) {

    /**
     * Which queries are small.
     *
     * @param cost up to this cost in the planner's estimate (the unit is one page read in sequence)
     * @param rows up to so many rows of the answer in the planner's estimate: sending them is work, too
     * @param time a query that has run for longer is heavy, whatever was estimated
     */
    public record Small(double cost, double rows, Duration time) {
        /** Some hundredths of a second, 20 000 rows, and 5 s. */
        public static final Small DEFAULT = new Small(10_000, 20_000, Duration.ofSeconds(5));

        public Small {
            Limit.require(cost >= 0 && rows >= 0, "cost and rows of a small query must not be negative");
            Limit.require(time.isPositive(), "time of a small query must be positive");
        }
    }

    public LoadLimits {
        Limit.require(smallPlaces > 0 && heavyPlaces > 0, "there must be places for small and for heavy queries");
        Limit.require(waiting >= 0, "number of waiting queries must not be negative");
        Limit.require(!patience.isNegative(), "queue wait must not be negative");
        Limit.require(perClient > 0, "number of queries of a client must be positive");
    }

    /** Of {@code atOnce} queries, at least 2, three eighths may be heavy. */
    public static LoadLimits of(int atOnce, Duration patience) {
        int heavy = Math.max(1, atOnce * 3 / 8);
        return new LoadLimits(Math.max(1, atOnce - heavy), heavy, 100, patience, 10, Small.DEFAULT);
    }

    /**
     * Connections that all these need: heavy queries that were taken for small ones keep theirs beside as many known to be
     * heavy.
     */
    public int connections() {
        return smallPlaces + 2 * heavyPlaces;
    }
}
