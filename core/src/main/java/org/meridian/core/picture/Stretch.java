// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.util.Arrays;

/**
 * How values become shades, so that what is faint shows and what is bright is not all white: black at the lower end of
 * {@link ZScale}, in proportion above it, as the logarithm far above (asinh). Immutable.
 *
 * @param black value shown as black
 * @param range over which shades grow in proportion
 * @param white value shown as white
 */
public record Stretch(double black, double range, double white) {

    /** Share of the values that may be brighter than white. */
    private static final double BURNT = 0.001;

    /** How many times brighter than the range is shown in proportion. */
    private static final double SOFTENING = 3;

    /** For the values of an image; NaN counts for nothing. */
    public static Stretch of(float[] values) {
        float[] sorted = new float[values.length];
        int count = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                sorted[count++] = value;
            }
        }
        if (count == 0) {
            return new Stretch(0, 0, 0);
        }
        sorted = Arrays.copyOf(sorted, count);
        Arrays.sort(sorted);
        ZScale scale = ZScale.ofSorted(sorted);
        double bright = sorted[(int) Math.ceil((1 - BURNT) * (count - 1))];
        return new Stretch(scale.low(), scale.high() - scale.low(), Math.max(scale.high(), bright));
    }

    /** The shade of a value, from 0 for black to 1 for white; NaN is black, and where all values are the same they are gray. */
    public double shade(double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        if (!(white > black) || !(range > 0)) {
            return 0.5;
        }
        double above = Math.clamp(value - black, 0, white - black) / range;
        return asinh(SOFTENING * above) / asinh(SOFTENING * (white - black) / range);
    }

    private static double asinh(double x) {
        return Math.log(x + Math.sqrt(x * x + 1));
    }
}
