// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.table;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.meridian.core.fits.FitsHeader;

/**
 * From when, in which unit and scale headers count time (FITS 4.0, section 9): MJDREF, JDREF, BJDREF, each also in two parts,
 * TIMEZERO, TIMEUNIT, TIMESYS. Immutable.
 *
 * @param zeroMjd from when on, in the scale; empty if headers do not tell
 * @param offset what is added to times before, in the unit
 * @param unitS seconds of the unit
 * @param scale UTC, TT, TDB ...; UTC if headers do not tell
 */
public record TimeReference(OptionalDouble zeroMjd, double offset, double unitS, String scale) {

    static final double DAY_S = 86400;
    static final double MJD_ZERO_JD = 2400000.5;

    /** By the values of keywords, as text and as number. */
    public static TimeReference of(Function<String, Optional<String>> texts, Function<String, OptionalDouble> numbers) {
        return new TimeReference(
                zeroMjd(numbers),
                numbers.apply("TIMEZERO").orElse(0),
                seconds(texts.apply("TIMEUNIT").orElse("s")).orElse(1),
                texts.apply("TIMESYS").orElse("UTC"));
    }

    /** By several headers: what an earlier one says counts. */
    public static TimeReference of(List<FitsHeader> headers) {
        return of(
                keyword -> headers.stream()
                        .flatMap(header -> header.text(keyword).stream())
                        .findFirst(),
                keyword -> headers.stream()
                        .map(header -> header.number(keyword))
                        .filter(OptionalDouble::isPresent)
                        .findFirst()
                        .orElse(OptionalDouble.empty()));
    }

    private static OptionalDouble zeroMjd(Function<String, OptionalDouble> numbers) {
        OptionalDouble mjd = inParts(numbers, "MJDREF");
        if (mjd.isPresent()) {
            return mjd;
        }
        OptionalDouble jd = inParts(numbers, "JDREF");
        OptionalDouble days = jd.isPresent() ? jd : inParts(numbers, "BJDREF");
        return days.isPresent() ? OptionalDouble.of(days.getAsDouble() - MJD_ZERO_JD) : days;
    }

    private static OptionalDouble inParts(Function<String, OptionalDouble> numbers, String stem) {
        OptionalDouble days = numbers.apply(stem + "I");
        return days.isPresent()
                ? OptionalDouble.of(
                        days.getAsDouble() + numbers.apply(stem + "F").orElse(0))
                : numbers.apply(stem);
    }

    /** Seconds of a unit of time; empty if it is none that is known. */
    static OptionalDouble seconds(String unit) {
        return switch (unit.strip()) {
            case "s", "sec", "seconds" -> OptionalDouble.of(1);
            case "d", "day", "days" -> OptionalDouble.of(DAY_S);
            case "h" -> OptionalDouble.of(3600);
            case "min" -> OptionalDouble.of(60);
            case "ms" -> OptionalDouble.of(1e-3);
            default -> OptionalDouble.empty();
        };
    }

    /** The MJD in the scale of a time in the unit; empty if headers do not tell from when it counts. */
    public OptionalDouble mjd(double time) {
        return zeroMjd.isPresent()
                ? OptionalDouble.of(zeroMjd.getAsDouble() + (time + offset) * unitS / DAY_S)
                : zeroMjd;
    }
}
