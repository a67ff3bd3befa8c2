// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.Optional;

/**
 * Which children of a container are wanted. Immutable.
 *
 * @param from name of the first; of the order by names those after it if there is none of that name; empty for the first of all
 * @param limit how many at most
 * @param order what decides which comes first
 * @param descending whether the last comes first
 */
public record Page(Optional<String> from, int limit, Order order, boolean descending) {

    /** What children are ordered by; those that are alike in it by their names. */
    public enum Order {
        /** Their names. */
        NAME,
        /** How many bytes they have; containers and links have none. */
        LENGTH,
        /** When they last changed; links come before all that can. */
        DATE
    }

    /** The first children by their names. */
    public static Page first(int limit) {
        return byName(Optional.empty(), limit);
    }

    /** Children by their names, from one on. */
    public static Page byName(Optional<String> from, int limit) {
        return new Page(from, limit, Order.NAME, false);
    }
}
