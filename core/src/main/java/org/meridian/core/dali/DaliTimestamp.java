// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.dali;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Timestamps as DALI writes them (DALI 1.1, section 3.3.3): {@code YYYY-MM-DD['T'hh:mm:ss[.SSS]]}, no zone. */
public final class DaliTimestamp {
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd['T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("]")
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(java.time.format.ResolverStyle.STRICT);

    private DaliTimestamp() {}

    /** The text of a time; fractions of a second only as far as they are not zero. */
    public static String format(LocalDateTime time) {
        return FORM.format(time);
    }

    /** Reads a date or a time, with or without the {@code Z} of civil times; empty if {@code text} is neither. */
    public static Optional<LocalDateTime> parse(String text) {
        String bare = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
        try {
            return Optional.of(LocalDateTime.parse(bare, FORM));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
