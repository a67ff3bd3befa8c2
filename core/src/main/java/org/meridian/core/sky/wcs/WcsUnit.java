// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Units of axes, as numbers of the unit in which world coordinates come out here (FITS 4.0 section 4.3): angles in
 * degrees, all else in SI units, times in days. Spelling is forgiven where it cannot mislead: DEG, degrees, ANGSTROM,
 * KM/S, {@code km s-1}, {@code km.s**-1}; {@code MHZ} is a megahertz.
 *
 * @param quantity what is measured
 * @param factor how many of our units one of these is
 */
record WcsUnit(Quantity quantity, double factor) {

    /** What units measure here. */
    enum Quantity {
        ANGLE,
        FREQUENCY,
        LENGTH,
        ENERGY,
        WAVE_NUMBER,
        SPEED,
        TIME,
        NONE
    }

    private static final Map<String, WcsUnit> EXACT = new HashMap<>();
    private static final Map<String, WcsUnit> FORGIVING = new HashMap<>();

    static {
        angles();
        spectra();
        times();
        EXACT.forEach((name, unit) -> FORGIVING.putIfAbsent(name.toUpperCase(Locale.ROOT), unit));
        FORGIVING.put("MHZ", new WcsUnit(Quantity.FREQUENCY, 1e6));
    }

    private static void angles() {
        names(Quantity.ANGLE, 1, "deg", "degree", "degrees");
        names(Quantity.ANGLE, 1 / 60.0, "arcmin", "arcmins", "arcminute", "arcminutes");
        names(Quantity.ANGLE, 1 / 3600.0, "arcsec", "arcsecs", "arcsecond", "arcseconds", "asec");
        names(Quantity.ANGLE, 1 / 3.6e6, "mas", "marcsec");
        names(Quantity.ANGLE, Degrees.R0, "rad", "radian", "radians");
    }

    private static void spectra() {
        names(Quantity.FREQUENCY, 1, "Hz", "hertz", "s-1", "1/s", "/s");
        names(Quantity.FREQUENCY, 1e3, "kHz");
        names(Quantity.FREQUENCY, 1e6, "MHz", "megahertz");
        names(Quantity.FREQUENCY, 1e9, "GHz", "gigahertz");
        names(Quantity.FREQUENCY, 1e12, "THz");
        names(Quantity.LENGTH, 1, "m", "meter", "metre", "meters", "metres");
        names(Quantity.LENGTH, 1e3, "km");
        names(Quantity.LENGTH, 1e-2, "cm");
        names(Quantity.LENGTH, 1e-3, "mm");
        names(Quantity.LENGTH, 1e-6, "um", "micron", "microns", "micrometer", "micrometre", "\u00b5m");
        names(Quantity.LENGTH, 1e-9, "nm", "nanometer", "nanometre", "nanometers");
        names(Quantity.LENGTH, 1e-12, "pm");
        names(Quantity.LENGTH, 1e-10, "Angstrom", "Angstroms", "angstroem", "Ang", "A", "\u212b", "\u00c5");
        names(Quantity.ENERGY, 1, "J", "joule");
        names(Quantity.ENERGY, 1e-7, "erg");
        names(Quantity.ENERGY, Spectra.ELECTRONVOLT, "eV");
        names(Quantity.ENERGY, Spectra.ELECTRONVOLT * 1e3, "keV");
        names(Quantity.ENERGY, Spectra.ELECTRONVOLT * 1e6, "MeV");
        names(Quantity.ENERGY, Spectra.ELECTRONVOLT * 1e9, "GeV");
        names(Quantity.ENERGY, Spectra.ELECTRONVOLT * 1e12, "TeV");
        names(Quantity.WAVE_NUMBER, 1, "m-1", "1/m", "/m");
        names(Quantity.WAVE_NUMBER, 1e2, "cm-1", "1/cm", "/cm");
        names(Quantity.SPEED, 1, "m/s", "m s-1", "ms-1");
        names(Quantity.SPEED, 1e3, "km/s", "km s-1", "kms-1", "km/sec");
        names(Quantity.SPEED, 1e-2, "cm/s", "cm s-1");
    }

    private static void times() {
        names(Quantity.TIME, 1, "d", "day", "days");
        names(Quantity.TIME, 1 / 86400.0, "s", "sec", "second", "seconds");
        names(Quantity.TIME, 1e-3 / 86400, "ms");
        names(Quantity.TIME, 1e-6 / 86400, "us");
        names(Quantity.TIME, 1 / 1440.0, "min", "minute", "minutes");
        names(Quantity.TIME, 1 / 24.0, "h", "hr", "hour", "hours");
        names(Quantity.TIME, 365.25, "a", "yr", "year", "years");
        names(Quantity.TIME, 36525, "cy");
    }

    private static void names(Quantity quantity, double factor, String... names) {
        WcsUnit unit = new WcsUnit(quantity, factor);
        for (String name : names) {
            EXACT.put(name, unit);
        }
    }

    /** The unit of a text; empty if it is none of those that axes of sky, spectrum and time have. */
    static Optional<WcsUnit> named(String text) {
        String plain =
                text.strip().replaceAll("[()]", "").replaceAll("\\*\\*|\\^", "").replaceAll("[.* ]+(?=[a-zA-Z])", " ");
        WcsUnit exact = EXACT.get(plain);
        return Optional.ofNullable(exact != null ? exact : FORGIVING.get(plain.toUpperCase(Locale.ROOT)));
    }
}
