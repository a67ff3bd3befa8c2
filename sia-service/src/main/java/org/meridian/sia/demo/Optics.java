// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

/**
 * What becomes of light in a telescope and its detector.
 *
 * @param zeroPoint magnitude that gives one count a second
 * @param skyMag brightness of the empty sky, mag/arcsec2
 * @param fwhmPixels sharpness: width of the image of a star at half of its height
 * @param gain electrons of a count
 * @param readNoise electrons, deviation
 */
record Optics(double zeroPoint, double skyMag, double fwhmPixels, double gain, double readNoise) {

    /** Counts a second of a magnitude. */
    double rate(double magnitude) {
        return Math.pow(10, 0.4 * (zeroPoint - magnitude));
    }
}
