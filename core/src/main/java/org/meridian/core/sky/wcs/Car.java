// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Plate carree (paper II equations 83, 84): {@code x = phi, y = theta}. */
record Car() implements CylindricalProjection {
    @Override
    public double widthOfDegree() {
        return 1;
    }

    @Override
    public double y(double thetaDeg) {
        return thetaDeg;
    }

    @Override
    public double theta(double y) {
        return y;
    }
}
