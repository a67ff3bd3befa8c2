// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.table;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.ReferenceFrame;

/**
 * A map of the sky in HEALPix cells in a binary table, as the HEALPix package and the LAMBDA archive write it: a value for each cell in
 * order, many in a row of the table or one, or those of some cells beside their numbers. Immutable.
 *
 * @param order of the cells: log2 of NSIDE
 * @param ring whether cells are numbered along parallels (ORDERING RING), and not nested
 * @param pixelColumn number, from 1, of the column with the numbers of the cells; empty if all cells are there in order
 * @param frame of the cells (COORDSYS)
 */
public record HealpixTable(int order, boolean ring, OptionalInt pixelColumn, ReferenceFrame frame) {

    /** What has to be there. */
    public static final String NEEDS =
            "NSIDE, a power of two, ORDERING, RING or NESTED, and of partial maps a column PIXEL are needed";

    private static final Pattern PIXEL_COLUMN = Pattern.compile("(PIXEL|PIX|HPX_?PIXEL|HEALPIX|INDEX|IPIX)");

    /** Whether a table is a map. */
    public static boolean isMap(Hdu table) {
        return table.kind() == Hdu.Kind.BINTABLE
                && word(table.header(), "PIXTYPE").equals("HEALPIX");
    }

    /** Whether a map has some cells only. */
    public static boolean isPartial(FitsHeader map) {
        return word(map, "INDXSCHM").equals("EXPLICIT")
                || word(map, "INDXSCHM").isEmpty() && word(map, "OBJECT").equals("PARTIAL");
    }

    /** How the cells of a map are numbered; empty if that is not known: see {@link #NEEDS}. */
    public static Optional<HealpixTable> of(FitsHeader map) {
        OptionalLong nside = map.whole("NSIDE");
        String ordering = word(map, "ORDERING");
        boolean ring = ordering.equals("RING") || ordering.isEmpty();
        boolean known = nside.isPresent()
                && Long.bitCount(nside.getAsLong()) == 1
                && nside.getAsLong() > 0
                && nside.getAsLong() <= 1L << Healpix.MAX_ORDER
                && (ring || ordering.startsWith("NEST"));
        OptionalInt column = isPartial(map) ? ColumnNames.first(map, PIXEL_COLUMN) : OptionalInt.empty();
        if (!known || isPartial(map) && column.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HealpixTable(Long.numberOfTrailingZeros(nside.getAsLong()), ring, column, frame(map)));
    }

    private static ReferenceFrame frame(FitsHeader map) {
        String name = word(map, "COORDSYS");
        return switch (name.isEmpty() ? 'C' : name.charAt(0)) {
            case 'G' -> ReferenceFrame.GALACTIC;
            case 'E' -> ReferenceFrame.ECLIPTIC;
            default -> ReferenceFrame.ICRS;
        };
    }

    private static String word(FitsHeader map, String keyword) {
        return ColumnNames.text(map, keyword).toUpperCase(Locale.ROOT);
    }

    /** How many cells the whole sky has. */
    public long cells() {
        return Healpix.cellCount(order);
    }

    /** The NESTED number of a cell of the map. */
    public long nested(long cell) {
        return ring ? Healpix.ofRing(order, cell) : cell;
    }
}
