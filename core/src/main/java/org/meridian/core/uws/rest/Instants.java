// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.rest;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.meridian.core.dali.DaliFault.UsageFault;

/** Instants as UWS writes and reads them: ISO 8601 in UTC (UWS 1.1, section 2.2.1). */
final class Instants {

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** What ISO 8601 allows to leave out is taken for its beginning. */
    private static final List<DateTimeFormatter> READ =
            List.of(reader("uuuu['-'MM['-'dd['T'HH:mm[:ss]][' 'HH:mm[:ss]]]]"), reader("uuuuMMdd['T'HHmm[ss]]"));

    private Instants() {}

    private static DateTimeFormatter reader(String pattern) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .optionalStart()
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .optionalEnd()
                .appendPattern("['Z']")
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    static String format(Instant instant) {
        return WRITTEN.format(instant);
    }

    /**
     * Reads a parameter.
     *
     * @throws UsageFault if it is no instant in UTC
     */
    static Instant parse(String name, String text) {
        for (DateTimeFormatter form : READ) {
            try {
                return LocalDateTime.parse(text.strip(), form).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                continue;
            }
        }
        throw new UsageFault(
                name
                        + " is not an instant in UTC; it must look like 2026-01-31T23:59:59Z, from the end on shortened at will");
    }
}
