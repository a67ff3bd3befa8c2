// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The header of an image, out of that of the table with its compressed tiles (FITS 4.0, section 10.1.2). Pure functions. */
final class CompressedHeader {

    /** Keywords of the table, not of the image. */
    private static final Set<String> TABLE = Set.of(
            "SIMPLE",
            "XTENSION",
            "BITPIX",
            "NAXIS",
            "NAXIS1",
            "NAXIS2",
            "PCOUNT",
            "GCOUNT",
            "TFIELDS",
            "THEAP",
            "CHECKSUM",
            "DATASUM",
            "EXTEND");

    /** Keywords of the tiles. */
    private static final Set<String> TILES = Set.of(
            "ZIMAGE",
            "ZCMPTYPE",
            "ZMASKCMP",
            "ZQUANTIZ",
            "ZDITHER0",
            "ZBLANK",
            "ZSCALE",
            "ZZERO",
            "ZSIMPLE",
            "ZTENSION",
            "ZBITPIX",
            "ZNAXIS",
            "ZEXTEND",
            "ZBLOCKED",
            "ZPCOUNT",
            "ZGCOUNT",
            "ZHECKSUM",
            "ZDATASUM");

    private static final List<String> COLUMN =
            List.of("TTYPE", "TFORM", "TUNIT", "TNULL", "TSCAL", "TZERO", "TDISP", "TDIM", "ZCTYP", "ZFORM");

    /** Keywords of the image that have another name in the table. */
    private static final Map<String, String> RENAMED = Map.of("ZHECKSUM", "CHECKSUM", "ZDATASUM", "DATASUM");

    private CompressedHeader() {}

    static FitsHeader imageOf(FitsHeader table) {
        List<String> cards = new ArrayList<>();
        if (table.isTrue("ZSIMPLE")) {
            cards.add(pad("SIMPLE  =                    T / conforms to FITS standard"));
        } else {
            cards.add(pad("XTENSION= 'IMAGE   '           / Image extension"));
        }
        cards.add(number("BITPIX", table.whole("ZBITPIX").orElseThrow()));
        List<Long> axes = DataSize.image(table, "Z");
        cards.add(number("NAXIS", axes.size()));
        for (int axis = 1; axis <= axes.size(); axis++) {
            cards.add(number("NAXIS" + axis, axes.get(axis - 1)));
        }
        if (!table.isTrue("ZSIMPLE")) {
            cards.add(number("PCOUNT", table.whole("ZPCOUNT").orElse(0)));
            cards.add(number("GCOUNT", table.whole("ZGCOUNT").orElse(1)));
        } else if (table.isTrue("ZEXTEND")) {
            cards.add(pad("EXTEND  =                    T"));
        }
        Set<String> dropped = dropped(table, axes.size());
        for (String card : table.cards()) {
            String keyword = Card.keyword(card);
            String renamed = RENAMED.get(keyword);
            if (renamed != null) {
                cards.add(pad(String.format("%-8s", renamed) + card.substring(8)));
            } else if (!dropped.contains(keyword) && !isNameOfTable(keyword, table)) {
                cards.add(card);
            }
        }
        return new FitsHeader(cards);
    }

    private static Set<String> dropped(FitsHeader table, int axes) {
        Set<String> dropped = new HashSet<>(TABLE);
        dropped.addAll(TILES);
        for (int axis = 1; axis <= axes; axis++) {
            dropped.add("ZNAXIS" + axis);
            dropped.add("ZTILE" + axis);
        }
        for (int i = 1; table.values().containsKey("ZNAME" + i); i++) {
            dropped.add("ZNAME" + i);
            dropped.add("ZVAL" + i);
        }
        long columns = Math.min(table.whole("TFIELDS").orElse(0), 999);
        for (int column = 1; column <= columns; column++) {
            for (String keyword : COLUMN) {
                dropped.add(keyword + column);
            }
        }
        return dropped;
    }

    private static boolean isNameOfTable(String keyword, FitsHeader table) {
        return keyword.equals("EXTNAME")
                && table.text("EXTNAME").filter("COMPRESSED_IMAGE"::equals).isPresent();
    }

    private static String number(String keyword, long value) {
        return pad(String.format("%-8s= %20d", keyword, value));
    }

    private static String pad(String text) {
        return String.format("%-80s", text);
    }
}
