// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.fits.BinColumn;
import org.meridian.core.fits.FitsHeader;

/**
 * Headers of maps of some HEALPix cells, made of those of maps of all: the numbers of the cells are a first column, one cell is a
 * row, and INDXSCHM says so. NSIDE, ORDERING, COORDSYS and all else stay. Pure functions.
 */
final class MapHeader {

    private static final Set<String> GONE =
            Set.of("CHECKSUM", "DATASUM", "THEAP", "INDXSCHM", "FIRSTPIX", "LASTPIX", "OBS_NPIX", "TFIELDS");

    private static final Pattern GONE_OF_COLUMN = Pattern.compile("(TDIM|TDMIN|TDMAX)[0-9]{1,3}");

    /** Keywords of columns, whose numbers grow by one. */
    private static final Pattern OF_COLUMN =
            Pattern.compile("(TTYPE|TFORM|TUNIT|TNULL|TSCAL|TZERO|TDISP|TLMIN|TLMAX|TCOMM|TUCD|TUTYP)([0-9]{1,3})");

    private static final int KEYWORD = 8;

    private MapHeader() {}

    static List<String> of(FitsHeader whole, List<BinColumn> columns, long cells, List<String> remarks) {
        List<String> cards = new ArrayList<>();
        for (String card : whole.cards()) {
            String keyword = CutoutHeader.keyword(card);
            if (keyword.equals("GCOUNT")) {
                cards.add(card);
                cards.addAll(beginning(columns));
            } else if (!GONE.contains(keyword)
                    && !GONE_OF_COLUMN.matcher(keyword).matches()) {
                cards.add(changed(card, keyword, whole, columns, cells));
            }
        }
        cards.add(CutoutHeader.text("INDXSCHM", "EXPLICIT", "cells have numbers"));
        cards.add(CutoutHeader.number("OBS_NPIX", cells, "number of cells"));
        cards.addAll(CutoutHeader.history(remarks));
        return cards;
    }

    private static List<String> beginning(List<BinColumn> columns) {
        return List.of(
                CutoutHeader.number("TFIELDS", columns.size() + 1L, "number of columns"),
                CutoutHeader.text("TTYPE1", "PIXEL", "number of the cell"),
                CutoutHeader.text("TFORM1", "K", ""));
    }

    private static String changed(String card, String keyword, FitsHeader whole, List<BinColumn> columns, long cells) {
        int rowBytes =
                Long.BYTES + columns.stream().mapToInt(BinColumn::elementBytes).sum();
        Matcher column = OF_COLUMN.matcher(keyword);
        if (column.matches()) {
            int number = Integer.parseInt(column.group(2));
            String renamed = column.group(1) + (number + 1);
            boolean form = column.group(1).equals("TFORM") && number >= 1 && number <= columns.size();
            return form
                    ? CutoutHeader.text(
                            renamed, String.valueOf(columns.get(number - 1).form()), "")
                    : String.format("%-8s", renamed) + card.substring(KEYWORD);
        }
        return switch (keyword) {
            case "NAXIS1" -> CutoutHeader.number("NAXIS1", rowBytes, "bytes of a row");
            case "NAXIS2" -> CutoutHeader.number("NAXIS2", cells, "number of rows");
            case "PCOUNT" -> CutoutHeader.number("PCOUNT", 0, "no heap");
            case "OBJECT" ->
                whole.text("OBJECT").orElse("").strip().equalsIgnoreCase("FULLSKY")
                        ? CutoutHeader.text("OBJECT", "PARTIAL", "some cells of the sky")
                        : card;
            default -> card;
        };
    }
}
