// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Hammer and Aitoff's projection (paper II equations 102-107). */
record Ait() implements Projection {
    @Override
    public double theta0Deg() {
        return 0;
    }

    @Override
    public void toPlane(double[] v, int at) {
        double cos = Degrees.cos(v[at + 1]);
        double halfPhi = v[at] / 2;
        double alpha = Degrees.R0 * Math.sqrt(2 / (1 + cos * Degrees.cos(halfPhi)));
        v[at] = 2 * alpha * cos * Degrees.sin(halfPhi);
        v[at + 1] = alpha * Degrees.sin(v[at + 1]);
    }

    @Override
    public void toSphere(double[] v, int at) {
        double x = v[at] / Degrees.R0;
        double y = v[at + 1] / Degrees.R0;
        double square = 1 - x * x / 16 - y * y / 4;
        if (square < 0.5 - 1e-13) {
            Projection.none(v, at);
            return;
        }
        double z = Math.sqrt(square);
        double forth = Math.max(0, 2 * square - 1);
        double east = z * x / 2;
        v[at] = 2 * Degrees.atan2(east, forth);
        v[at + 1] = Degrees.atan2(y * z, Math.hypot(forth, east));
    }
}
