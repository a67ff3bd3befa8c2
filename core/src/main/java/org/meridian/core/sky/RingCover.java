// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.Arrays;

/** The cells of a region in RING numbering: those of a map along parallels. Pure functions. */
public final class RingCover {

    private static final int CHUNK = 1 << 16;

    /** Parallels beyond the region's ends on which there may be cells that reach into it. */
    private static final int MARGIN = 2;

    private RingCover() {}

    /**
     * {@link Cover#cellRanges} in RING numbers: as many ranges as the region has pieces of parallels. All cells of its parallels are
     * looked at.
     *
     * @param check called every now and then; what it throws ends the search
     * @throws IllegalArgumentException if the outline of the region is too long for cells so small
     */
    public static long[] cellRanges(SkyRegion region, int order, Runnable check) {
        long[] nested = Cover.cellRanges(region, order);
        Circle around = region.boundingCircle();
        long nside = 1L << order;
        long north = parallel(nside, Math.min(90, around.latDeg() + around.radiusDeg())) - MARGIN;
        long south = parallel(nside, Math.max(-90, around.latDeg() - around.radiusDeg())) + MARGIN;
        long end = first(nside, Math.min(4 * nside, south + 1));
        LongList ranges = new LongList(16);
        for (long cell = first(nside, Math.max(1, north)); cell < end; cell++) {
            if (cell % CHUNK == 0) {
                check.run();
            }
            if (contains(nested, Healpix.ofRing(order, cell))) {
                ranges.addRange(cell, cell);
            }
        }
        return ranges.toArray();
    }

    /** The parallel of cells, from 1 at the north pole to {@code 4 nside - 1}, next to a latitude. */
    private static long parallel(long nside, double latDeg) {
        double z = Math.sin(Math.toRadians(latDeg));
        double fromPole = nside * Math.sqrt(3 * (1 - Math.abs(z)));
        if (Math.abs(z) <= 2.0 / 3) {
            return Math.round(nside * (2 - 1.5 * z));
        }
        return Math.round(z > 0 ? fromPole : 4 * nside - fromPole);
    }

    /** The first cell of a parallel; of that behind the last the number of all cells. */
    private static long first(long nside, long parallel) {
        if (parallel <= nside) {
            return 2 * parallel * (parallel - 1);
        }
        if (parallel <= 3 * nside) {
            return 2 * nside * (nside - 1) + (parallel - nside) * 4 * nside;
        }
        long fromSouth = 4 * nside - parallel;
        return 12 * nside * nside - 2 * fromSouth * (fromSouth + 1);
    }

    /** Whether a number lies in one of some sorted ranges, ends included. */
    public static boolean contains(long[] ranges, long number) {
        int at = Arrays.binarySearch(ranges, number);
        return at >= 0 || -at - 1 < ranges.length && (-at - 1) % 2 == 1;
    }
}
