// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Trigonometry in degrees, as the papers write it, exact at the quarters where projections need it. */
final class Degrees {
    /** Degrees of one radian: the radius r0 of the sphere in the papers' equations. */
    static final double R0 = 180 / Math.PI;

    /** How far rounding may carry a sine or cosine beyond 1. */
    private static final double SLACK = 1e-13;

    private Degrees() {}

    static double sin(double deg) {
        return Math.abs(deg) == 180 ? 0 : Math.sin(Math.toRadians(deg));
    }

    static double cos(double deg) {
        return Math.abs(deg) == 90 ? 0 : Math.cos(Math.toRadians(deg));
    }

    static double tan(double deg) {
        return sin(deg) / cos(deg);
    }

    /** Arc sine in degrees; NaN where there is none. */
    static double asin(double sine) {
        double abs = Math.abs(sine);
        if (abs > 1) {
            return abs <= 1 + SLACK ? Math.copySign(90, sine) : Double.NaN;
        }
        return Math.toDegrees(Math.asin(sine));
    }

    static double atan(double tangent) {
        return Math.toDegrees(Math.atan(tangent));
    }

    /** The angle whose sine and cosine are in the ratio of the arguments; the papers write {@code arg(cosine, sine)}. */
    static double atan2(double sine, double cosine) {
        return Math.toDegrees(Math.atan2(sine, cosine));
    }
}
