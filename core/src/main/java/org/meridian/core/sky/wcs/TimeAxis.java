// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Time (Rots et al. 2015, A&amp;A 574, A36, "paper IV"), linear or logarithmic.
 *
 * @param unit unit of values as the header has it
 * @param reference CRVAL
 * @param logarithmic as in {@link PlainAxis}
 * @param dayPerUnit days of one unit
 * @param zeroMjd the MJD at which values are 0, in the axis' own time scale; empty if the header does not tell
 * @param scale time scale: UTC, TT, TDB ...; UTC if the header does not tell
 */
public record TimeAxis(
        String ctype,
        String unit,
        double reference,
        boolean logarithmic,
        double dayPerUnit,
        OptionalDouble zeroMjd,
        String scale)
        implements WorldAxis {
    static final double MJD_ZERO_JD = 2400000.5;

    private static final Set<String> SCALES =
            Set.of("UTC", "UT", "UT1", "TAI", "IAT", "TT", "TDT", "ET", "TDB", "TCB", "TCG", "GPS", "LOCAL");

    static boolean isTime(String code) {
        return code.equals("TIME") || code.equals("MJD") || code.equals("JD") || SCALES.contains(code);
    }

    static TimeAxis read(WcsKeywords keywords, int axis, Ctype type, double reference) {
        Keywords all = keywords.all();
        boolean absolute = type.code().equals("MJD") || type.code().equals("JD");
        String unit =
                keywords.text("CUNIT", axis).or(() -> all.text("TIMEUNIT")).orElse(absolute ? "d" : "s");
        WcsUnit known = WcsUnit.named(unit)
                .filter(u -> u.quantity() == WcsUnit.Quantity.TIME)
                .orElseThrow(() -> new WcsException(
                        keywords.name("CUNIT", axis), unit, "a time is in s, ms, us, min, h, d, a, yr or cy"));
        OptionalDouble zero = absolute ? OptionalDouble.of(type.code().equals("JD") ? -MJD_ZERO_JD : 0) : zeroMjd(all);
        Optional<String> named = all.word("TIMESYS");
        String scale = SCALES.contains(type.code()) ? type.code() : named.orElse("UTC");
        return new TimeAxis(type.text(), unit, reference, type.algorithm().equals("LOG"), known.factor(), zero, scale);
    }

    /** MJDREF, JDREF, each also in two parts, or DATEREF. */
    private static OptionalDouble zeroMjd(Keywords keywords) {
        OptionalDouble mjd = whole(keywords, "MJDREF");
        if (mjd.isPresent()) {
            return mjd;
        }
        OptionalDouble jd = whole(keywords, "JDREF");
        if (jd.isPresent()) {
            return OptionalDouble.of(jd.getAsDouble() - MJD_ZERO_JD);
        }
        return keywords.text("DATEREF").map(FitsDate::mjd).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble whole(Keywords keywords, String stem) {
        OptionalDouble days = keywords.number(stem + "I");
        OptionalDouble fraction = keywords.number(stem + "F");
        return days.isPresent() || fraction.isPresent()
                ? OptionalDouble.of(days.orElse(0) + fraction.orElse(0))
                : keywords.number(stem);
    }

    @Override
    public double value(double intermediate) {
        return logarithmic ? reference * Math.exp(intermediate / reference) : reference + intermediate;
    }

    @Override
    public double intermediate(double value) {
        return logarithmic ? reference * Math.log(value / reference) : value - reference;
    }

    /** The MJD of a value, in the axis' time scale; empty where the header has no reference. */
    public OptionalDouble mjd(double value) {
        return zeroMjd.isPresent()
                ? OptionalDouble.of(zeroMjd.getAsDouble() + value * dayPerUnit)
                : OptionalDouble.empty();
    }

    /** The MJD of a value in UTC, as {@link TimeScale} converts it; empty where the header has no reference. */
    public OptionalDouble mjdUtc(double value) {
        OptionalDouble mjd = mjd(value);
        return mjd.isPresent() ? OptionalDouble.of(TimeScale.toUtc(mjd.getAsDouble(), scale)) : mjd;
    }
}
