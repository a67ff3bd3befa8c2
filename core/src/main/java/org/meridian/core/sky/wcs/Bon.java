// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * Bonne's projection (paper II equations 141-147), which for theta1 = 0 is {@link Sfl}.
 *
 * @param theta1Deg the standard parallel (PVi_1 of the latitude axis), not 0
 */
record Bon(double theta1Deg) implements Projection {
    @Override
    public double theta0Deg() {
        return 0;
    }

    private double apex() {
        return Degrees.R0 / Degrees.tan(theta1Deg) + theta1Deg;
    }

    @Override
    public void toPlane(double[] v, int at) {
        double radius = apex() - v[at + 1];
        double angle = radius == 0 ? 0 : Degrees.R0 * v[at] * Degrees.cos(v[at + 1]) / radius;
        v[at] = radius * Degrees.sin(angle);
        v[at + 1] = apex() - radius * Degrees.cos(angle);
    }

    @Override
    public void toSphere(double[] v, int at) {
        double up = apex() - v[at + 1];
        double sign = Math.signum(theta1Deg);
        double radius = sign * Math.hypot(v[at], up);
        double theta = apex() - radius;
        double cos = Degrees.cos(theta);
        if (Math.abs(theta) > 90 + 1e-10) {
            Projection.none(v, at);
            return;
        }
        double angle = Degrees.atan2(v[at] * sign, up * sign);
        v[at] = cos <= 0 ? 0 : angle * radius / (cos * Degrees.R0);
        v[at + 1] = theta;
    }
}
