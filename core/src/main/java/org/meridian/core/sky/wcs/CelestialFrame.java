// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import org.meridian.core.sky.Matrix3;
import org.meridian.core.sky.ReferenceFrame;

/**
 * A celestial frame of headers with its equinox, and how its unit vectors turn into those of ICRS. Unlike {@link
 * ReferenceFrame}, whose FK5 is taken for ICRS, these tell them apart. Proper motions and parallaxes are nobody's here.
 */
public final class CelestialFrame {
    /** Enough for the terms of aberration to settle: each step leaves less than 2e-6 of the error. */
    private static final int ITERATIONS = 4;

    private static final double[] ICRS_TO_FK5 = Matrix3.product(
            Matrix3.aboutX(Precession.arcsec(0, 0.0199)),
            Matrix3.product(
                    Matrix3.aboutY(Precession.arcsec(0, 0.0091)), Matrix3.aboutZ(Precession.arcsec(0, -0.0229))));

    private final String name;
    private final double[] toIcrs;
    private final double[] fromIcrs;
    private final double[] eTerms;

    private CelestialFrame(String name, double[] toIcrs, double[] eTerms) {
        this.name = name;
        this.toIcrs = toIcrs;
        this.fromIcrs = Matrix3.inverse(toIcrs);
        this.eTerms = eTerms;
    }

    private CelestialFrame(String name, double[] toIcrs) {
        this(name, toIcrs, new double[0]);
    }

    /** The International Celestial Reference System. */
    public static CelestialFrame icrs() {
        return new CelestialFrame("ICRS", Matrix3.identity());
    }

    /** FK5 of an equinox, precessed by IAU 2006 as astropy does. */
    public static CelestialFrame fk5(double julianEquinox) {
        double[] fromIcrs = Matrix3.product(Precession.fromJ2000(julianEquinox), ICRS_TO_FK5);
        return new CelestialFrame("FK5", Matrix3.transposed(fromIcrs));
    }

    /** FK4 of an equinox, with terms of aberration, for places observed in a Julian year. */
    public static CelestialFrame fk4(double besselianEquinox, double observedJulianYear) {
        return new CelestialFrame("FK4", fk4ToIcrs(besselianEquinox, observedJulianYear), Fk4.eTerms(besselianEquinox));
    }

    /** FK4 without terms of aberration. */
    public static CelestialFrame fk4NoE(double besselianEquinox, double observedJulianYear) {
        return new CelestialFrame("FK4-NO-E", fk4ToIcrs(besselianEquinox, observedJulianYear));
    }

    private static double[] fk4ToIcrs(double besselianEquinox, double observedJulianYear) {
        return Matrix3.product(Matrix3.transposed(ICRS_TO_FK5), Fk4.toFk5(besselianEquinox, observedJulianYear));
    }

    /** Galactic coordinates of 1958. */
    public static CelestialFrame galactic() {
        return new CelestialFrame("GALACTIC", ReferenceFrame.GALACTIC.rotationTo(ReferenceFrame.ICRS));
    }

    /** Supergalactic coordinates. */
    public static CelestialFrame supergalactic() {
        return new CelestialFrame("SUPERGALACTIC", ReferenceFrame.SUPER_GALACTIC.rotationTo(ReferenceFrame.ICRS));
    }

    /** Mean ecliptic and equinox of a date, by IAU 2006. */
    public static CelestialFrame ecliptic(double julianEquinox) {
        double[] fromIcrs = Matrix3.product(
                Matrix3.aboutX(Precession.obliquity(julianEquinox)), Precession.icrsToMean(julianEquinox));
        return new CelestialFrame("ECLIPTIC", Matrix3.transposed(fromIcrs));
    }

    /** ICRS, FK5, FK4, FK4-NO-E, GALACTIC, SUPERGALACTIC or ECLIPTIC. */
    public String name() {
        return name;
    }

    /** Turns a unit vector of this frame into one of ICRS, in place; its length may change by rounding. */
    void toIcrs(double[] v) {
        if (eTerms.length > 0) {
            double along = 1 + eTerms[0] * v[0] + eTerms[1] * v[1] + eTerms[2] * v[2];
            for (int i = 0; i < 3; i++) {
                v[i] = along * v[i] - eTerms[i];
            }
        }
        Matrix3.apply(toIcrs, v);
    }

    /** The way back. */
    void fromIcrs(double[] v) {
        Matrix3.apply(fromIcrs, v);
        if (eTerms.length > 0) {
            addETerms(v);
        }
    }

    private void addETerms(double[] v) {
        double length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
        double x = v[0] / length;
        double y = v[1] / length;
        double z = v[2] / length;
        v[0] = x;
        v[1] = y;
        v[2] = z;
        for (int i = 0; i < ITERATIONS; i++) {
            double along = 1 + eTerms[0] * v[0] + eTerms[1] * v[1] + eTerms[2] * v[2];
            v[0] = (x + eTerms[0]) / along;
            v[1] = (y + eTerms[1]) / along;
            v[2] = (z + eTerms[2]) / along;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
