// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * Zenithal perspective projection onto a tilted plane (paper II equations 20-32).
 *
 * @param mu distance of the point of projection from the centre of the sphere, in radii (PVi_1 of the latitude axis)
 * @param gammaDeg tilt of the plane (PVi_2)
 */
record Azp(double mu, double gammaDeg) implements Projection {
    @Override
    public double theta0Deg() {
        return 90;
    }

    @Override
    public void toPlane(double[] v, int at) {
        double phi = v[at];
        double cos = Degrees.cos(v[at + 1]);
        double sin = Degrees.sin(v[at + 1]);
        double divisor = mu + sin + cos * Degrees.cos(phi) * Degrees.tan(gammaDeg);
        double radius = Degrees.R0 * (mu + 1) * cos / divisor;
        if (divisor * (mu + 1) <= 0 || hidden(sin)) {
            Projection.none(v, at);
            return;
        }
        v[at] = radius * Degrees.sin(phi);
        v[at + 1] = -radius * Degrees.cos(phi) / Degrees.cos(gammaDeg);
    }

    /** Whether the point of projection, outside the sphere, sees another point of it on the same line first. */
    private boolean hidden(double sinTheta) {
        return Math.abs(mu) > 1 && sinTheta < -1 / mu;
    }

    @Override
    public void toSphere(double[] v, int at) {
        double x = v[at];
        double down = -v[at + 1] * Degrees.cos(gammaDeg);
        double rho = Math.hypot(x, down) / (Degrees.R0 * (mu + 1) + v[at + 1] * Degrees.sin(gammaDeg));
        double psi = Degrees.atan2(1, rho);
        double omega = Degrees.asin(rho * mu / Math.sqrt(rho * rho + 1));
        double theta = nearerToPole(psi - omega, psi + omega + 180);
        v[at] = Double.isNaN(theta) ? Double.NaN : Degrees.atan2(x, down);
        v[at + 1] = theta;
    }

    private static double nearerToPole(double first, double second) {
        double a = reduced(first);
        double b = reduced(second);
        double best = Math.abs(a) <= 90 && (Math.abs(b) > 90 || a >= b) ? a : b;
        return Math.abs(best) <= 90 ? best : Double.NaN;
    }

    private static double reduced(double deg) {
        return deg > 180 ? deg - 360 : deg;
    }
}
