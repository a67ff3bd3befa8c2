// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;

/**
 * Headers of tables of which some rows or cells are left: those of the whole ones with other sizes. What the rows were from
 * (TDMIN, TDMAX: least and largest values) goes. Pure functions.
 */
final class TableHeader {

    private static final Set<String> GONE = Set.of("CHECKSUM", "DATASUM", "THEAP", "DATAMIN", "DATAMAX");
    private static final Pattern ENDS = Pattern.compile("TDM(IN|AX)[0-9]{1,3}");
    private static final Pattern OF_COLUMN = Pattern.compile("(TFORM|TDIM)([0-9]{1,3})");

    /** Pixel coordinates along the first axis of arrays in cells (FITS 4.0, table 22). */
    private static final Pattern IN_CELLS = Pattern.compile("1CRPX?([0-9]{1,3})[A-Z]?");

    private TableHeader() {}

    /**
     * How large a table is.
     *
     * @param rowBytes of a row
     * @param rows of it
     * @param heapBytes behind the last, without a gap
     */
    record Size(int rowBytes, long rows, long heapBytes) {}

    /**
     * The header of a part of a table.
     *
     * @param cells what of the cells is left, if not all
     * @param remarks for HISTORY
     */
    static List<String> of(FitsHeader whole, Size size, Optional<CutCells> cells, List<String> remarks) {
        List<String> cards = new ArrayList<>();
        for (String card : whole.cards()) {
            String keyword = CutoutHeader.keyword(card);
            if (!GONE.contains(keyword) && !ENDS.matcher(keyword).matches()) {
                cards.add(sized(
                        cells.map(some -> ofCells(card, keyword, whole, some)).orElse(card), size));
            }
        }
        cards.addAll(CutoutHeader.history(remarks));
        return cards;
    }

    private static String sized(String card, Size size) {
        return switch (CutoutHeader.keyword(card)) {
            case "NAXIS1" -> CutoutHeader.number("NAXIS1", size.rowBytes, "bytes of a row");
            case "NAXIS2" -> CutoutHeader.number("NAXIS2", size.rows, "number of rows");
            case "PCOUNT" -> CutoutHeader.number("PCOUNT", size.heapBytes, "bytes of the heap");
            case "OBS_NPIX" -> CutoutHeader.number("OBS_NPIX", size.rows, "number of cells");
            default -> card;
        };
    }

    private static String ofCells(String card, String keyword, FitsHeader whole, CutCells cells) {
        Matcher column = OF_COLUMN.matcher(keyword);
        if (column.matches()) {
            int number = Integer.parseInt(column.group(2));
            Optional<String> changed = number < 1 || number > cells.columns().size()
                    ? Optional.empty()
                    : column.group(1).equals("TFORM")
                            ? cells.form(number)
                            : cells.dimensions(number, whole.text(keyword).orElse(""));
            return changed.map(value -> CutoutHeader.text(keyword, value, "of a part"))
                    .orElse(card);
        }
        Matcher reference = IN_CELLS.matcher(keyword);
        if (reference.matches()
                && cells.form(Integer.parseInt(reference.group(1))).isPresent()) {
            return CutoutHeader.shifted(card, -cells.range().first());
        }
        // Of ESO's spectra: how long the arrays are.
        boolean length = keyword.equals("NELEM") && whole.whole("NELEM").orElse(0) == cells.length();
        return length ? CutoutHeader.number("NELEM", cells.range().count(), "length of the arrays") : card;
    }
}
