// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * Orthographic projection, slanted for xi and eta other than 0 (paper II equations 43-49); NCP is the one with xi = 0
 * and eta = cot(delta0).
 *
 * @param xi PVi_1 of the latitude axis
 * @param eta PVi_2
 */
record Sin(double xi, double eta) implements Projection {
    @Override
    public double theta0Deg() {
        return 90;
    }

    @Override
    public void toPlane(double[] v, int at) {
        double phi = v[at];
        double theta = v[at + 1];
        double limit = -Degrees.atan(xi * Degrees.sin(phi) - eta * Degrees.cos(phi));
        if (theta < limit) {
            Projection.none(v, at);
            return;
        }
        double cos = Degrees.cos(theta);
        double half = Degrees.sin((90 - theta) / 2);
        double z = 2 * half * half;
        v[at] = Degrees.R0 * (cos * Degrees.sin(phi) + xi * z);
        v[at + 1] = -Degrees.R0 * (cos * Degrees.cos(phi) - eta * z);
    }

    @Override
    public void toSphere(double[] v, int at) {
        v[at] /= Degrees.R0;
        v[at + 1] /= Degrees.R0;
        SlantSolution.toSphere(v, at, xi, eta);
    }
}
