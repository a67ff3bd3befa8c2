// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * Slant zenithal perspective projection (paper II equations 33-42).
 *
 * @param xp x of the point of projection: {@code -mu cos thetaC sin phiC}
 * @param yp y of it: {@code mu cos thetaC cos phiC}
 * @param zp its height above the plane: {@code mu sin thetaC + 1}
 */
record Szp(double xp, double yp, double zp) implements Projection {
    /** The projection of mu (PVi_1), phiC (PVi_2) and thetaC (PVi_3). */
    static Szp of(double mu, double phiCDeg, double thetaCDeg) {
        double across = mu * Degrees.cos(thetaCDeg);
        return new Szp(-across * Degrees.sin(phiCDeg), across * Degrees.cos(phiCDeg), mu * Degrees.sin(thetaCDeg) + 1);
    }

    @Override
    public double theta0Deg() {
        return 90;
    }

    @Override
    public void toPlane(double[] v, int at) {
        double phi = v[at];
        double cos = Degrees.cos(v[at + 1]);
        double z = 1 - Degrees.sin(v[at + 1]);
        double divisor = zp - z;
        double x = (zp * cos * Degrees.sin(phi) - xp * z) / divisor;
        double y = -(zp * cos * Degrees.cos(phi) + yp * z) / divisor;
        if (divisor * zp <= 0 || !SlantSolution.isNearer(x, y, z, (x - xp) / zp, (y - yp) / zp)) {
            Projection.none(v, at);
            return;
        }
        v[at] = Degrees.R0 * x;
        v[at + 1] = Degrees.R0 * y;
    }

    @Override
    public void toSphere(double[] v, int at) {
        v[at] /= Degrees.R0;
        v[at + 1] /= Degrees.R0;
        SlantSolution.toSphere(v, at, (v[at] - xp) / zp, (v[at + 1] - yp) / zp);
    }
}
