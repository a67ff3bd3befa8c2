// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * The height below the native pole, {@code z = 1 - sin theta}, of the point of the unit sphere on a slanted ray: the
 * smaller root of {@code (X - p z)^2 + (Y - q z)^2 = 2 z - z^2}, to which paper II equations 38 and 47 come. Written in
 * z it keeps its digits beside the pole.
 */
final class SlantSolution {
    private SlantSolution() {}

    /** Whether of the two points of the sphere with the image X, Y the one at a height is that nearer to the native pole. */
    static boolean isNearer(double x, double y, double z, double p, double q) {
        return (p * p + q * q + 1) * z <= (p * x + q * y + 1) * (1 + 1e-13);
    }

    /**
     * Turns X, Y at a place of an array into phi, theta.
     *
     * @param p shift of X with z
     * @param q shift of Y with z
     */
    static void toSphere(double[] v, int at, double p, double q) {
        double x = v[at];
        double y = v[at + 1];
        double a = p * p + q * q + 1;
        double b = p * x + q * y + 1;
        double c = x * x + y * y;
        double root = b * b - a * c;
        if (root < 0 && root > -1e-13) {
            root = 0;
        }
        double z = c / (b + Math.sqrt(root));
        if (!(z >= 0 && z <= 2)) {
            Projection.none(v, at);
            return;
        }
        double east = x - p * z;
        double south = q * z - y;
        v[at] = Degrees.atan2(east, south);
        v[at + 1] = Degrees.atan2(1 - z, Math.hypot(east, south));
    }
}
