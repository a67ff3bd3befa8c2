// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.core.fits.BinColumn;
import org.meridian.core.fits.FitsHeader;

/**
 * Rows whose cells are arrays along a coordinate, of which a part is given: of all columns with as many elements, and of those whose
 * first dimension (TDIM) is that coordinate. Immutable.
 *
 * @param columns what becomes of each
 * @param length elements of the arrays
 * @param range those that are given
 */
record CutCells(List<Column> columns, int length, PixelRange range) {

    CutCells {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param arrays of the coordinate in a cell; 0 if cells are given as they are
     */
    record Column(BinColumn column, int arrays) {

        boolean isCut() {
            return arrays > 0;
        }
    }

    /** Elements from {@code first} to {@code last}, from 0, of arrays of {@code length}. */
    static CutCells of(FitsHeader header, List<BinColumn> columns, int length, int first, int last) {
        List<Column> cells = new ArrayList<>();
        for (BinColumn column : columns) {
            String dimensions = header.text("TDIM" + column.number()).orElse("").strip();
            boolean along = dimensions.isEmpty()
                    ? column.repeat() == length
                    : dimensions.matches("\\(\\s*" + length + "\\s*[,)].*");
            boolean cut = along && column.repeat() % length == 0 && !column.isVariable() && column.form() != 'X';
            cells.add(new Column(column, cut ? column.repeat() / length : 0));
        }
        return new CutCells(cells, length, new PixelRange(first, last - first + 1L));
    }

    int rowBytes() {
        return columns.stream()
                .mapToInt(each -> each.isCut() ? repeat(each) * each.column.elementBytes() : each.column.bytes())
                .sum();
    }

    private int repeat(Column column) {
        return column.arrays * (int) range.count();
    }

    /** Adds what is given of a row. */
    void write(byte[] row, Pieces pieces) throws IOException {
        for (Column each : columns) {
            if (!each.isCut()) {
                pieces.add(row, each.column.offset(), each.column.bytes());
            }
            for (int array = 0; array < each.arrays; array++) {
                int bytes = each.column.elementBytes();
                long from = each.column.offset() + (array * (long) length + range.first()) * bytes;
                pieces.add(row, Math.toIntExact(from), Math.toIntExact(range.count() * bytes));
            }
        }
    }

    /** TFORM of a column that is cut, by its number; empty for others. */
    Optional<String> form(int number) {
        Column column = columns.get(number - 1);
        return column.isCut() ? Optional.of(repeat(column) + String.valueOf(column.column.form())) : Optional.empty();
    }

    /** TDIM of a column that is cut, by its number and what it was. */
    Optional<String> dimensions(int number, String before) {
        return columns.get(number - 1).isCut()
                ? Optional.of(before.replaceFirst("[0-9]+", Long.toString(range.count())))
                : Optional.empty();
    }

    /** What is said of them in HISTORY. */
    List<String> remarks() {
        String whole = columns.stream()
                .filter(each -> !each.isCut() && each.column.repeat() > 1 && each.column.form() != 'A')
                .map(each -> each.column.name())
                .collect(Collectors.joining(", "));
        List<String> remarks = new ArrayList<>();
        remarks.add("elements " + range.text() + " of "
                + columns.stream()
                        .filter(Column::isCut)
                        .map(each -> each.column.name())
                        .collect(Collectors.joining(", ")));
        if (!whole.isEmpty()) {
            remarks.add("arrays of other lengths are whole: " + whole);
        }
        return remarks;
    }
}
