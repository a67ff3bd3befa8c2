// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Sanson and Flamsteed's sinusoidal projection (paper II equations 90-92): {@code x = phi cos theta, y = theta}. */
record Sfl() implements Projection {
    @Override
    public double theta0Deg() {
        return 0;
    }

    @Override
    public void toPlane(double[] v, int at) {
        v[at] *= Degrees.cos(v[at + 1]);
    }

    @Override
    public void toSphere(double[] v, int at) {
        double cos = Degrees.cos(v[at + 1]);
        if (cos <= 0 && v[at] != 0) {
            Projection.none(v, at);
        } else if (cos > 0) {
            v[at] /= cos;
        }
    }
}
