// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Conic perspective projection (paper II equations 120-124).
 *
 * @param thetaADeg the middle of the two standard parallels (PVi_1 of the latitude axis)
 * @param etaDeg half their distance (PVi_2)
 */
record Cop(double thetaADeg, double etaDeg) implements ConicProjection {
    @Override
    public double theta0Deg() {
        return thetaADeg;
    }

    @Override
    public double cone() {
        return Degrees.sin(thetaADeg);
    }

    @Override
    public double radius(double thetaDeg) {
        double offset = thetaDeg - thetaADeg;
        return Math.abs(offset) < 90
                ? Degrees.R0 * Degrees.cos(etaDeg) * (1 / Degrees.tan(thetaADeg) - Degrees.tan(offset))
                : Double.NaN;
    }

    @Override
    public double theta(double radius) {
        return thetaADeg + Degrees.atan(1 / Degrees.tan(thetaADeg) - radius / (Degrees.R0 * Degrees.cos(etaDeg)));
    }
}
