// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * Mollweide's projection (paper II equations 97-101): {@code x = (2 sqrt 2 / pi) phi cos gamma, y = sqrt 2 r0 sin gamma}
 * with {@code sin theta = (2 gamma + sin 2 gamma) / pi}. Computed by the distance from the pole, beta = 90 - gamma, so
 * that latitudes near 90 keep their digits.
 */
record Mol() implements Projection {
    private static final double HEIGHT = Math.sqrt(2) * Degrees.R0;
    private static final double WIDTH = 2 * Math.sqrt(2) / Math.PI;

    @Override
    public double theta0Deg() {
        return 0;
    }

    @Override
    public void toPlane(double[] v, int at) {
        double half = Degrees.sin((90 - Math.abs(v[at + 1])) / 2);
        double target = 2 * half * half;
        double beta = Bisection.root(b -> depth(b) - target, 0, Math.PI / 2);
        v[at] *= WIDTH * Math.sin(beta);
        v[at + 1] = Math.copySign(HEIGHT * Math.cos(beta), v[at + 1]);
    }

    /** {@code 1 - sin theta = (2 beta - sin 2 beta) / pi}. */
    private static double depth(double beta) {
        double b = 2 * beta;
        double cube = b * b * b / 6;
        return (b < 0.03 ? cube * (1 - b * b / 20 * (1 - b * b / 42)) : b - Math.sin(b)) / Math.PI;
    }

    @Override
    public void toSphere(double[] v, int at) {
        double cos = Math.abs(v[at + 1]) / HEIGHT;
        if (cos > 1 + 1e-13) {
            Projection.none(v, at);
            return;
        }
        double sin = Math.sqrt(Math.max(0, (1 - cos) * (1 + cos)));
        double beta = Math.atan2(sin, cos);
        if (sin == 0 && Math.abs(v[at]) > 1e-12) {
            Projection.none(v, at);
            return;
        }
        v[at] = sin == 0 ? 0 : v[at] / (WIDTH * sin);
        double theta = 90 - 2 * Degrees.asin(Math.sqrt(depth(beta) / 2));
        v[at + 1] = Math.copySign(theta, v[at + 1]);
    }
}
