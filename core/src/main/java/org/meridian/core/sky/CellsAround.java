// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.Arrays;

/**
 * The HEALPix cells (NESTED) that small circles can touch: every one of them, and perhaps some more. A few hundred
 * nanoseconds a circle; {@link Cover} is for one region that deserves an exact and smallest cover.
 *
 * <p>Within a base cell, HEALPix is a map onto a square in which no coordinate changes faster than 1.46 sides per radian; it
 * continues over the edges of base cells. So the circle stays within a square of half side 1.46 r. Where three base cells
 * meet, one quarter of the square is missing; twice the square around the other sides of that corner covers it.
 */
public final class CellsAround {
    private static final double STRETCH = 1.46;
    private static final double MARGIN = 1e-5;
    private static final int MAX_SPAN = 63;
    private static final int MAX_RANGE_CELLS = 4;
    private static final long[] NONE = {};

    private CellsAround() {}

    /**
     * The cells of one order around a position.
     *
     * @param radiusDeg not negative; of the size of a few cells at most
     * @return sorted, each once; empty if it is no position (NaN, or latitude beyond 90 degrees), or if the circle is so large
     *     for this order that it cannot be told
     */
    public static long[] cells(int order, double lonDeg, double latDeg, double radiusDeg) {
        Healpix.checkedOrder(order);
        if (!(Math.abs(latDeg) <= 90) || !(Math.abs(lonDeg) < 1e15) || !(radiusDeg >= 0)) {
            return NONE;
        }
        long nside = 1L << order;
        FaceMap.Place place = FaceMap.place(lonDeg, latDeg);
        double half = STRETCH * Math.toRadians(radiusDeg) * nside + MARGIN;
        long[] found = square(order, place, half);
        if (found.length > 0 && found[0] < 0) {
            // Beside a corner without a cell.
            found = Arrays.stream(square(order, place, 2 * half))
                    .filter(cell -> cell >= 0)
                    .toArray();
        }
        return distinct(found);
    }

    /**
     * Up to four ranges of order-29 cells around a position.
     *
     * @param radiusDeg not negative
     * @return first and last cell of each range, ascending and without overlap; empty if it is no position
     */
    public static long[] ranges(double lonDeg, double latDeg, double radiusDeg) {
        if (!(Math.abs(latDeg) <= 90) || !(Math.abs(lonDeg) < 1e15) || !(radiusDeg >= 0)) {
            return NONE;
        }
        for (int order = order(radiusDeg); order >= 0; order--) {
            long[] found = cells(order, lonDeg, latDeg, radiusDeg);
            if (found.length > 0 && found.length <= MAX_RANGE_CELLS) {
                int shift = 2 * (Healpix.MAX_ORDER - order);
                long[] ranges = new long[2 * found.length];
                for (int i = 0; i < found.length; i++) {
                    ranges[2 * i] = found[i] << shift;
                    ranges[2 * i + 1] = ((found[i] + 1) << shift) - 1;
                }
                return ranges;
            }
        }
        return new long[] {0, Healpix.cellCount(Healpix.MAX_ORDER) - 1};
    }

    /** The finest order whose cells are as wide as the square around the circle, of which it touches four at most; or -1. */
    public static int order(double radiusDeg) {
        double sides = -Math.log(2 * STRETCH * Math.toRadians(radiusDeg) + 1e-14) / Math.log(2);
        return (int) Math.clamp(Math.floor(sides), -1, Healpix.MAX_ORDER);
    }

    /** The cells of a square; -1 for those that do not exist beside a corner; none if it is too large to be told. */
    private static long[] square(int order, FaceMap.Place place, double half) {
        long nside = 1L << order;
        long x0 = (long) Math.floor(place.x() * nside - half);
        long x1 = (long) Math.floor(place.x() * nside + half);
        long y0 = (long) Math.floor(place.y() * nside - half);
        long y1 = (long) Math.floor(place.y() * nside + half);
        boolean tooWide = x1 - x0 > MAX_SPAN || y1 - y0 > MAX_SPAN;
        if (tooWide || x0 < -nside || y0 < -nside || x1 >= 2 * nside || y1 >= 2 * nside) {
            return NONE;
        }
        long[] found = new long[(int) ((x1 - x0 + 1) * (y1 - y0 + 1))];
        int count = 0;
        for (long x = x0; x <= x1; x++) {
            for (long y = y0; y <= y1; y++) {
                found[count++] = Healpix.beyond(order, place.face(), (int) x, (int) y);
            }
        }
        Arrays.sort(found);
        return found;
    }

    private static long[] distinct(long[] sorted) {
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[count++] = sorted[i];
            }
        }
        return count == sorted.length ? sorted : Arrays.copyOf(sorted, count);
    }
}
