// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.table;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.meridian.core.fits.FitsHeader;

/** Columns of a table, numbered from 1, by their names (TTYPE). Pure functions. */
final class ColumnNames {

    private static final int MOST = 999;

    private ColumnNames() {}

    /** The first column whose whole name, in capitals, matches. */
    static OptionalInt first(FitsHeader table, Pattern names) {
        return IntStream.rangeClosed(1, count(table))
                .filter(n -> names.matcher(name(table, n)).matches())
                .findFirst();
    }

    static int count(FitsHeader table) {
        return (int) Math.clamp(table.whole("TFIELDS").orElse(0), 0, MOST);
    }

    static String name(FitsHeader table, int number) {
        return text(table, "TTYPE" + number).toUpperCase(Locale.ROOT);
    }

    static String unit(FitsHeader table, int number) {
        return text(table, "TUNIT" + number);
    }

    static String text(FitsHeader table, String keyword) {
        return table.text(keyword).orElse("").strip();
    }
}
