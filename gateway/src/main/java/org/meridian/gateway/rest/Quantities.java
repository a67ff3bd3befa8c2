// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.meridian.core.usage.Amounts;

/** Quantities for people. Pure functions. */
final class Quantities {

    private static final LocalDate MJD_ZERO = LocalDate.of(1858, 11, 17);

    private record Unit(String name, double size) {}

    private static final List<Unit> LENGTHS = List.of(
            new Unit("m", 1), new Unit("mm", 1e-3), new Unit("µm", 1e-6), new Unit("nm", 1e-9), new Unit("pm", 1e-12));

    private static final List<Unit> SIZES =
            List.of(new Unit("TB", 1e12), new Unit("GB", 1e9), new Unit("MB", 1e6), new Unit("kB", 1e3));

    private Quantities() {}

    /** The day of a modified Julian date. */
    static String day(double mjd) {
        return MJD_ZERO.plusDays((long) Math.floor(Math.clamp(mjd, -1e6, 1e6))).toString();
    }

    /** From the day of one modified Julian date to that of another. */
    static String days(double from, double to) {
        return day(from).equals(day(to)) ? day(from) : day(from) + " to " + day(to);
    }

    /** Between two wavelengths in metres. */
    static String wavelengths(double min, double max) {
        return length(min).equals(length(max)) ? length(min) : length(min) + " to " + length(max);
    }

    private static String length(double metres) {
        return in(metres, LENGTHS);
    }

    /** A number of bytes. */
    static String bytes(long bytes) {
        return bytes < 1000 ? bytes + " bytes" : in(bytes, SIZES);
    }

    /** In the largest unit of which it is one at least, else in the smallest. */
    private static String in(double amount, List<Unit> units) {
        Unit unit =
                units.stream().filter(each -> amount >= each.size).findFirst().orElse(units.getLast());
        double number = amount / unit.size;
        String text = number >= 100
                ? Amounts.text(Math.round(number))
                : String.format(Locale.ROOT, number >= 10 ? "%.1f" : "%.2f", number);
        return text + " " + unit.name;
    }
}
