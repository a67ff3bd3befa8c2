// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.Wcs;

/**
 * The columns of a table with the positions of what is in its rows: longitudes and latitudes, else pixels of an image of the sky. For
 * one thread.
 */
public final class SkyColumns {

    private static final Pattern RA =
            Pattern.compile("(RA|RAJ2000|RA_ICRS|ALPHA_J2000|RIGHT_?ASCENSION|RA_DEG|RADEG|_RA)");
    private static final Pattern DEC =
            Pattern.compile("(DEC|DECJ2000|DEJ2000|DE_ICRS|DEC_ICRS|DELTA_J2000|DECLINATION|DEC_DEG|DECDEG|_DEC)");
    private static final Pattern GLON = Pattern.compile("(GLON|GAL_?LON|L_GAL)");
    private static final Pattern GLAT = Pattern.compile("(GLAT|GAL_?LAT|B_GAL)");

    private static final Pattern DEGREES = Pattern.compile("(?i)|deg|degrees?");

    /** Of keywords that say of which frame right ascensions are. */
    private static final List<String> FRAME = List.of("RADESYS", "RADECSYS", "EQUINOX", "EPOCH", "DATE-OBS", "MJD-OBS");

    private final int first;
    private final int second;
    private final Optional<SkyWcs> plane;
    private final double[] point = new double[2];

    private SkyColumns(int first, int second, Optional<SkyWcs> plane) {
        this.first = first;
        this.second = second;
        this.plane = plane;
    }

    /** Whether a table has a column of right ascensions. */
    public static boolean isIn(FitsHeader table) {
        return ColumnNames.first(table, RA).isPresent();
    }

    /**
     * Those of a table.
     *
     * @param headers its own, and others that say what it does not
     * @return empty if there are none
     * @throws org.meridian.core.sky.wcs.WcsException if keywords make no coordinates
     */
    public static Optional<SkyColumns> of(List<FitsHeader> headers) {
        FitsHeader table = headers.getFirst();
        return angles(table, RA, DEC)
                .map(pair -> new SkyColumns(pair[0], pair[1], frame(headers)))
                .or(() -> angles(table, GLON, GLAT)
                        .map(pair -> new SkyColumns(pair[0], pair[1], plate(Map.of(), "GLON-CAR", "GLAT-CAR"))))
                .or(() -> PixelList.of(table)
                        .flatMap(list -> list.sky(0, 0)
                                .map(sky -> new SkyColumns(list.first(), list.second(), Optional.of(sky)))));
    }

    private static Optional<int[]> angles(FitsHeader table, Pattern lon, Pattern lat) {
        OptionalInt x = ColumnNames.first(table, lon);
        OptionalInt y = ColumnNames.first(table, lat);
        return x.isPresent()
                        && y.isPresent()
                        && DEGREES.matcher(ColumnNames.unit(table, x.getAsInt()))
                                .matches()
                        && DEGREES.matcher(ColumnNames.unit(table, y.getAsInt()))
                                .matches()
                ? Optional.of(new int[] {x.getAsInt(), y.getAsInt()})
                : Optional.empty();
    }

    /** What turns right ascensions of another frame than ICRS; FK5 is taken for it, as everywhere here. */
    private static Optional<SkyWcs> frame(List<FitsHeader> headers) {
        Map<String, Object> keywords = new LinkedHashMap<>();
        headers.forEach(header ->
                FRAME.forEach(keyword -> Optional.ofNullable(header.values().get(keyword))
                        .ifPresent(value -> keywords.putIfAbsent(keyword, value))));
        String system = String.valueOf(keywords.getOrDefault("RADESYS", keywords.getOrDefault("RADECSYS", "")))
                .strip()
                .toUpperCase(Locale.ROOT);
        boolean j2000 = keywords.getOrDefault("EQUINOX", 2000.0) instanceof Number year && year.doubleValue() == 2000;
        boolean same = system.equals("ICRS") || j2000 && (system.isEmpty() || system.equals("FK5"));
        return same ? Optional.empty() : plate(keywords, "RA---CAR", "DEC--CAR");
    }

    /** An image whose pixel coordinates are degrees. */
    private static Optional<SkyWcs> plate(Map<String, Object> frame, String lon, String lat) {
        Map<String, Object> keywords = new LinkedHashMap<>(frame);
        keywords.put("CTYPE1", lon);
        keywords.put("CTYPE2", lat);
        for (int axis = 1; axis <= 2; axis++) {
            keywords.put("CRVAL" + axis, 0.0);
            keywords.put("CRPIX" + axis, 0.0);
            keywords.put("CDELT" + axis, 1.0);
        }
        return Wcs.read(Keywords.of(keywords)).flatMap(Wcs::sky);
    }

    /** Number of the column of the first coordinate, from 1. */
    public int first() {
        return first;
    }

    /** That of the other. */
    public int second() {
        return second;
    }

    /**
     * The position in ICRS degrees of two values of the columns; NaN where there is none.
     *
     * @return used again
     */
    public double[] icrs(double x, double y) {
        point[0] = x;
        point[1] = y;
        plane.ifPresent(sky -> sky.pixelToIcrs(point, point, 1));
        return point;
    }
}
