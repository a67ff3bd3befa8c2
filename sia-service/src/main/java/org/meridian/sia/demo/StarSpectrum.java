// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

/** The light of a star by wavelength: a black body with lines, as its colour lets expect. */
final class StarSpectrum {
    /** Planck's second constant, nanometres times kelvin. */
    private static final double HC_K = 1.438777e7;
    /** Hydrogen's lines of the Balmer series, nanometres. */
    private static final double[] BALMER = {656.28, 486.13, 434.05, 410.17, 397.01, 388.91};
    /** Calcium, iron, magnesium, sodium, calcium in cool stars, nanometres. */
    private static final double[] METALS = {
        393.37, 396.85, 430.8, 438.3, 516.7, 518.4, 527.0, 589.0, 589.6, 849.8, 854.2
    };

    private final double kelvin;
    private final double hydrogen;
    private final double metals;

    /** The spectrum of a star with a colour B - V. */
    StarSpectrum(double bv) {
        double b = Math.clamp(bv, -0.3, 2.2);
        // Ballesteros (2012), EPL 97, 34008.
        this.kelvin = 4600 * (1 / (0.92 * b + 1.7) + 1 / (0.92 * b + 0.62));
        this.hydrogen = 0.65 * Math.exp(-Math.pow((b - 0.05) / 0.35, 2));
        this.metals = 0.6 / (1 + Math.exp(-(b - 0.7) * 5));
    }

    /** Flux density at a wavelength, 1 at 550 nm but for lines. */
    double at(double nm) {
        double absorbed = 1;
        for (double line : BALMER) {
            absorbed *= 1 - hydrogen / (1 + Math.pow((nm - line) / 1.2, 2));
        }
        for (double line : METALS) {
            absorbed *= 1 - metals * Math.exp(-Math.pow((nm - line) / 0.35, 2));
        }
        return absorbed * planck(nm) / planck(550);
    }

    private double planck(double nm) {
        return Math.pow(nm / 550, -5) / Math.expm1(HC_K / (nm * kelvin));
    }
}
