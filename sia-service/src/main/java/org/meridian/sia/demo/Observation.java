// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.JulianFields;
import java.util.Locale;

/** When something was observed: begin (UTC) and length. */
record Observation(LocalDateTime begin, double seconds) {
    private static final int MJD_OF_2000 = 51544;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    /** The begin as FITS writes it. */
    String iso() {
        return MILLIS.format(begin);
    }

    /** The end as FITS writes it. */
    String endIso() {
        return MILLIS.format(begin.plus(Duration.ofMillis(Math.round(1000 * seconds))));
    }

    /** The begin as a modified Julian date. */
    double mjd() {
        double day = begin.toLocalDate().getLong(JulianFields.MODIFIED_JULIAN_DAY);
        // Eight decimals are a millisecond.
        return Math.round((day + begin.toLocalTime().toNanoOfDay() / 86_400e9) * 1e8) / 1e8;
    }

    /** The end as a modified Julian date. */
    double endMjd() {
        return Math.round((mjd() + seconds / 86_400) * 1e8) / 1e8;
    }

    /** The begin as a Julian year. */
    double julianYear() {
        return 2000 + (mjd() - MJD_OF_2000 - 0.5) / 365.25;
    }

    /** Later by some minutes. */
    Observation plusMinutes(long minutes) {
        return new Observation(begin.plusMinutes(minutes), seconds);
    }
}
