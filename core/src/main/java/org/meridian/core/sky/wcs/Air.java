// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * Airy's projection (paper II equations 71-75).
 *
 * @param xiB half the zenith distance, in radians, within which the error is least (of theta_b = PVi_1; 90 if not given)
 */
record Air(double xiB) implements ZenithalProjection {
    /** The projection of the native latitude theta_b. */
    static Air of(double thetaBDeg) {
        return new Air(Math.toRadians((90 - thetaBDeg) / 2));
    }

    @Override
    public double radius(double thetaDeg) {
        return thetaDeg > -90 ? value(Math.toRadians((90 - thetaDeg) / 2)) : Double.NaN;
    }

    private double value(double xi) {
        if (xi == 0) {
            return 0;
        }
        double tan = Math.tan(xi);
        return -2 * Degrees.R0 * (logCos(xi) / tan + slope() * tan);
    }

    /** {@code ln(cos xiB) / tan^2 xiB}, which tends to -1/2. */
    private double slope() {
        double tan = Math.tan(xiB);
        return xiB < 1e-8 ? -0.5 : logCos(xiB) / (tan * tan);
    }

    private static double logCos(double xi) {
        double sin = Math.sin(xi / 2);
        return Math.log1p(-2 * sin * sin);
    }

    @Override
    public double theta(double radius) {
        if (radius == 0) {
            return 90;
        }
        double xi = Bisection.root(x -> value(x) - radius, 0, Math.PI / 2 - 1e-12);
        return 90 - 2 * Math.toDegrees(xi);
    }
}
