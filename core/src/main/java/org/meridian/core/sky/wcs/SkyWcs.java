// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Optional;

/**
 * The sky in an image: its two pixel axes, and ICRS in degrees. Other axes stay at CRPIX. Immutable; may be used from any
 * thread. Pixel coordinates as in {@link Wcs}.
 */
public final class SkyWcs {
    private final int first;
    private final int second;
    private final double refX;
    private final double refY;
    private final double[] matrix;
    private final double[] inverse;
    private final Optional<Sip> sip;
    private final CelestialAxes pair;
    private final CelestialFrame frame;

    SkyWcs(LinearTransform linear, int n, Optional<Sip> sip, CelestialAxes pair, CelestialFrame frame) {
        int[] chosen = pixelAxes(linear, n, pair);
        this.first = chosen[0];
        this.second = chosen[1];
        this.refX = linear.reference(first);
        this.refY = linear.reference(second);
        this.matrix = new double[] {
            linear.element(pair.longitude(), first),
            linear.element(pair.longitude(), second),
            linear.element(pair.latitude(), first),
            linear.element(pair.latitude(), second)
        };
        double d = matrix[0] * matrix[3] - matrix[1] * matrix[2];
        this.inverse = new double[] {matrix[3] / d, -matrix[1] / d, -matrix[2] / d, matrix[0] / d};
        this.sip = first == 0 && second == 1 ? sip : Optional.empty();
        this.pair = pair;
        this.frame = frame;
    }

    /** The two pixel axes that move most on the sky. */
    private static int[] pixelAxes(LinearTransform linear, int n, CelestialAxes pair) {
        int[] best = {Math.min(pair.longitude(), pair.latitude()), Math.max(pair.longitude(), pair.latitude())};
        double most = Math.abs(determinant(linear, pair, best[0], best[1]));
        for (int p = 0; p < n; p++) {
            for (int q = p + 1; q < n; q++) {
                double size = Math.abs(determinant(linear, pair, p, q));
                if (size > most) {
                    most = size;
                    best = new int[] {p, q};
                }
            }
        }
        return best;
    }

    private static double determinant(LinearTransform linear, CelestialAxes pair, int p, int q) {
        return linear.element(pair.longitude(), p) * linear.element(pair.latitude(), q)
                - linear.element(pair.longitude(), q) * linear.element(pair.latitude(), p);
    }

    /** The index, from 0, of the pixel axis that is x here. */
    public int firstAxis() {
        return first;
    }

    /** The index, from 0, of the pixel axis that is y here. */
    public int secondAxis() {
        return second;
    }

    /** The frame of the header, from which positions are turned into ICRS. */
    public CelestialFrame frame() {
        return frame;
    }

    /**
     * Positions of pixels; NaN where there is no sky.
     *
     * @param pixels x, y of points
     * @param positions where to write right ascension in [0, 360) and declination, ICRS degrees; may be the same array
     * @param points how many points
     */
    public void pixelToIcrs(double[] pixels, double[] positions, int points) {
        double[] room = new double[PlaneDistortion.ROOM];
        double[] vector = new double[3];
        for (int p = 0; p < points; p++) {
            pixelToVector(pixels[2 * p], pixels[2 * p + 1], room, vector);
            CelestialAxes.toLonLat(vector, positions, 2 * p);
        }
    }

    /** The ICRS vector of a pixel, of a length near 1. */
    void pixelToVector(double x, double y, double[] room, double[] vector) {
        room[0] = x - refX;
        room[1] = y - refY;
        if (sip.isPresent()) {
            sip.get().evaluate(room[0], room[1], room);
        }
        double u = room[0];
        double v = room[1];
        pair.toVector(matrix[0] * u + matrix[1] * v, matrix[2] * u + matrix[3] * v, room, vector);
        frame.toIcrs(vector);
    }

    /**
     * Pixels of positions; NaN where they have no image. Pixels need not lie in the image.
     *
     * @param positions right ascension and declination of points, ICRS degrees
     * @param pixels where to write x, y; may be the same array
     * @param points how many points
     */
    public void icrsToPixel(double[] positions, double[] pixels, int points) {
        double[] room = new double[PlaneDistortion.ROOM];
        double[] vector = new double[3];
        for (int p = 0; p < points; p++) {
            double dec = positions[2 * p + 1];
            CelestialAxes.fromLonLat(positions[2 * p], Math.abs(dec) <= 90 ? dec : Double.NaN, vector);
            frame.fromIcrs(vector);
            pair.toPlane(vector, room);
            double u = inverse[0] * room[0] + inverse[1] * room[1];
            double v = inverse[2] * room[0] + inverse[3] * room[1];
            if (sip.isPresent()) {
                sip.get().invert(u, v, room);
                u = room[0];
                v = room[1];
            }
            pixels[2 * p] = u + refX;
            pixels[2 * p + 1] = v + refY;
        }
    }

    /** The size of a pixel at a place, in degrees: the root of the area it covers; NaN where there is no sky. */
    public double pixelScaleDeg(double x, double y) {
        double[] room = new double[PlaneDistortion.ROOM];
        double[][] around = new double[4][3];
        pixelToVector(x - 0.5, y, room, around[0]);
        pixelToVector(x + 0.5, y, room, around[1]);
        pixelToVector(x, y - 0.5, room, around[2]);
        pixelToVector(x, y + 0.5, room, around[3]);
        double[] right = difference(around[1], around[0]);
        double[] up = difference(around[3], around[2]);
        double cx = right[1] * up[2] - right[2] * up[1];
        double cy = right[2] * up[0] - right[0] * up[2];
        double cz = right[0] * up[1] - right[1] * up[0];
        return Math.toDegrees(Math.sqrt(Math.sqrt(cx * cx + cy * cy + cz * cz)));
    }

    private static double[] difference(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    /**
     * What an image covers of the sky.
     *
     * @param naxis pixels along each axis of the image, in the header's order; those not given are 1
     */
    public Footprint footprint(long... naxis) {
        return new FootprintTracer(this, length(first, naxis), length(second, naxis)).trace();
    }

    private static long length(int axis, long[] naxis) {
        return axis < naxis.length ? naxis[axis] : 1;
    }
}
