// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

/**
 * Times as DALI writes them (DALI 1.1, section 3.3.3), straight into a byte array: {@code YYYY-MM-DDThh:mm:ss[.SSS[SSS]]}.
 * Years before 1 and after 9999, which DALI does not know, get a sign as in ISO 8601.
 */
final class TimestampText {
    /** Most bytes a time takes. */
    static final int MAX = 34;

    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long DAYS_TO_2000_FROM_MARCH_0 = 730_425;
    private static final long DAYS_PER_ERA = 146_097;

    private TimestampText() {}

    /** Whether the value stands for no point in time but for "for ever" or "since ever". */
    static boolean isInfinite(long micros) {
        return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE;
    }

    /** Writes the time {@code micros} after 2000-01-01T00:00:00 at {@code at}; returns where it ended. */
    static int put(long micros, byte[] bytes, int at) {
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        long rest = Math.floorMod(micros, MICROS_PER_DAY);
        int end = date(day, bytes, at);
        bytes[end] = 'T';
        int second = (int) (rest / 1_000_000);
        end = two(second / 3600, bytes, end + 1);
        bytes[end] = ':';
        end = two(second / 60 % 60, bytes, end + 1);
        bytes[end] = ':';
        end = two(second % 60, bytes, end + 1);
        int fraction = (int) (rest % 1_000_000);
        if (fraction == 0) {
            return end;
        }
        bytes[end] = '.';
        end = three(fraction / 1000, bytes, end + 1);
        return fraction % 1000 == 0 ? end : three(fraction % 1000, bytes, end);
    }

    /** Civil date from days, counted in eras of 400 years that begin on the first of March. */
    private static int date(long daysSince2000, byte[] bytes, int at) {
        long days = daysSince2000 + DAYS_TO_2000_FROM_MARCH_0;
        long era = Math.floorDiv(days, DAYS_PER_ERA);
        int dayOfEra = (int) Math.floorMod(days, DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        int end = year(year, bytes, at);
        bytes[end] = '-';
        end = two(month, bytes, end + 1);
        bytes[end] = '-';
        return two(day, bytes, end + 1);
    }

    private static int year(long year, byte[] bytes, int at) {
        int end = at;
        if (year < 0) {
            bytes[end++] = '-';
        } else if (year > 9999) {
            bytes[end++] = '+';
        }
        long absolute = Math.abs(year);
        if (absolute > 9999) {
            return NumberText.put(absolute, bytes, end);
        }
        end = two((int) absolute / 100, bytes, end);
        return two((int) absolute % 100, bytes, end);
    }

    private static int two(int number, byte[] bytes, int at) {
        bytes[at] = (byte) ('0' + number / 10);
        bytes[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }

    private static int three(int number, byte[] bytes, int at) {
        bytes[at] = (byte) ('0' + number / 100);
        return two(number % 100, bytes, at + 1);
    }
}
