// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Mercator's projection (paper II equations 85, 86): {@code y = r0 ln tan((90 + theta) / 2)}; without the poles. */
record Mer() implements CylindricalProjection {
    @Override
    public double widthOfDegree() {
        return 1;
    }

    @Override
    public double y(double thetaDeg) {
        return Math.abs(thetaDeg) < 90 ? Degrees.R0 * Math.log(Degrees.tan((90 + thetaDeg) / 2)) : Double.NaN;
    }

    @Override
    public double theta(double y) {
        return 2 * Degrees.atan(Math.exp(y / Degrees.R0)) - 90;
    }
}
