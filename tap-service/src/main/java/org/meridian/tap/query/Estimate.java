// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL's planner expects of a query.
 *
 * @param cost of all of it; the unit is one page read in sequence
 * @param rows of the answer
 */
record Estimate(double cost, double rows) {
    private static final Pattern NUMBERS = Pattern.compile("cost=[0-9.]+[.][.]([0-9.]+) rows=([0-9.]+)");

    /** Reads the first line of EXPLAIN; without numbers the query is taken for a very large one. */
    static Estimate of(String firstLine) {
        Matcher numbers = NUMBERS.matcher(firstLine);
        return numbers.find()
                ? new Estimate(Double.parseDouble(numbers.group(1)), Double.parseDouble(numbers.group(2)))
                : new Estimate(Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
