// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Pictures in colour of images of the same field in several bands, as Lupton et al. 2004 (PASP 116, 133) make them: the mean of the
 * bands is stretched by asinh, and colours stay what they are however bright something is. Each band counts from its median, and in
 * units of its bright end, since how bands are calibrated is not known. Pure functions.
 */
public final class ColourPicture {

    /** Share of the values that may be brighter than white. */
    private static final double BURNT = 0.002;

    /** How many times the noise is shown in proportion. */
    private static final double PROPORTIONAL_SIGMA = 2;

    /** Standard deviation of normal values by the median of their distance from the median. */
    private static final double SIGMA_OF_MEDIAN = 1.4826;

    private ColourPicture() {}

    /**
     * A band, in its own units.
     *
     * @param sky the median
     * @param white what is shown as white, above {@code sky}
     * @param noise of the sky
     */
    private record Scale(double sky, double white, double noise) {

        static Scale of(float[] values) {
            float[] sorted = finite(values);
            if (sorted.length == 0) {
                return new Scale(0, 1, 1);
            }
            double sky = sorted[sorted.length / 2];
            float[] off = new float[sorted.length];
            for (int i = 0; i < off.length; i++) {
                off[i] = (float) Math.abs(sorted[i] - sky);
            }
            Arrays.sort(off);
            double bright = sorted[(int) Math.ceil((1 - BURNT) * (sorted.length - 1))] - sky;
            double white = bright > 0 ? bright : 1;
            double noise = SIGMA_OF_MEDIAN * off[off.length / 2];
            return new Scale(sky, white, noise > 0 ? noise : white);
        }

        private static float[] finite(float[] values) {
            float[] kept = new float[values.length];
            int count = 0;
            for (float value : values) {
                if (Float.isFinite(value)) {
                    kept[count++] = value;
                }
            }
            float[] sorted = Arrays.copyOf(kept, count);
            Arrays.sort(sorted);
            return sorted;
        }

        double of(float value) {
            return (value - sky) / white;
        }

        /** How far white is above what is shown in proportion. */
        double depth() {
            return white / (PROPORTIONAL_SIGMA * noise);
        }
    }

    /**
     * A picture as PNG: the first row of the images is below. What is missing in one band is the mean of the others, and black is
     * what is in none.
     *
     * @param width pixels of a row
     * @param height rows
     * @param red values row by row, NaN where there are none; of the three two at least are there
     * @param green the same
     * @param blue the same
     * @param size pixels of the longer side; those of smaller images become squares
     */
    public static byte[] png(
            int width, int height, Optional<float[]> red, Optional<float[]> green, Optional<float[]> blue, int size) {
        List<Optional<float[]>> bands = List.of(red, green, blue);
        List<Optional<Scale>> scales =
                bands.stream().map(band -> band.map(Scale::of)).toList();
        double depth = scales.stream()
                .flatMap(Optional::stream)
                .mapToDouble(Scale::depth)
                .average()
                .orElse(1);
        int times = Math.max(1, size / Math.max(width, height));
        BufferedImage picture = new BufferedImage(times * width, times * height, BufferedImage.TYPE_INT_RGB);
        double[] light = new double[bands.size()];
        for (int i = 0; i < width * height; i++) {
            for (int band = 0; band < light.length; band++) {
                light[band] = bands.get(band).isPresent()
                        ? scales.get(band).orElseThrow().of(bands.get(band).get()[i])
                        : Double.NaN;
            }
            int rgb = rgb(light, depth);
            int left = i % width * times;
            int top = (height - 1 - i / width) * times;
            for (int square = 0; square < times * times; square++) {
                picture.setRGB(left + square % times, top + square / times, rgb);
            }
        }
        return Pictures.png(picture);
    }

    /** Equations 2 and 3 of the paper; what would be brighter than white keeps its colour. */
    private static int rgb(double[] light, double depth) {
        double mean = Arrays.stream(light).filter(Double::isFinite).average().orElse(Double.NaN);
        if (!(mean > 0)) {
            return 0;
        }
        double shade = asinh(depth * mean) / asinh(depth);
        double[] shades = Arrays.stream(light)
                .map(value -> Math.max(0, Double.isFinite(value) ? value : mean) * shade / mean)
                .toArray();
        double brightest = Math.max(1, Arrays.stream(shades).max().orElse(1));
        int rgb = 0;
        for (double each : shades) {
            rgb = rgb << 8 | (int) Math.round(255 * each / brightest);
        }
        return rgb;
    }

    private static double asinh(double x) {
        return Math.log(x + Math.sqrt(x * x + 1));
    }
}
