// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Conic orthomorphic projection (paper II equations 135-140).
 *
 * @param thetaADeg the middle of the two standard parallels (PVi_1 of the latitude axis)
 * @param etaDeg half their distance (PVi_2)
 */
record Coo(double thetaADeg, double etaDeg) implements ConicProjection {
    @Override
    public double theta0Deg() {
        return thetaADeg;
    }

    @Override
    public double cone() {
        if (etaDeg == 0) {
            return Degrees.sin(thetaADeg);
        }
        double theta1 = thetaADeg - etaDeg;
        double theta2 = thetaADeg + etaDeg;
        return Math.log(Degrees.cos(theta2) / Degrees.cos(theta1))
                / Math.log(Degrees.tan((90 - theta2) / 2) / Degrees.tan((90 - theta1) / 2));
    }

    @Override
    public double radius(double thetaDeg) {
        double cone = cone();
        if (Math.abs(thetaDeg) == 90) {
            return thetaDeg * cone > 0 ? 0 : Double.NaN;
        }
        return psi(cone) * Math.pow(Degrees.tan((90 - thetaDeg) / 2), cone);
    }

    @Override
    public double theta(double radius) {
        double cone = cone();
        if (radius == 0) {
            return Math.copySign(90, cone);
        }
        return 90 - 2 * Degrees.atan(Math.pow(radius / psi(cone), 1 / cone));
    }

    private double psi(double cone) {
        double theta1 = thetaADeg - etaDeg;
        return Degrees.R0 * Degrees.cos(theta1) / (cone * Math.pow(Degrees.tan((90 - theta1) / 2), cone));
    }
}
