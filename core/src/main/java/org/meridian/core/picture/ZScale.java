// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.util.Arrays;

/**
 * Between which values most of an image lies: IRAF's zscale. A straight line is fitted to the sorted values, without those far from
 * it, and drawn out from the median by the inverse of the contrast.
 *
 * @param low shown as black
 * @param high shown as white; above {@code low} unless all values are the same
 */
public record ZScale(double low, double high) {

    private static final double CONTRAST = 0.25;
    private static final double REJECTED_SIGMA = 2.5;
    private static final int ITERATIONS = 5;
    private static final int SAMPLES = 2000;

    /** At least so many, and so large a share, must be left; else all values count. */
    private static final int LEAST = 5;

    private static final double LEAST_SHARE = 0.5;

    /**
     * Of sorted finite values.
     *
     * @param sorted ascending, at least one
     */
    static ZScale ofSorted(float[] sorted) {
        double[] sample = sample(sorted);
        double lowest = sample[0];
        double highest = sample[sample.length - 1];
        Line line = fit(sample);
        if (line.used < Math.max(LEAST, LEAST_SHARE * sample.length)) {
            return new ZScale(lowest, highest);
        }
        double slope = line.slope / CONTRAST;
        int middle = sample.length / 2;
        double median = sample[middle];
        double low = Math.max(lowest, median - middle * slope);
        double high = Math.min(highest, median + (sample.length - 1 - middle) * slope);
        return high > low ? new ZScale(low, high) : new ZScale(lowest, highest);
    }

    private static double[] sample(float[] sorted) {
        int count = Math.min(SAMPLES, sorted.length);
        double[] sample = new double[count];
        for (int i = 0; i < count; i++) {
            sample[i] = sorted[count == 1 ? 0 : (int) ((long) i * (sorted.length - 1) / (count - 1))];
        }
        return sample;
    }

    private record Line(double offset, double slope, int used) {}

    private static Line fit(double[] sample) {
        boolean[] rejected = new boolean[sample.length];
        Line line = line(sample, rejected);
        for (int i = 0; i < ITERATIONS; i++) {
            double limit = REJECTED_SIGMA * scatter(sample, rejected, line);
            boolean[] before = rejected.clone();
            for (int x = 0; x < sample.length; x++) {
                rejected[x] = Math.abs(sample[x] - line.offset - line.slope * x) > limit;
            }
            if (Arrays.equals(before, rejected)) {
                break;
            }
            line = line(sample, rejected);
        }
        return line;
    }

    private static double scatter(double[] sample, boolean[] rejected, Line line) {
        double sum = 0;
        for (int x = 0; x < sample.length; x++) {
            if (!rejected[x]) {
                double off = sample[x] - line.offset - line.slope * x;
                sum += off * off;
            }
        }
        return Math.sqrt(sum / Math.max(1, line.used));
    }

    /** By least squares. */
    private static Line line(double[] sample, boolean[] rejected) {
        int n = 0;
        double meanX = 0;
        double meanY = 0;
        for (int x = 0; x < sample.length; x++) {
            if (!rejected[x]) {
                n++;
                meanX += (x - meanX) / n;
                meanY += (sample[x] - meanY) / n;
            }
        }
        double xx = 0;
        double xy = 0;
        for (int x = 0; x < sample.length; x++) {
            if (!rejected[x]) {
                xx += (x - meanX) * (x - meanX);
                xy += (x - meanX) * (sample[x] - meanY);
            }
        }
        double slope = xx > 0 ? xy / xx : 0;
        return new Line(meanY - slope * meanX, slope, n);
    }
}
