// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import org.meridian.core.sky.Matrix3;

/** How equators and equinoxes of different dates lie to each other; matrices multiply unit vectors. */
final class Precession {
    private static final double ARCSEC = Math.toRadians(1 / 3600.0);

    private Precession() {}

    /** From ICRS to the mean equator and equinox of a date by IAU 2006 (Hilton et al. 2006), bias included. */
    static double[] icrsToMean(double julianYear) {
        double t = centuries(julianYear);
        double gamma = arcsec(t, -0.052928, 10.556378, 0.4932044, -0.00031238, -0.000002788, 0.0000000260);
        double phi = arcsec(t, 84381.412819, -46.811016, 0.0511268, 0.00053289, -0.000000440, -0.0000000176);
        double psi = arcsec(t, -0.041775, 5038.481484, 1.5584175, -0.00018522, -0.000026452, -0.0000000148);
        return Matrix3.product(
                Matrix3.product(Matrix3.aboutX(-obliquity(julianYear)), Matrix3.aboutZ(-psi)),
                Matrix3.product(Matrix3.aboutX(phi), Matrix3.aboutZ(gamma)));
    }

    /** The mean obliquity of the ecliptic in radians by IAU 2006. */
    static double obliquity(double julianYear) {
        return arcsec(
                centuries(julianYear), 84381.406, -46.836769, -0.0001831, 0.00200340, -0.000000576, -0.0000000434);
    }

    /** From the mean equator and equinox of J2000.0 to that of a date, by IAU 2006. */
    static double[] fromJ2000(double julianYear) {
        return Matrix3.product(icrsToMean(julianYear), Matrix3.transposed(icrsToMean(2000)));
    }

    /** From one equator and equinox to another by Newcomb, for FK4 (Explanatory Supplement 1961, section 2B). */
    static double[] newcomb(double fromBesselian, double toBesselian) {
        double start = (fromBesselian - 1850) / 1000;
        double t = (toBesselian - fromBesselian) / 1000;
        double first = 23035.545 + 139.720 * start + 0.060 * start * start;
        double zeta = arcsec(t, 0, first, 30.240 - 0.27 * start, 17.995);
        double z = arcsec(t, 0, first, 109.480 + 0.39 * start, 18.325);
        double theta = arcsec(t, 0, 20051.12 - 85.29 * start - 0.37 * start * start, -42.65 - 0.37 * start, -41.8);
        return Matrix3.product(Matrix3.aboutZ(-z), Matrix3.product(Matrix3.aboutY(theta), Matrix3.aboutZ(-zeta)));
    }

    private static double centuries(double julianYear) {
        return (julianYear - 2000) / 100;
    }

    /** A polynomial with coefficients in arcseconds, in radians. */
    static double arcsec(double t, double... coefficients) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * t + coefficients[i];
        }
        return sum * ARCSEC;
    }
}
