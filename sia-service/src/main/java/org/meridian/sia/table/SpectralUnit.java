// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.meridian.core.sky.wcs.ImageExtent.Interval;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SpectralAxis;
import org.meridian.core.sky.wcs.SpectralType;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;

/**
 * What spectral values of files are in. Immutable.
 *
 * @param axis what is measured
 * @param factor SI units of one of these
 */
public record SpectralUnit(SpectralAxis axis, double factor) {

    /**
     * A unit of a quantity; empty if it is none.
     *
     * @param code of FITS WCS: WAVE, AWAV, FREQ, ENER, WAVN
     * @param unit as files write it
     */
    public static Optional<SpectralUnit> of(String code, String unit) {
        Map<String, Object> keywords = new LinkedHashMap<>();
        keywords.put("NAXIS", 1L);
        keywords.put("CTYPE1", code);
        keywords.put("CUNIT1", unit);
        keywords.put("CRVAL1", 1.0);
        keywords.put("CRPIX1", 1.0);
        keywords.put("CDELT1", 1e-3);
        try {
            return Wcs.read(Keywords.of(keywords))
                    .filter(wcs -> wcs.spectral().isPresent())
                    .map(wcs -> (SpectralAxis) wcs.axes().getFirst())
                    .map(axis -> new SpectralUnit(axis, axis.value(0)));
        } catch (WcsException e) {
            return Optional.empty();
        }
    }

    /** That of a wavelength (in vacuum), a frequency, an energy or a wave number; empty for others. */
    public static Optional<SpectralUnit> named(String unit) {
        return unit.isBlank()
                ? Optional.empty()
                : Stream.of("WAVE", "FREQ", "ENER", "WAVN")
                        .flatMap(code -> of(code, unit).stream())
                        .findFirst();
    }

    /** What is measured. */
    public SpectralType type() {
        return axis.type();
    }

    /** The wavelength in vacuum of a value, in metres; empty where it is none. */
    public OptionalDouble vacuumM(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY ? axis.vacuumM(value * factor) : OptionalDouble.empty();
    }

    /** The interval of wavelengths between two values. */
    public Optional<Interval> interval(double one, double other) {
        OptionalDouble a = vacuumM(one);
        OptionalDouble b = vacuumM(other);
        return a.isPresent() && b.isPresent()
                ? Optional.of(new Interval(
                        Math.min(a.getAsDouble(), b.getAsDouble()), Math.max(a.getAsDouble(), b.getAsDouble())))
                : Optional.empty();
    }
}
