// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Parabolic projection (paper II equations 93-96). */
record Par() implements Projection {
    @Override
    public double theta0Deg() {
        return 0;
    }

    @Override
    public void toPlane(double[] v, int at) {
        double sin = Degrees.sin(v[at + 1] / 3);
        v[at] *= 1 - 4 * sin * sin;
        v[at + 1] = 180 * sin;
    }

    @Override
    public void toSphere(double[] v, int at) {
        double sin = v[at + 1] / 180;
        double narrowing = 1 - 4 * sin * sin;
        if (narrowing < -1e-13 || (narrowing <= 0 && Math.abs(v[at]) > 1e-13)) {
            Projection.none(v, at);
            return;
        }
        v[at] = narrowing > 0 ? v[at] / narrowing : 0;
        v[at + 1] = 3 * Degrees.asin(sin);
    }
}
