// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * How values become colours. Immutable.
 *
 * @param curve of shades between the limits
 * @param limits values shown darkest and brightest; empty for those that suit the curve: for {@link Curve#ASINH} as {@link Stretch}
 *     has them, else as {@link ZScale}
 * @param colours of shades
 * @param inverted whether low values are bright
 */
public record PictureStyle(Curve curve, Optional<Limits> limits, ColourMap colours, boolean inverted) {

    /** That of previews. */
    public static final PictureStyle PLAIN = new PictureStyle(Curve.ASINH, Optional.empty(), ColourMap.GRAY, false);

    /** How much of the range DS9 shows in proportion: a thousandth of the logarithm, a tenth of asinh. */
    private static final double LOG_SOFTENING = 1000;

    private static final double ASINH_SOFTENING = 10;

    /** Shades between the limits: in proportion, or so that what is faint shows more or less. */
    public enum Curve {
        LINEAR,
        SQRT,
        SQUARE,
        LOG,
        ASINH,
        /** As many values of each shade. */
        HISTOGRAM;

        double shade(double share) {
            return switch (this) {
                case LINEAR, HISTOGRAM -> share;
                case SQRT -> Math.sqrt(share);
                case SQUARE -> share * share;
                case LOG -> Math.log1p(LOG_SOFTENING * share) / Math.log1p(LOG_SOFTENING);
                case ASINH -> asinh(ASINH_SOFTENING * share) / asinh(ASINH_SOFTENING);
            };
        }

        private static double asinh(double x) {
            return Math.log(x + Math.sqrt(x * x + 1));
        }
    }

    /** Which values are darkest and brightest. */
    public sealed interface Limits {

        /** As {@link ZScale} finds them. */
        record Zscale() implements Limits {}

        /**
         * Around most values.
         *
         * @param percent of the values that lie between them, as many below as above; 100 for the least and the greatest
         */
        record Percent(double percent) implements Limits {}

        /** Those values. */
        record Fixed(double low, double high) implements Limits {}
    }

    /** Shades of values, from 0 to 1; NaN for NaN. */
    DoubleUnaryOperator shades(float[] values) {
        float[] sorted = sorted(values);
        DoubleUnaryOperator shades = sorted.length == 0 ? value -> 0.5 : shadesOfSorted(sorted, values);
        return value -> Double.isNaN(value)
                ? Double.NaN
                : inverted ? 1 - shades.applyAsDouble(value) : shades.applyAsDouble(value);
    }

    private DoubleUnaryOperator shadesOfSorted(float[] sorted, float[] values) {
        if (limits.isEmpty() && curve == Curve.ASINH) {
            return Stretch.of(values)::shade;
        }
        Limits.Fixed range = range(sorted);
        if (!(range.high > range.low)) {
            return value -> 0.5;
        }
        if (curve == Curve.HISTOGRAM) {
            int first = rank(sorted, range.low);
            double count = Math.max(1, rank(sorted, range.high) - first);
            return value -> Math.clamp((rank(sorted, value) - first) / count, 0, 1);
        }
        return value -> curve.shade(Math.clamp((value - range.low) / (range.high - range.low), 0, 1));
    }

    private Limits.Fixed range(float[] sorted) {
        return switch (limits.orElse(new Limits.Zscale())) {
            case Limits.Zscale none -> {
                ZScale scale = ZScale.ofSorted(sorted);
                yield new Limits.Fixed(scale.low(), scale.high());
            }
            case Limits.Percent most -> {
                int outside = (int) Math.round((1 - most.percent / 100) / 2 * (sorted.length - 1));
                yield new Limits.Fixed(sorted[outside], sorted[sorted.length - 1 - outside]);
            }
            case Limits.Fixed fixed -> fixed;
        };
    }

    private static int rank(float[] sorted, double value) {
        int found = Arrays.binarySearch(sorted, (float) value);
        return found < 0 ? -found - 1 : found;
    }

    private static float[] sorted(float[] values) {
        float[] finite = new float[values.length];
        int count = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                finite[count] = value;
                count++;
            }
        }
        float[] sorted = Arrays.copyOf(finite, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
