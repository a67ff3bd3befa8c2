// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Over what time something is counted; days and months are those of UTC. */
public enum Period {
    /** A day: the count starts anew at midnight. */
    DAY("day", "today"),
    /** A month of the calendar. */
    MONTH("month", "this month"),
    /** Not over time: what there is at a moment. */
    AT_ONCE("at-once", "at once");

    private static final DateTimeFormatter FIRST = DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

    private final String text;
    private final String words;

    Period(String text, String words) {
        this.text = text;
        this.words = words;
    }

    /** As it is written in limits: {@code day}, {@code month}, {@code at-once}. */
    public String text() {
        return text;
    }

    /** As in "so many today". */
    public String words() {
        return words;
    }

    /** The period of that text, if there is one. */
    public static Optional<Period> parse(String text) {
        return Arrays.stream(values())
                .filter(period -> period.text.equals(text))
                .findFirst();
    }

    /** Whether what is spent on a day is among what is counted on {@code today}. */
    boolean covers(LocalDate day, LocalDate today) {
        return switch (this) {
            case DAY -> day.equals(today);
            case MONTH -> day.getMonth() == today.getMonth() && day.getYear() == today.getYear();
            case AT_ONCE -> false;
        };
    }

    /** When the count starts anew; empty if there is none. */
    Optional<Instant> end(LocalDate today) {
        return switch (this) {
            case DAY -> Optional.of(start(today.plusDays(1)));
            case MONTH -> Optional.of(start(today.withDayOfMonth(1).plusMonths(1)));
            case AT_ONCE -> Optional.empty();
        };
    }

    /** The end of the period, in words. */
    String endInWords(LocalDate today) {
        return switch (this) {
            case DAY -> "00:00 UTC";
            case MONTH -> FIRST.format(today.withDayOfMonth(1).plusMonths(1)) + ", 00:00 UTC";
            case AT_ONCE -> throw new IllegalStateException("what is counted at a moment has no end");
        };
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
