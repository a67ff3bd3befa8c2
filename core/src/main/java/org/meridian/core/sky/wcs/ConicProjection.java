// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * A projection onto a cone (paper II section 5.4): {@code x = R sin(C phi), y = Y0 - R cos(C phi)}, with the cone's
 * constant C and the radius Y0 of the middle parallel theta_a, of the sign of theta_a.
 */
sealed interface ConicProjection extends Projection permits Cop, Coe, Cod, Coo {

    /** The cone's constant C. */
    double cone();

    /** The signed radius R of a native latitude; NaN where there is none. */
    double radius(double thetaDeg);

    /** The native latitude of a signed radius; NaN where there is none. */
    double theta(double radius);

    @Override
    default void toPlane(double[] v, int at) {
        double angle = cone() * v[at];
        double radius = radius(v[at + 1]);
        v[at] = radius * Degrees.sin(angle);
        v[at + 1] = radius(theta0Deg()) - radius * Degrees.cos(angle);
    }

    @Override
    default void toSphere(double[] v, int at) {
        double up = radius(theta0Deg()) - v[at + 1];
        double radius = Math.copySign(Math.hypot(v[at], up), theta0Deg());
        double theta = theta(radius);
        boolean none = Double.isNaN(theta);
        v[at] = none ? Double.NaN : Degrees.atan2(v[at] * Math.signum(radius), up * Math.signum(radius)) / cone();
        v[at + 1] = theta;
    }
}
