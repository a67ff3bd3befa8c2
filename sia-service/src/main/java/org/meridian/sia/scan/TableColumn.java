// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;

/**
 * A column of a table, as the header describes it (FITS 4.0, section 7.3).
 *
 * @param number from 1
 * @param name in capitals; empty if it has none
 * @param unit as the header has it; may be empty
 * @param code letter of its format
 * @param repeat elements in a row
 * @param offset of its first byte in a row; meaningless for text tables
 * @param scaling what the stored numbers stand for
 */
record TableColumn(int number, String name, String unit, char code, int repeat, long offset, Scaling scaling) {

    /**
     * What stored numbers stand for: {@code zero + scale * number}, or nothing.
     *
     * @param scale TSCALn
     * @param zero TZEROn
     * @param blank TNULLn, of whole numbers
     */
    record Scaling(double scale, double zero, OptionalLong blank) {

        private static Scaling of(FitsHeader header, int number) {
            return new Scaling(
                    header.number("TSCAL" + number).orElse(1),
                    header.number("TZERO" + number).orElse(0),
                    header.whole("TNULL" + number));
        }

        double value(double number) {
            return zero + scale * number;
        }

        double value(long number) {
            return blank.isPresent() && blank.getAsLong() == number ? Double.NaN : zero + scale * number;
        }
    }

    private static final Pattern FORMAT = Pattern.compile("(\\d*)([LXBIJKAEDCMPQ]).*");
    private static final int MAX_COLUMNS = 999;

    /** The columns of a table; empty for what is none. */
    static List<TableColumn> of(Hdu hdu) {
        FitsHeader header = hdu.header();
        int fields = (int) Math.clamp(header.whole("TFIELDS").orElse(0), 0, MAX_COLUMNS);
        List<TableColumn> columns = new ArrayList<>();
        long offset = 0;
        for (int n = 1; n <= fields; n++) {
            Matcher format =
                    FORMAT.matcher(header.text("TFORM" + n).orElse("").strip().toUpperCase(Locale.ROOT));
            char code = format.matches() ? format.group(2).charAt(0) : '?';
            int repeat = format.matches() && !format.group(1).isEmpty() ? repeat(format.group(1)) : 1;
            String name = header.text("TTYPE" + n).orElse("").strip().toUpperCase(Locale.ROOT);
            String unit = header.text("TUNIT" + n).orElse("").strip();
            columns.add(new TableColumn(n, name, unit, code, repeat, offset, Scaling.of(header, n)));
            offset += bytes(code, repeat);
        }
        return columns;
    }

    private static int repeat(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static long bytes(char code, int repeat) {
        return switch (code) {
            case 'X' -> (repeat + 7L) / 8;
            case 'I' -> 2L * repeat;
            case 'J', 'E' -> 4L * repeat;
            case 'K', 'D', 'C', 'P' -> 8L * repeat;
            case 'M', 'Q' -> 16L * repeat;
            default -> repeat;
        };
    }

    /** The first column whose whole name matches. */
    static Optional<TableColumn> named(List<TableColumn> columns, Pattern names) {
        return columns.stream()
                .filter(column -> names.matcher(column.name).matches())
                .findFirst();
    }
}
