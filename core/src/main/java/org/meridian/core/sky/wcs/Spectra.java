// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Constants and the refraction of air that spectral coordinates take. */
final class Spectra {
    /** Speed of light in m/s. */
    static final double LIGHT = 299792458;

    /** Planck's constant in J s (SI of 2019). */
    static final double PLANCK = 6.62607015e-34;

    /** One electronvolt in J (SI of 2019). */
    static final double ELECTRONVOLT = 1.602176634e-19;

    private Spectra() {}

    /**
     * The refractive index of standard air (15 degrees, 101325 Pa) at a wavelength in air, in metres: Edlen 1953
     * (J. Opt. Soc. Am. 43, 339), which wcslib uses and with which air wavelengths have been made; equation 65 of paper III
     * is for 0 degrees.
     */
    static double index(double airM) {
        double s = 1 / (airM * airM);
        return 1.000064328 + 294.981e8 / (1.46e14 - s) + 2.554e8 / (0.41e14 - s);
    }

    /** Vacuum wavelength of one in air, both in metres. */
    static double vacuum(double airM) {
        return airM * index(airM);
    }

    /** The change of the vacuum wavelength with the one in air. */
    static double vacuumSlope(double airM) {
        double s = 1 / (airM * airM);
        double first = 1.46e14 - s;
        double second = 0.41e14 - s;
        double indexByS = 294.981e8 / (first * first) + 2.554e8 / (second * second);
        return index(airM) - 2 * s * indexByS;
    }

    /** Wavelength in air of one in vacuum, both in metres. */
    static double air(double vacuumM) {
        double air = vacuumM;
        for (int i = 0; i < 8; i++) {
            air = vacuumM / index(air);
        }
        return air;
    }
}
