// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.query;

import java.util.List;
import org.meridian.core.sky.SkyRegion;

/** A condition on rows, as simple protocols (SIA, SSA, cone search) have them. NULL cells never match. */
public sealed interface Constraint {

    /** The row's position (or region) overlaps {@code region}; ICRS. */
    record Overlaps(SkyRegion region) implements Constraint {}

    /** {@code min <= column <= max}, both ends included; infinite ends are open. */
    record Interval(String column, double min, double max) implements Constraint {}

    /** The column equals one of the values. */
    record In(String column, List<String> values) implements Constraint {
        public In {
            values = List.copyOf(values);
        }
    }

    /** At least one of the alternatives holds (a repeated parameter of SIA 2.0). */
    record AnyOf(List<Constraint> alternatives) implements Constraint {
        public AnyOf {
            alternatives = List.copyOf(alternatives);
        }
    }
}
