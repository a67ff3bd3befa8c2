// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Stereographic projection (paper II equations 56, 57): {@code R = 2 r0 tan((90 - theta) / 2)}; all but the south pole. */
record Stg() implements ZenithalProjection {
    @Override
    public double radius(double thetaDeg) {
        return thetaDeg > -90 ? 2 * Degrees.R0 * Degrees.tan((90 - thetaDeg) / 2) : Double.NaN;
    }

    @Override
    public double theta(double radius) {
        return 90 - 2 * Degrees.atan(radius / (2 * Degrees.R0));
    }
}
