// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Conic equidistant projection (paper II equations 130-134).
 *
 * @param thetaADeg the middle of the two standard parallels (PVi_1 of the latitude axis)
 * @param etaDeg half their distance (PVi_2)
 */
record Cod(double thetaADeg, double etaDeg) implements ConicProjection {
    @Override
    public double theta0Deg() {
        return thetaADeg;
    }

    @Override
    public double cone() {
        return Degrees.sin(thetaADeg) * (etaDeg == 0 ? 1 : Degrees.R0 * Degrees.sin(etaDeg) / etaDeg);
    }

    @Override
    public double radius(double thetaDeg) {
        return apex() - thetaDeg;
    }

    @Override
    public double theta(double radius) {
        return apex() - radius;
    }

    /** {@code eta cot eta} in degrees, r0 where eta is 0. */
    private double etaCotEta() {
        return etaDeg == 0 ? Degrees.R0 : etaDeg / Degrees.tan(etaDeg);
    }

    private double apex() {
        return thetaADeg + etaCotEta() / Degrees.tan(thetaADeg);
    }
}
