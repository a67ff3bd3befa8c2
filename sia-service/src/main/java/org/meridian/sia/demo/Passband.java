// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

/** A filter of the demonstration's cameras. Magnitudes follow from V and B - V by a straight line, good enough for a picture. */
enum Passband {
    G("g", 401, 550, -0.56, 0.12),
    R("r", 562, 698, 0.42, -0.11),
    I("i", 695, 844, 0.90, -0.25),
    J("J", 1170, 1330, 1.45, -0.05),
    H("H", 1490, 1780, 1.95, -0.05),
    KS("Ks", 1990, 2310, 2.05, -0.05);

    private final String word;
    private final double shortestNm;
    private final double longestNm;
    private final double slope;
    private final double offset;

    Passband(String word, double shortestNm, double longestNm, double slope, double offset) {
        this.word = word;
        this.shortestNm = shortestNm;
        this.longestNm = longestNm;
        this.slope = slope;
        this.offset = offset;
    }

    /** As headers name it. */
    String word() {
        return word;
    }

    /** The middle of the band, in nanometres. */
    double centreNm() {
        return (shortestNm + longestNm) / 2;
    }

    /** The magnitude of a star in this band. */
    double magnitude(DemoStar star) {
        return magnitude(star.vmag(), star.bv());
    }

    /** The magnitude in this band of what has a magnitude in V and a colour B - V. */
    double magnitude(double vmag, double bv) {
        return vmag - slope * bv - offset;
    }
}
