// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.ImageExtent.Interval;

/**
 * Wavelengths along the first axis of an image as spectrographs wrote them before there was FITS paper III: by IRAF (DC-FLAG,
 * WAT1_001), by the Sloan survey (COEFF0, COEFF1: decimal logarithms of ångströms), or by an axis named LAMBDA.
 */
final class Dispersion {
    private static final Pattern NAMES = Pattern.compile("(LAMBDA|WAVELEN(GTH)?|ANGSTROMS?|AIR.?WAVE.*)");

    private Dispersion() {}

    /** Whether wavelengths run along an axis that is not one of FITS paper III. */
    static boolean isAlong(FitsHeader header, int axis) {
        String type = header.text("CTYPE" + axis).orElse("").strip().toUpperCase(Locale.ROOT);
        boolean iraf = type.equals("LINEAR") || type.isEmpty();
        return NAMES.matcher(type).matches()
                || axis == 1 && header.number("COEFF0").isPresent()
                || iraf
                        && (isWavelength(header, axis)
                                || axis == 1 && header.number("DC-FLAG").isPresent());
    }

    private static boolean isWavelength(FitsHeader header, int axis) {
        String unit = header.text("CUNIT" + axis).orElse("").strip();
        String attributes = header.text("WAT" + axis + "_001").orElse("").toLowerCase(Locale.ROOT);
        return SpectralValue.codeOf(unit).isPresent() || attributes.contains("wavelength");
    }

    /** The wavelengths from the outer edges of the first to those of the last pixel; empty if the header does not tell. */
    static Optional<Interval> wavelengthsM(Hdu hdu) {
        FitsHeader header = hdu.imageHeader();
        if (!isAlong(header, 1)) {
            return Optional.empty();
        }
        boolean sloan = header.number("COEFF0").isPresent();
        boolean logarithmic = sloan || header.number("DC-FLAG").orElse(0) == 1;
        double step = sloan
                ? header.number("COEFF1").orElse(0)
                : header.number("CDELT1").orElse(header.number("CD1_1").orElse(0));
        double reference = sloan ? 1 : header.number("CRPIX1").orElse(1);
        double start = header.number(sloan ? "COEFF0" : "CRVAL1").orElse(Double.NaN);
        double low = start + (0.5 - reference) * step;
        double high = start + (ProductFinder.length(hdu, 1) + 0.5 - reference) * step;
        String unit =
                sloan ? "Angstrom" : header.text("CUNIT1").map(String::strip).orElse("Angstrom");
        String code = SpectralValue.codeOf(unit).orElse("WAVE");
        String air = header.text("AIRORVAC").orElse("").strip().equalsIgnoreCase("air") && code.equals("WAVE")
                ? "AWAV"
                : code;
        return step == 0
                ? Optional.empty()
                : SpectralValue.interval(
                        air,
                        SpectralValue.codeOf(unit).isPresent() ? unit : "Angstrom",
                        logarithmic ? Math.pow(10, low) : low,
                        logarithmic ? Math.pow(10, high) : high);
    }
}
