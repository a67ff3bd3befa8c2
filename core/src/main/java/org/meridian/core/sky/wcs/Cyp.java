// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Cylindrical perspective projection (paper II equations 76-80):
 * {@code x = lambda phi, y = r0 (mu + lambda) / (mu + cos theta) sin theta}.
 *
 * @param mu distance of the point of projection from the centre, in radii (PVi_1; 1 if not given)
 * @param lambda radius of the cylinder (PVi_2; 1 if not given)
 */
record Cyp(double mu, double lambda) implements CylindricalProjection {
    @Override
    public double widthOfDegree() {
        return lambda;
    }

    @Override
    public double y(double thetaDeg) {
        double divisor = mu + Degrees.cos(thetaDeg);
        return divisor > 0 ? Degrees.R0 * (mu + lambda) / divisor * Degrees.sin(thetaDeg) : Double.NaN;
    }

    @Override
    public double theta(double y) {
        double eta = y / (Degrees.R0 * (mu + lambda));
        return Degrees.atan(eta) + Degrees.asin(eta * mu / Math.sqrt(eta * eta + 1));
    }
}
