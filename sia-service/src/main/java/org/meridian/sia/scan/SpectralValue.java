// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.meridian.core.sky.wcs.ImageExtent.Interval;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SpectralAxis;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;

/** Spectral values in units of files as wavelengths in vacuum, in metres. */
final class SpectralValue {
    private SpectralValue() {}

    /**
     * The wavelength in vacuum of a value.
     *
     * @param code of FITS WCS: WAVE, AWAV, FREQ, ENER, WAVN ...
     * @param unit as files write it
     */
    static OptionalDouble vacuumM(String code, String unit, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            return OptionalDouble.empty();
        }
        Map<String, Object> keywords = new LinkedHashMap<>();
        keywords.put("NAXIS", 1L);
        keywords.put("CTYPE1", code);
        keywords.put("CUNIT1", unit);
        keywords.put("CRVAL1", value);
        keywords.put("CRPIX1", 1.0);
        keywords.put("CDELT1", value * 1e-3);
        try {
            Optional<Wcs> wcs = Wcs.read(Keywords.of(keywords))
                    .filter(each -> each.spectral().isPresent());
            return wcs.isPresent() && wcs.get().axes().get(0) instanceof SpectralAxis axis
                    ? axis.vacuumM(axis.value(0))
                    : OptionalDouble.empty();
        } catch (WcsException e) {
            return OptionalDouble.empty();
        }
    }

    /** The interval of wavelengths between two values of the same kind. */
    static Optional<Interval> interval(String code, String unit, double one, double other) {
        OptionalDouble a = vacuumM(code, unit, one);
        OptionalDouble b = vacuumM(code, unit, other);
        return a.isPresent() && b.isPresent()
                ? Optional.of(new Interval(
                        Math.min(a.getAsDouble(), b.getAsDouble()), Math.max(a.getAsDouble(), b.getAsDouble())))
                : Optional.empty();
    }

    /** The code of what a unit measures: a wavelength, a frequency, an energy or a wave number; empty for others. */
    static Optional<String> codeOf(String unit) {
        return unit.isBlank()
                ? Optional.empty()
                : Stream.of("WAVE", "FREQ", "ENER", "WAVN")
                        .filter(code -> vacuumM(code, unit, 1).isPresent())
                        .findFirst();
    }
}
