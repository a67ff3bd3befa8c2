// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

/**
 * A source of light without extent.
 *
 * @param name of the star; may be empty
 * @param raDeg right ascension, ICRS, epoch J2000
 * @param decDeg declination, ICRS, epoch J2000
 * @param vmag magnitude in V
 * @param bv colour B - V, magnitudes
 * @param pmRa proper motion in right ascension times cos(dec), mas a year
 * @param pmDec proper motion in declination, mas a year
 */
public record DemoStar(String name, double raDeg, double decDeg, double vmag, double bv, double pmRa, double pmDec) {

    private static final double MAS_PER_DEG = 3.6e6;

    /** Where the star is at another epoch: degrees, the motion taken as straight in the tangent plane. */
    double[] positionAt(double julianYear) {
        double years = julianYear - 2000;
        double cos = Math.max(1e-6, Math.cos(Math.toRadians(decDeg)));
        return new double[] {
            raDeg + years * pmRa / MAS_PER_DEG / cos, Math.clamp(decDeg + years * pmDec / MAS_PER_DEG, -90, 90)
        };
    }
}
