// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Gnomonic projection (paper II equations 54, 55): {@code R = r0 cot theta}; half the sphere. */
record Tan() implements ZenithalProjection {
    @Override
    public double radius(double thetaDeg) {
        return thetaDeg > 0 ? Degrees.R0 * Degrees.cos(thetaDeg) / Degrees.sin(thetaDeg) : Double.NaN;
    }

    @Override
    public double theta(double radius) {
        return Degrees.atan2(Degrees.R0, radius);
    }
}
