// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Zenithal equidistant projection (paper II equations 67, 68): {@code R = 90 - theta}. */
record Arc() implements ZenithalProjection {
    @Override
    public double radius(double thetaDeg) {
        return 90 - thetaDeg;
    }

    @Override
    public double theta(double radius) {
        return radius <= 180 + 1e-10 ? Math.max(-90, 90 - radius) : Double.NaN;
    }
}
