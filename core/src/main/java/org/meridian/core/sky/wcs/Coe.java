// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Conic equal-area projection (paper II equations 125-129).
 *
 * @param thetaADeg the middle of the two standard parallels (PVi_1 of the latitude axis)
 * @param etaDeg half their distance (PVi_2)
 */
record Coe(double thetaADeg, double etaDeg) implements ConicProjection {
    @Override
    public double theta0Deg() {
        return thetaADeg;
    }

    @Override
    public double cone() {
        return gamma() / 2;
    }

    @Override
    public double radius(double thetaDeg) {
        double gamma = gamma();
        return 2 * Degrees.R0 / gamma * Math.sqrt(Math.max(0, sines() - gamma * Degrees.sin(thetaDeg)));
    }

    @Override
    public double theta(double radius) {
        double gamma = gamma();
        double scaled = radius / (2 * Degrees.R0);
        return Degrees.asin(sines() / gamma - gamma * scaled * scaled);
    }

    private double gamma() {
        return Degrees.sin(thetaADeg - etaDeg) + Degrees.sin(thetaADeg + etaDeg);
    }

    private double sines() {
        return 1 + Degrees.sin(thetaADeg - etaDeg) * Degrees.sin(thetaADeg + etaDeg);
    }
}
