// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** A projection by the distance from the native pole alone (paper II section 5.1): {@code x = R sin phi, y = -R cos phi}. */
sealed interface ZenithalProjection extends Projection permits Tan, Stg, Arc, Zea, Zpn, Air {

    /** The radius R of a native latitude; NaN where there is none. */
    double radius(double thetaDeg);

    /** The native latitude of a radius; NaN where there is none. */
    double theta(double radius);

    @Override
    default double theta0Deg() {
        return 90;
    }

    @Override
    default void toPlane(double[] v, int at) {
        double phi = v[at];
        double radius = radius(v[at + 1]);
        v[at] = radius * Degrees.sin(phi);
        v[at + 1] = -radius * Degrees.cos(phi);
    }

    @Override
    default void toSphere(double[] v, int at) {
        double x = v[at];
        double y = v[at + 1];
        double theta = theta(Math.hypot(x, y));
        v[at] = Double.isNaN(theta) ? Double.NaN : Degrees.atan2(x, -y);
        v[at + 1] = theta;
    }
}
