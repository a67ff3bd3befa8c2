// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.List;

/**
 * Regions as sets of HEALPix cells for an index. A cover never misses a position of its region, not even one on the
 * boundary that rounding puts into the neighbouring cell.
 */
public final class Cover {
    /** Ranges a cover has at most by default: what PostgreSQL plans in under a millisecond. */
    public static final int DEFAULT_RANGES = 16;

    /** Cells {@link #cells(SkyRegion, int)} returns at most. */
    public static final int MAX_CELLS = 1 << 22;

    private Cover() {}

    /** {@link #of(SkyRegion, int)} with {@value #DEFAULT_RANGES} ranges. */
    public static long[] of(SkyRegion region) {
        return of(region, DEFAULT_RANGES);
    }

    /**
     * Order-29 NESTED ranges {@code {lo0, hi0, lo1, hi1, ...}}, both ends inclusive, sorted, disjoint and not adjacent,
     * at most {@code maxRanges} of them, that contain the region; tight as far as the number of ranges permits. Empty
     * only for an empty MOC.
     */
    public static long[] of(SkyRegion region, int maxRanges) {
        return CoverSearch.ranges(region, maxRanges);
    }

    /**
     * The cells of an order that have a position in common with the region, sorted. Exact down to the cells of order 29:
     * no overlapping cell is missing; a cell is listed without overlap only where it comes within 2 nanoarcsec (40
     * microarcsec beside a pole), or where an edge runs so closely along a cell that 16384 smaller cells leave it open.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_CELLS}
     */
    public static long[] cells(SkyRegion region, int order) {
        return CoverSearch.cells(region, order, MAX_CELLS);
    }

    /**
     * The same cells as ranges {@code {lo0, hi0, lo1, hi1, ...}} of their order, both ends inclusive, sorted, disjoint and not
     * adjacent: as many as the region's outline is long, however large it is.
     *
     * @throws IllegalArgumentException if the outline is too long for cells so small
     */
    public static long[] cellRanges(SkyRegion region, int order) {
        return CoverSearch.cellRanges(region, order);
    }

    /**
     * {@link #cells(SkyRegion, int)} of a circle into an array of the caller: about a microsecond where the circle is
     * small against the cells, without allocation.
     *
     * @param out receives the sorted cells
     * @return how many cells there are, or -1 when {@code out} is too short (its content is then undefined)
     */
    public static int cells(double lonDeg, double latDeg, double radiusDeg, int order, long[] out) {
        return SmallCircle.cells(lonDeg, latDeg, radiusDeg, order, out);
    }

    /**
     * A hierarchical cover of at most {@code maxRows} cells of different orders, disjoint and sorted by
     * {@link CoverCell#lo()}, for index rows of region columns: a position p in the region lies in one of the cells. Fewer
     * than 12 rows may not suffice: a region that touches more cells of order 0 than {@code maxRows} gets those.
     */
    public static List<CoverCell> rows(SkyRegion region, int maxRows) {
        return CoverSearch.rows(region, maxRows);
    }
}
