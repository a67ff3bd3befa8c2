// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.table;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;

/**
 * Wavelengths along the first axis of an image as spectrographs wrote them before there was FITS paper III: by IRAF (DC-FLAG,
 * WAT1_001), by the Sloan survey (COEFF0, COEFF1: decimal logarithms of ångströms), or by an axis named LAMBDA. Pure functions.
 */
public final class Dispersion {
    private static final Pattern NAMES = Pattern.compile("(LAMBDA|WAVELEN(GTH)?|ANGSTROMS?|AIR.?WAVE.*)");

    private Dispersion() {}

    /** Whether wavelengths run along an axis that is not one of FITS paper III. */
    public static boolean isAlong(FitsHeader header, int axis) {
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
        return SpectralUnit.named(unit).isPresent() || attributes.contains("wavelength");
    }

    /** The coordinate of the first axis, as FITS paper III has it; the others have none. Empty if the header does not tell. */
    public static Optional<Wcs> wcs(FitsHeader header) {
        if (!isAlong(header, 1)) {
            return Optional.empty();
        }
        boolean sloan = header.number("COEFF0").isPresent();
        boolean logarithmic = sloan || header.number("DC-FLAG").orElse(0) == 1;
        double step = sloan
                ? header.number("COEFF1").orElse(0)
                : header.number("CDELT1").orElse(header.number("CD1_1").orElse(0));
        double start = header.number(sloan ? "COEFF0" : "CRVAL1").orElse(Double.NaN);
        String said = sloan ? "" : header.text("CUNIT1").map(String::strip).orElse("");
        Optional<SpectralUnit> unit = SpectralUnit.named(said);
        String code = unit.map(known -> known.type().name()).orElse("WAVE");
        boolean air = header.text("AIRORVAC").orElse("").strip().equalsIgnoreCase("air") && code.equals("WAVE");
        Map<String, Object> keywords = new LinkedHashMap<>();
        keywords.put("NAXIS", header.whole("NAXIS").orElse(1));
        keywords.put("CTYPE1", (air ? "AWAV" : code) + (logarithmic ? "-LOG" : ""));
        keywords.put("CUNIT1", unit.isPresent() ? said : "Angstrom");
        keywords.put("CRPIX1", sloan ? 1.0 : header.number("CRPIX1").orElse(1));
        keywords.put("CRVAL1", logarithmic ? Math.pow(10, start) : start);
        keywords.put("CDELT1", logarithmic ? Math.pow(10, start) * Math.log(10) * step : step);
        try {
            return step == 0 ? Optional.empty() : Wcs.read(Keywords.of(keywords));
        } catch (WcsException e) {
            return Optional.empty();
        }
    }
}
