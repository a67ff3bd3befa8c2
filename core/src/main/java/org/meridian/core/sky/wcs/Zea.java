// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Zenithal equal-area projection (paper II equations 69, 70): {@code R = 2 r0 sin((90 - theta) / 2)}. */
record Zea() implements ZenithalProjection {
    @Override
    public double radius(double thetaDeg) {
        return 2 * Degrees.R0 * Degrees.sin((90 - thetaDeg) / 2);
    }

    @Override
    public double theta(double radius) {
        return 90 - 2 * Degrees.asin(radius / (2 * Degrees.R0));
    }
}
