// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.util.Optional;

/**
 * A user defined function that queries may call (ADQL 2.1, section 4.3).
 *
 * @param signature its name and types
 * @param description for people; empty if none
 * @param result what its value measures
 * @param isAggregate whether its value is made of all rows of a group, as that of SUM is
 */
public record Udf(UdfSignature signature, String description, Quantity result, boolean isAggregate) {

    /** One that is no aggregate and of whose value no more is known than the type. */
    public Udf(UdfSignature signature, String description) {
        this(signature, description, Quantity.UNKNOWN, false);
    }

    /**
     * What a value measures.
     *
     * @param unit in VOUnits syntax
     * @param ucd UCD1+
     */
    public record Quantity(Optional<String> unit, Optional<String> ucd) {
        /** Nothing is known. */
        public static final Quantity UNKNOWN = new Quantity(Optional.empty(), Optional.empty());

        /** Both are known; empty stands for none. */
        public static Quantity of(String unit, String ucd) {
            return new Quantity(
                    Optional.of(unit).filter(u -> !u.isEmpty()),
                    Optional.of(ucd).filter(u -> !u.isEmpty()));
        }
    }
}
