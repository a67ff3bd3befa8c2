// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

/**
 * What an engine has to do at a moment.
 *
 * @param small the lane of small queries
 * @param heavy the lane of all others
 * @param refused queries turned away since the start
 */
public record QueryLoad(LaneLoad small, LaneLoad heavy, long refused) {
    /**
     * A lane.
     *
     * @param places queries that may run at once
     * @param running queries that do; more than places in the heavy lane where some were taken for small
     * @param waiting queries that wait for a place
     */
    public record LaneLoad(int places, int running, int waiting) {}
}
