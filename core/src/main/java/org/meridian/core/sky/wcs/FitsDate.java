// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.JulianFields;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates of keywords (FITS 4.0 section 9.1.1): {@code 2001-02-03T04:05:06.7}, and {@code 03/02/99} of before 2000. */
public final class FitsDate {
    private static final Pattern ISO =
            Pattern.compile("([+-]?\\d{4,5})-(\\d\\d)-(\\d\\d)(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d(?:\\.\\d*)?))?Z?)?");
    private static final Pattern OLD = Pattern.compile("(\\d\\d)/(\\d\\d)/(\\d\\d)");

    private FitsDate() {}

    /** The MJD of a text; empty if it is no date. */
    public static OptionalDouble mjd(String text) {
        Matcher iso = ISO.matcher(text.strip());
        Matcher old = OLD.matcher(text.strip());
        try {
            if (iso.matches()) {
                return OptionalDouble.of(day(iso.group(1), iso.group(2), iso.group(3)) + dayFraction(iso));
            }
            return old.matches()
                    ? OptionalDouble.of(day("19" + old.group(3), old.group(2), old.group(1)))
                    : OptionalDouble.empty();
        } catch (DateTimeException e) {
            return OptionalDouble.empty();
        }
    }

    private static double day(String year, String month, String day) {
        LocalDate date = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
        return date.getLong(JulianFields.MODIFIED_JULIAN_DAY);
    }

    private static double dayFraction(Matcher iso) {
        if (iso.group(4) == null) {
            return 0;
        }
        double seconds = iso.group(6) == null ? 0 : Double.parseDouble(iso.group(6));
        return (Integer.parseInt(iso.group(4)) * 3600 + Integer.parseInt(iso.group(5)) * 60 + seconds) / 86400;
    }
}
