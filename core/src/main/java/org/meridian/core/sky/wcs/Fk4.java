// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import org.meridian.core.sky.Matrix3;

/** What makes FK4 different: it rotates, and its places contain the terms of aberration by the Earth's elliptic orbit. */
final class Fk4 {
    /** Julian date of B1950.0. */
    private static final double B1950_JD = 2433282.42345905;

    private static final double J2000_JD = 2451545;

    /** Days of a tropical year. */
    private static final double TROPICAL_YEAR = 365.242198781;

    /** Murray 1989 (A&amp;A 218, 325), equation 28. */
    private static final double[] B1950_TO_J2000 = {
        0.9999256794956877, -0.0111814832204662, -0.0048590038153592,
        0.0111814832391717, 0.9999374848933135, -0.0000271625947142,
        0.0048590037723143, -0.0000271702937440, 0.9999881946023742
    };

    /** Murray 1989, equation 29: per Julian century from 1950, in millionths. */
    private static final double[] PER_CENTURY = {
        -0.0026455262,
        -1.1539918689,
        2.1111346190,
        1.1540628161,
        -0.0129042997,
        0.0236021478,
        -2.1112979048,
        -0.0056024448,
        0.0102587734
    };

    private Fk4() {}

    /** From FK4 of an equinox, without terms of aberration, to FK5 J2000.0, for places observed at a time. */
    static double[] toFk5(double besselianEquinox, double observedJulianYear) {
        double centuries = (observedJulianYear - 1950) / 100;
        double[] matrix = new double[9];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = B1950_TO_J2000[i] + PER_CENTURY[i] * 1e-6 * centuries;
        }
        return Matrix3.product(matrix, Precession.newcomb(besselianEquinox, 1950));
    }

    /** The aberration by the ellipticity of the Earth's orbit, as a vector (Explanatory Supplement 1992, section 3.531). */
    static double[] eTerms(double besselianEquinox) {
        double jd = julianDate(besselianEquinox);
        double t = (jd - B1950_JD) / 36525;
        double aberration = Math.toRadians(0.0056932);
        double eccentricity = 0.01673011 + t * (-0.00004193 + t * -0.000000126);
        double perigee = Precession.arcsec(t, 1015489.951, 6190.67, 1.65, 0.012);
        double obliquity = Precession.arcsec((jd - J2000_JD) / 36525, 84381.448, -46.8150, -0.00059, 0.001813);
        double size = eccentricity * aberration;
        return new double[] {
            size * Math.sin(perigee),
            -size * Math.cos(perigee) * Math.cos(obliquity),
            -size * Math.cos(perigee) * Math.sin(obliquity)
        };
    }

    /** The Julian year of a Besselian one. */
    static double julianYear(double besselianYear) {
        return 2000 + (julianDate(besselianYear) - J2000_JD) / 365.25;
    }

    private static double julianDate(double besselianYear) {
        return 2415020.31352 + (besselianYear - 1900) * TROPICAL_YEAR;
    }
}
