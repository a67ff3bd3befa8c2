// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.meridian.core.sky.wcs.SkyWcs;

/**
 * Light that falls on a detector for a while, in counts. Stars lie where the detector's own world coordinates put them, as
 * Moffat profiles with an exponent of 3. Not thread-safe.
 */
final class Exposure {
    /** Wings of stars end where they are fainter than this share of the noise of the sky. */
    private static final double FAINTEST_WING = 0.1;

    private static final double WIDEST_STAR_PIXELS = 220;
    /** Pixels nearer to a star than this are divided, since the profile bends there. */
    private static final double CORE_PIXELS = 3;

    private static final int PARTS = 4;
    /** Positions are computed on a grid that is as wide, and between its knots linearly. */
    private static final int KNOT_PIXELS = 16;
    /** The unit of {@link Light#at}. */
    private static final double LIGHT_MAG = 20;

    private final SkyWcs sky;
    private final int width;
    private final int height;
    private final Passband band;
    private final Optics optics;
    private final double seconds;
    private final float[][] counts;
    private final double alpha;
    private final double pixelArcsec2;

    /** A dark detector of {@code width} by {@code height} pixels. */
    Exposure(SkyWcs sky, int width, int height, Passband band, Optics optics, double seconds) {
        this.sky = sky;
        this.width = width;
        this.height = height;
        this.band = band;
        this.optics = optics;
        this.seconds = seconds;
        this.counts = new float[height][width];
        this.alpha = optics.fwhmPixels() / (2 * Math.sqrt(Math.cbrt(2) - 1));
        this.pixelArcsec2 = Math.pow(3600 * sky.pixelScaleDeg(width / 2.0, height / 2.0), 2);
    }

    /** Everything that a field shows at an epoch. */
    Exposure of(Field field, List<DemoStar> stars, double julianYear) {
        addSky();
        field.lights().forEach(light -> add(light, field));
        addStars(stars, julianYear);
        return this;
    }

    private double skyCounts() {
        return seconds * pixelArcsec2 * optics.rate(optics.skyMag());
    }

    private void addSky() {
        float dark = (float) skyCounts();
        for (float[] row : counts) {
            Arrays.fill(row, dark);
        }
    }

    private void addStars(List<DemoStar> stars, double julianYear) {
        double[] points = new double[2 * stars.size()];
        for (int i = 0; i < stars.size(); i++) {
            System.arraycopy(stars.get(i).positionAt(julianYear), 0, points, 2 * i, 2);
        }
        sky.icrsToPixel(points, points, stars.size());
        for (int i = 0; i < stars.size(); i++) {
            addStar(points[2 * i] - 1, points[2 * i + 1] - 1, seconds * optics.rate(band.magnitude(stars.get(i))));
        }
    }

    private void addStar(double x, double y, double total) {
        double peak = 2 * total / (Math.PI * alpha * alpha);
        double faintest = FAINTEST_WING * Math.sqrt(Math.max(1, skyCounts() / optics.gain()));
        double reach = peak <= faintest ? CORE_PIXELS : alpha * Math.sqrt(Math.cbrt(peak / faintest) - 1);
        double radius = Math.clamp(reach, CORE_PIXELS, WIDEST_STAR_PIXELS);
        if (!(x > -radius && x < width + radius && y > -radius && y < height + radius)) {
            return;
        }
        int lastRow = (int) Math.min(height - 1, Math.floor(y + radius));
        int lastColumn = (int) Math.min(width - 1, Math.floor(x + radius));
        for (int row = (int) Math.max(0, Math.ceil(y - radius)); row <= lastRow; row++) {
            for (int column = (int) Math.max(0, Math.ceil(x - radius)); column <= lastColumn; column++) {
                double dx = column - x;
                double dy = row - y;
                double r2 = dx * dx + dy * dy;
                if (r2 < radius * radius) {
                    counts[row][column] +=
                            (float) (peak * (r2 < CORE_PIXELS * CORE_PIXELS ? divided(dx, dy) : profile(r2)));
                }
            }
        }
    }

    private double profile(double r2) {
        double t = 1 + r2 / (alpha * alpha);
        return 1 / (t * t * t);
    }

    private double divided(double dx, double dy) {
        double sum = 0;
        for (int i = 0; i < PARTS; i++) {
            for (int j = 0; j < PARTS; j++) {
                double px = dx + (i + 0.5) / PARTS - 0.5;
                double py = dy + (j + 0.5) / PARTS - 0.5;
                sum += profile(px * px + py * py);
            }
        }
        return sum / (PARTS * PARTS);
    }

    private void add(Light light, Field field) {
        double unit = seconds * pixelArcsec2 * optics.rate(band.magnitude(LIGHT_MAG, light.bv()));
        int columns = (width - 1) / KNOT_PIXELS + 2;
        double[][] knots = new double[(height - 1) / KNOT_PIXELS + 2][];
        for (int j = 0; j < knots.length; j++) {
            knots[j] = knots(j * KNOT_PIXELS + 1.0, columns, field);
        }
        for (int y = 0; y < height; y++) {
            double[] below = knots[y / KNOT_PIXELS];
            double[] above = knots[y / KNOT_PIXELS + 1];
            double v = (y % KNOT_PIXELS) / (double) KNOT_PIXELS;
            for (int x = 0; x < width; x++) {
                int k = 2 * (x / KNOT_PIXELS);
                double u = (x % KNOT_PIXELS) / (double) KNOT_PIXELS;
                double east = between(below[k], below[k + 2], above[k], above[k + 2], u, v);
                double north = between(below[k + 1], below[k + 3], above[k + 1], above[k + 3], u, v);
                counts[y][x] += (float) (unit * light.at(east, north));
            }
        }
    }

    private static double between(double a, double b, double c, double d, double u, double v) {
        return (1 - v) * ((1 - u) * a + u * b) + v * ((1 - u) * c + u * d);
    }

    /** Degrees east and north of the middle of the field along a row of pixels. */
    private double[] knots(double y, int columns, Field field) {
        double[] points = new double[2 * columns];
        for (int i = 0; i < columns; i++) {
            points[2 * i] = i * KNOT_PIXELS + 1.0;
            points[2 * i + 1] = y;
        }
        sky.pixelToIcrs(points, points, columns);
        for (int i = 0; i < columns; i++) {
            double ra = Math.IEEEremainder(points[2 * i] - field.raDeg(), 360);
            points[2 * i] = ra * Math.cos(Math.toRadians(points[2 * i + 1]));
            points[2 * i + 1] -= field.decDeg();
        }
        return points;
    }

    /** Counts without noise. */
    float[][] counts() {
        return counts;
    }

    /** Counts with the noise of photons and of the read-out, after a bias was added. */
    float[][] read(Random random, double bias) {
        double readNoise = optics.readNoise() / optics.gain();
        for (float[] row : counts) {
            for (int x = 0; x < row.length; x++) {
                double deviation = Math.sqrt(row[x] / optics.gain() + readNoise * readNoise);
                row[x] += (float) (bias + deviation * random.nextGaussian());
            }
        }
        return counts;
    }

    /** Counts as whole numbers of 16 bits without a sign, as FITS keeps them: less 32768. What is brighter is saturated. */
    static short[][] unsigned(float[][] counts) {
        short[][] stored = new short[counts.length][];
        for (int y = 0; y < counts.length; y++) {
            stored[y] = new short[counts[y].length];
            for (int x = 0; x < counts[y].length; x++) {
                stored[y][x] = (short) (Math.clamp(Math.round(counts[y][x]), 0, 65535) - 32768);
            }
        }
        return stored;
    }
}
