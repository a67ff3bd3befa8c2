// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Pairs of numbers, of which every second one goes when there are too many. Not thread-safe. */
final class Samples {

    private final int most;
    private double[] xs = new double[1024];
    private double[] ys = new double[1024];
    private int count;
    private int stride = 1;
    private long seen;

    /** @param most pairs that are kept */
    Samples(int most) {
        this.most = most;
    }

    void add(double x, double y) {
        if (seen++ % stride != 0) {
            return;
        }
        if (count == most) {
            thin();
        }
        if (count == xs.length) {
            int longer = Math.min(most, 2 * count);
            xs = Arrays.copyOf(xs, longer);
            ys = Arrays.copyOf(ys, longer);
        }
        xs[count] = x;
        ys[count] = y;
        count++;
    }

    private void thin() {
        for (int i = 0; 2 * i < count; i++) {
            xs[i] = xs[2 * i];
            ys[i] = ys[2 * i];
        }
        count = (count + 1) / 2;
        stride *= 2;
    }

    double[] xs() {
        return Arrays.copyOf(xs, count);
    }

    double[] ys() {
        return Arrays.copyOf(ys, count);
    }

    /**
     * Ends of what is to be shown of some numbers: all of them, unless a few lie far outside of all others.
     *
     * @return least and largest; empty if none of them is finite
     */
    static double[] ends(double[] values) {
        double[] sorted =
                DoubleStream.of(values).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return sorted;
        }
        int last = sorted.length - 1;
        double low = sorted[(int) (0.001 * last)];
        double high = sorted[(int) Math.ceil(0.999 * last)];
        double room = 3 * (high - low);
        return new double[] {
            room > 0 && low - sorted[0] > room ? low : sorted[0],
            room > 0 && sorted[last] - high > room ? high : sorted[last]
        };
    }
}
