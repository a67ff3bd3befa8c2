// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Cylindrical equal-area projection (paper II equations 81, 82): {@code y = r0 sin theta / lambda}.
 *
 * @param lambda squared cosine of the latitude that is true to scale (PVi_1 of the latitude axis; 1 if not given)
 */
record Cea(double lambda) implements CylindricalProjection {
    @Override
    public double widthOfDegree() {
        return 1;
    }

    @Override
    public double y(double thetaDeg) {
        return Degrees.R0 * Degrees.sin(thetaDeg) / lambda;
    }

    @Override
    public double theta(double y) {
        return Degrees.asin(y * lambda / Degrees.R0);
    }
}
