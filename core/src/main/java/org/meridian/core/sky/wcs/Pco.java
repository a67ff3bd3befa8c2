// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Polyconic projection (paper II equations 148-151): {@code x = r0 cot theta sin(phi sin theta)}. */
record Pco() implements Projection {
    /** Latitudes, in degrees, within which the cone is taken for a cylinder. */
    private static final double FLAT = 1e-9;

    @Override
    public double theta0Deg() {
        return 0;
    }

    @Override
    public void toPlane(double[] v, int at) {
        double theta = v[at + 1];
        if (Math.abs(theta) < FLAT) {
            return;
        }
        double sin = Degrees.sin(theta);
        double radius = Degrees.R0 * Degrees.cos(theta) / sin;
        double angle = v[at] * sin;
        double half = Degrees.sin(angle / 2);
        v[at] = radius * Degrees.sin(angle);
        v[at + 1] = theta + radius * 2 * half * half;
    }

    @Override
    public void toSphere(double[] v, int at) {
        double x = v[at];
        double y = v[at + 1];
        double height = Math.abs(y);
        if (height < FLAT) {
            return;
        }
        double theta = Bisection.root(t -> misfit(x, height, t), 0, Math.min(90, height));
        double sin = Degrees.sin(theta);
        double cos = Degrees.cos(theta);
        v[at] = cos == 0 ? 0 : Degrees.atan2(x * sin, Degrees.R0 * cos - (height - theta) * sin) / sin;
        v[at + 1] = Math.copySign(theta, y);
    }

    /** {@code (x^2 + (y - theta)^2) sin theta - 2 r0 (y - theta) cos theta}: negative at the equator, then positive. */
    private static double misfit(double x, double y, double theta) {
        double above = y - theta;
        return (x * x + above * above) * Degrees.sin(theta) - 2 * Degrees.R0 * above * Degrees.cos(theta);
    }
}
