// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.query;

import java.util.List;
import org.meridian.core.sky.SkyRegion;

/** A condition on rows, as simple protocols (SIA, SSA, cone search) have them. NULL cells never match. */
public sealed interface Constraint {

    /** The row's position (or region) overlaps {@code region}; ICRS. */
    record Overlaps(SkyRegion region) implements Constraint {}

    /** The row's region (or position) lies wholly in {@code region}; ICRS. */
    record Within(SkyRegion region) implements Constraint {}

    /** {@code region} lies wholly in the row's region, or in one part of it; ICRS. */
    record Covers(SkyRegion region) implements Constraint {}

    /** {@code min <= column <= max}, both ends included; infinite ends are open. */
    record Interval(String column, double min, double max) implements Constraint {}

    /**
     * The interval from one column to another has a value in common with that from {@code min} to {@code max}, ends included;
     * infinite ends are open. A row that lacks either column never matches.
     */
    record IntervalsOverlap(String minColumn, String maxColumn, double min, double max) implements Constraint {}

    /** The column equals one of the values. */
    record In(String column, List<String> values) implements Constraint {
        public In {
            values = List.copyOf(values);
        }
    }

    /** The column equals one of the values, whatever the case of letters: no index answers this. */
    record InAnyCase(String column, List<String> values) implements Constraint {
        public InAnyCase {
            values = List.copyOf(values);
        }
    }

    /** The column's text has {@code part} in it; without percent sign or underscore, which stand for others in patterns. */
    record HasPart(String column, String part) implements Constraint {
        public HasPart {
            if (part.indexOf('%') >= 0 || part.indexOf('_') >= 0) {
                throw new IllegalArgumentException("'" + part + "' has characters that stand for others");
            }
        }
    }

    /** At least one of the alternatives holds (a repeated parameter of SIA 2.0). */
    record AnyOf(List<Constraint> alternatives) implements Constraint {
        public AnyOf {
            alternatives = List.copyOf(alternatives);
        }
    }
}
