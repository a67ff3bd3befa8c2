// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers and truth values as TABLEDATA spells them (VOTable 1.4, section 6). Pure functions. */
final class NumberWords {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]+");
    private static final Pattern REAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private NumberWords() {}

    /** A whole number, decimal, or hexadecimal as the bits of the datatype. */
    static long whole(String word, Datatype datatype) throws MalformedCellException {
        try {
            if (HEXADECIMAL.matcher(word).matches()) {
                long bits = Long.parseUnsignedLong(word.substring(2), 16);
                int width = 8 * datatype.bytes();
                if (width < 64 && bits >>> width != 0) {
                    throw outside(word, datatype);
                }
                return datatype == Datatype.UNSIGNED_BYTE ? bits : bits << (64 - width) >> (64 - width);
            }
            if (!DECIMAL.matcher(word).matches()) {
                throw new MalformedCellException(word, "a whole number is needed (datatype " + datatype.word() + ")");
            }
            long value = Long.parseLong(word);
            if (value < datatype.min() || value > datatype.max()) {
                throw outside(word, datatype);
            }
            return value;
        } catch (NumberFormatException tooLong) {
            throw outside(word, datatype);
        }
    }

    private static MalformedCellException outside(String word, Datatype datatype) {
        return new MalformedCellException(
                word,
                "datatype " + datatype.word() + " holds whole numbers from " + datatype.min() + " to "
                        + datatype.max());
    }

    /** A floating-point number. */
    static double real(String word, Datatype datatype) throws MalformedCellException {
        if (REAL.matcher(word).matches()) {
            double value = Double.parseDouble(word);
            boolean single = datatype == Datatype.FLOAT || datatype == Datatype.FLOAT_COMPLEX;
            // From the text itself: by way of a double it would be rounded twice.
            double rounded = single ? Float.parseFloat(word) : value;
            if (Double.isInfinite(rounded)) {
                throw new MalformedCellException(word, "the number is too large for datatype " + datatype.word());
            }
            return rounded;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default ->
                throw new MalformedCellException(
                        word, "a number is needed (datatype " + datatype.word() + "), or NaN, +Inf or -Inf");
        };
    }

    /** A truth value that is there. */
    static boolean truth(String word) throws MalformedCellException {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "t", "1", "true" -> true;
            case "f", "0", "false" -> false;
            default ->
                throw new MalformedCellException(
                        word, "a truth value is needed (datatype boolean): T, F, true, false, 1, 0, or ? for none");
        };
    }

    /** A bit. */
    static boolean bit(char digit) throws MalformedCellException {
        if (digit != '0' && digit != '1') {
            throw new MalformedCellException(String.valueOf(digit), "0 or 1 is needed (datatype bit)");
        }
        return digit == '1';
    }
}
