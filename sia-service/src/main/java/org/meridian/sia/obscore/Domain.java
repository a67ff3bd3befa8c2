// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.util.List;
import java.util.Optional;

/**
 * Between which ends a dataset has values, along each of the axes it has: what can be cut out of it (SODA 1.0, section 4.2).
 * Immutable.
 *
 * @param circle around all of its positions; empty where it has no positions to choose from
 * @param polygon around all of its positions: longitudes and latitudes in ICRS degrees by turns, in DALI form; empty where the
 *     region is of another shape
 * @param bandM wavelengths in vacuum, in metres
 * @param timeMjd times, as modified Julian dates in UTC
 * @param polarization states, such as {@code I}; empty where there are none to choose from
 */
public record Domain(
        Optional<Circle> circle,
        Optional<String> polygon,
        Optional<Interval> bandM,
        Optional<Interval> timeMjd,
        List<String> polarization) {

    /** Nothing to choose. */
    public static final Domain NONE =
            new Domain(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Domain {
        polarization = List.copyOf(polarization);
    }

    /** A circle in ICRS degrees. */
    public record Circle(double raDeg, double decDeg, double radiusDeg) {}

    /** From {@code min} to {@code max}, both included. */
    public record Interval(double min, double max) {}

    /** Whether nothing can be cut out. */
    public boolean isEmpty() {
        return equals(NONE);
    }
}
