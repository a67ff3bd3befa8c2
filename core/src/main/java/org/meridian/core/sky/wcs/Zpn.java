// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * Zenithal polynomial projection (paper II equation 62): {@code R = r0 sum of P_m z^m} for a zenith distance z in
 * radians, as far as R grows.
 */
final class Zpn implements ZenithalProjection {
    private static final int STEPS = 720;

    private final double[] coefficients;
    private final double farthest;

    /** The projection of its coefficients P_0, P_1, ... (PVi_0, PVi_1, ... of the latitude axis). */
    Zpn(double... coefficients) {
        this.coefficients = coefficients.clone();
        this.farthest = Math.min(Math.PI, firstTurn());
    }

    /** The zenith distance at which R stops growing; infinite where it does not on the sphere. */
    private double firstTurn() {
        double step = Math.PI / STEPS;
        for (int i = 0; i <= STEPS; i++) {
            if (slope(i * step) <= 0 && i > 0) {
                return Bisection.root(this::slope, (i - 1) * step, i * step);
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private double value(double z) {
        double sum = 0;
        for (int m = coefficients.length - 1; m >= 0; m--) {
            sum = sum * z + coefficients[m];
        }
        return sum;
    }

    private double slope(double z) {
        double sum = 0;
        for (int m = coefficients.length - 1; m >= 1; m--) {
            sum = sum * z + m * coefficients[m];
        }
        return sum;
    }

    @Override
    public double radius(double thetaDeg) {
        double z = Math.toRadians(90 - thetaDeg);
        return z <= farthest * (1 + 1e-14) ? Degrees.R0 * value(z) : Double.NaN;
    }

    @Override
    public double theta(double radius) {
        double r = radius / Degrees.R0;
        if (r < value(0) || r > value(farthest)) {
            return r < value(0) - 1e-13 || r > value(farthest) + 1e-13 ? Double.NaN : r < value(0) ? 90 : lowest();
        }
        return 90 - Math.toDegrees(Bisection.root(z -> value(z) - r, 0, farthest));
    }

    private double lowest() {
        return 90 - Math.toDegrees(farthest);
    }
}
