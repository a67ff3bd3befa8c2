// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A column of a binary table (FITS 4.0, section 7.3). Immutable.
 *
 * @param number from 1, as in its keywords
 * @param name TTYPE, without blanks around it; empty if none
 * @param unit TUNIT
 * @param form letter of TFORM: L X B I J K A E D C M, or P and Q of arrays of variable length
 * @param element letter of the elements of such arrays, else {@code form}
 * @param repeat elements of a cell
 * @param offset of the cell in its row
 * @param scale TSCAL
 * @param zero TZERO
 * @param blank TNULL
 */
public record BinColumn(
        int number,
        String name,
        Optional<String> unit,
        char form,
        char element,
        int repeat,
        int offset,
        double scale,
        double zero,
        OptionalLong blank) {

    private static final String FORMS = "LXBIJKAEDCMPQ";
    private static final int[] SIZES = {1, 1, 1, 2, 4, 8, 1, 4, 8, 8, 16, 8, 16};

    private static final int MOST_COLUMNS = 999;

    /**
     * The columns of a table; tile-compressed images are tables, too.
     *
     * @throws FitsException if the header is none of a binary table
     */
    public static List<BinColumn> of(Hdu hdu) throws FitsException {
        long fields = hdu.header().whole("TFIELDS").orElse(-1);
        if (fields < 0 || fields > MOST_COLUMNS) {
            throw new FitsException("HDU " + hdu.index() + ": TFIELDS is "
                    + hdu.header().text("TFIELDS").orElse("missing") + ", and should be from 0 to " + MOST_COLUMNS);
        }
        List<BinColumn> columns = new ArrayList<>();
        long offset = 0;
        for (int number = 1; number <= fields; number++) {
            BinColumn column = of(hdu, number, offset);
            columns.add(column);
            offset += column.bytes();
        }
        return columns;
    }

    private static BinColumn of(Hdu hdu, int number, long offset) throws FitsException {
        FitsHeader header = hdu.header();
        String tform = header.text("TFORM" + number).orElse("").strip();
        int digits = 0;
        while (digits < tform.length() && Character.isDigit(tform.charAt(digits))) {
            digits++;
        }
        char form = digits < tform.length() ? tform.charAt(digits) : ' ';
        long repeat = digits == 0 ? 1 : digits > 9 ? Long.MAX_VALUE : Long.parseLong(tform, 0, digits, 10);
        boolean known = FORMS.indexOf(form) >= 0;
        if (!known || offset + repeat * size(form) > Integer.MAX_VALUE || repeat > Integer.MAX_VALUE) {
            throw new FitsException("HDU " + hdu.index() + ": TFORM" + number + " is '" + tform
                    + "', and should be a number and one of the letters " + FORMS);
        }
        char element = form == 'P' || form == 'Q' ? tform.charAt(Math.min(digits + 1, tform.length() - 1)) : form;
        if (FORMS.indexOf(element) < 0) {
            throw new FitsException("HDU " + hdu.index() + ": TFORM" + number + " is '" + tform
                    + "': it does not say of what its arrays are");
        }
        return new BinColumn(
                number,
                header.text("TTYPE" + number).orElse("").strip(),
                header.text("TUNIT" + number).map(String::strip).filter(unit -> !unit.isEmpty()),
                form,
                element,
                (int) repeat,
                (int) offset,
                header.number("TSCAL" + number).orElse(1),
                header.number("TZERO" + number).orElse(0),
                header.whole("TNULL" + number));
    }

    private static int size(char form) {
        return SIZES[FORMS.indexOf(form)];
    }

    /** Bytes of a cell; bits are eight in a byte. */
    public int bytes() {
        return form == 'X' ? (repeat + 7) / 8 : repeat * size(form);
    }

    /** Bytes of an element; of arrays of variable length those of the array. */
    public int elementBytes() {
        return size(element);
    }

    /** Whether its cells are arrays of variable length. */
    public boolean isVariable() {
        return form == 'P' || form == 'Q';
    }

    /** Whether its elements are numbers that {@link #number} reads. */
    public boolean isNumeric() {
        return "BIJKED".indexOf(element) >= 0;
    }

    /**
     * An element as a number, scaled; NaN for none.
     *
     * @param bytes big-endian
     * @param place of the element in them
     */
    public double number(ByteBuffer bytes, int place) {
        return switch (element) {
            case 'B' -> whole(bytes.get(place) & 0xff);
            case 'I' -> whole(bytes.getShort(place));
            case 'J' -> whole(bytes.getInt(place));
            case 'K' -> whole(bytes.getLong(place));
            case 'E' -> zero + scale * bytes.getFloat(place);
            case 'D' -> zero + scale * bytes.getDouble(place);
            default -> Double.NaN;
        };
    }

    private double whole(long number) {
        return blank.isPresent() && blank.getAsLong() == number ? Double.NaN : zero + scale * number;
    }
}
