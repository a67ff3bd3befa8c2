// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;

/**
 * Two columns of a table whose numbers are pixel coordinates of an image of the sky (FITS 4.0, table 22: pixel lists). Immutable.
 *
 * @param header of the table
 * @param first number of the column, from 1, that is the first axis
 * @param second that of the other
 */
public record PixelList(FitsHeader header, int first, int second) {

    private static final Pattern SKY = Pattern.compile("(RA|DEC|[GE]LON|[GE]LAT)(-.*)?");

    /** Keywords of the image under their own names. */
    private static final List<String> SHARED =
            List.of("RADESYS", "RADECSYS", "EQUINOX", "EPOCH", "DATE-OBS", "MJD-OBS", "LONPOLE", "LATPOLE");

    /** Names of keywords of an axis with the column's number behind them, in long and in short. */
    private static final Map<String, List<String>> OF_AXIS = Map.of(
            "CTYPE", List.of("TCTYP", "TCTY"),
            "CUNIT", List.of("TCUNI", "TCUN"),
            "CRVAL", List.of("TCRVL", "TCRV"),
            "CDELT", List.of("TCDLT", "TCDE"),
            "CRPIX", List.of("TCRPX", "TCRP"),
            "CROTA", List.of("TCROT"));

    /** Names of keywords of the image with the number of a column behind them. */
    private static final Map<String, String> OF_IMAGE =
            Map.of("RADE", "RADESYS", "EQUI", "EQUINOX", "LONP", "LONPOLE", "LATP", "LATPOLE");

    private static final int PARAMETERS = 30;

    /** Those of a table; empty if there are none. */
    public static Optional<PixelList> of(FitsHeader table) {
        int first = 0;
        for (int n = 1; n <= ColumnNames.count(table); n++) {
            String type = ColumnNames.text(table, "TCTYP" + n);
            String code = (type.isEmpty() ? ColumnNames.text(table, "TCTY" + n) : type).toUpperCase(Locale.ROOT);
            if (SKY.matcher(code).matches()) {
                if (first > 0) {
                    return Optional.of(new PixelList(table, first, n));
                }
                first = n;
            }
        }
        return Optional.empty();
    }

    /**
     * The sky of the image.
     *
     * @param x what is taken off the first coordinate before
     * @param y what is taken off the other
     * @return empty if the columns have no coordinates on the sky
     * @throws WcsException if keywords make none
     */
    public Optional<SkyWcs> sky(double x, double y) {
        Map<String, Object> keywords = new LinkedHashMap<>();
        SHARED.forEach(keyword -> copy(keyword, keyword, keywords));
        OF_IMAGE.forEach((stem, name) -> copy(stem + first, name, keywords));
        int[] columns = {first, second};
        for (int i = 0; i < columns.length; i++) {
            int axis = i + 1;
            int column = columns[i];
            OF_AXIS.forEach((name, stems) -> stems.forEach(stem -> copy(stem + column, name + axis, keywords)));
            for (int j = 0; j < columns.length; j++) {
                int other = columns[j];
                String element = axis + "_" + (j + 1);
                Stream.of("TPC", "TP").forEach(s -> copy(s + column + "_" + other, "PC" + element, keywords));
                Stream.of("TCD", "TC").forEach(s -> copy(s + column + "_" + other, "CD" + element, keywords));
            }
            for (int m = 0; m <= PARAMETERS; m++) {
                String end = "_" + m;
                Stream.of("TPV", "TV").forEach(stem -> copy(stem + column + end, "PV" + axis + end, keywords));
            }
            double reference = keywords.get("CRPIX" + axis) instanceof Number number ? number.doubleValue() : 0;
            keywords.put("CRPIX" + axis, reference - (i == 0 ? x : y));
        }
        return Wcs.read(Keywords.of(keywords)).flatMap(Wcs::sky);
    }

    private void copy(String from, String to, Map<String, Object> keywords) {
        Optional.ofNullable(header.values().get(from)).ifPresent(value -> keywords.putIfAbsent(to, value));
    }
}
