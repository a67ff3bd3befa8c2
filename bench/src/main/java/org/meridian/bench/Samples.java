// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.util.Arrays;

/** Measurements of one thing, in any unit. Immutable. */
final class Samples {
    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Measurements in any order.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Samples of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no measurements");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    /** How many there are, at least one. */
    int size() {
        return sorted.length;
    }

    /** The middle one, or the mean of the two in the middle. */
    double median() {
        return quantile(0.5);
    }

    /**
     * The value below which a share of the measurements lies, interpolated between neighbours.
     *
     * @param share 0 (the smallest) to 1 (the largest)
     */
    double quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share lies between 0 and 1, not " + share);
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The smallest. */
    double smallest() {
        return sorted[0];
    }

    /** The largest. */
    double largest() {
        return sorted[sorted.length - 1];
    }
}
