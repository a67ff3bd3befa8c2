// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.Arrays;
import java.util.List;

/**
 * HEALPix in NESTED numbering (Gorski et al. 2005, ApJ 622, 759), orders 0 to 29. The order-29 cell of a position,
 * shifted right by {@code 2 * (29 - order)}, is its cell at a lower order.
 */
public final class Healpix {
    /** The finest order: cells of 0.4 milliarcsec. */
    public static final int MAX_ORDER = 29;

    private static final double SQRT6 = Math.sqrt(6);
    private static final double TRANSITION_Z = 2.0 / 3.0;

    /** Face reached from a face, by direction (S, SE, E, SW, none, NE, W, NW, N); -1 where there is none. */
    private static final int[][] NEXT_FACE = {
        {8, 9, 10, 11, -1, -1, -1, -1, 10, 11, 8, 9},
        {5, 6, 7, 4, 8, 9, 10, 11, 9, 10, 11, 8},
        {-1, -1, -1, -1, 5, 6, 7, 4, -1, -1, -1, -1},
        {4, 5, 6, 7, 11, 8, 9, 10, 11, 8, 9, 10},
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
        {1, 2, 3, 0, 0, 1, 2, 3, 5, 6, 7, 4},
        {-1, -1, -1, -1, 7, 4, 5, 6, -1, -1, -1, -1},
        {3, 0, 1, 2, 3, 0, 1, 2, 4, 5, 6, 7},
        {2, 3, 0, 1, -1, -1, -1, -1, 0, 1, 2, 3},
    };

    /** Bits by direction and row of faces: 1 mirrors x, 2 mirrors y, 4 swaps them. */
    private static final int[][] TURN = {
        {0, 0, 3}, {0, 0, 6}, {0, 0, 0}, {0, 0, 5}, {0, 0, 0}, {5, 0, 0}, {0, 0, 0}, {6, 0, 0}, {3, 0, 0}
    };

    private Healpix() {}

    /** Number of cells of an order: {@code 12 * 4^order}. */
    public static long cellCount(int order) {
        return 12L << (2 * checkedOrder(order));
    }

    /** The cell that contains a position; any finite longitude, latitude in [-90, 90]. */
    public static long hash(int order, double lonDeg, double latDeg) {
        checkedOrder(order);
        double turns = SkyPoint.reducedLon(lonDeg) / 90; // quarter turns, [0, 4)
        double lat = SkyPoint.checkedLat(latDeg);
        double z = Math.sin(Math.toRadians(lat));
        return Math.abs(z) <= TRANSITION_Z ? equatorial(order, turns, z) : polar(order, turns, lat);
    }

    private static long equatorial(int order, double turns, double z) {
        long nside = 1L << order;
        double up = 0.5 + turns;
        double slope = z * 0.75;
        long jp = (long) (nside * (up - slope)); // lines ascending to the north-east
        long jm = (long) (nside * (up + slope)); // lines descending to the south-east
        int faceP = (int) (jp >> order);
        int faceM = (int) (jm >> order);
        int face;
        if (faceP == faceM) {
            face = (faceP & 3) | 4;
        } else {
            face = faceP < faceM ? faceP & 3 : (faceM & 3) + 8;
        }
        int ix = (int) (jm & (nside - 1));
        int iy = (int) (nside - 1 - (jp & (nside - 1)));
        return cell(order, face, ix, iy);
    }

    private static long polar(int order, double turns, double lat) {
        long nside = 1L << order;
        int quarter = Math.min(3, (int) turns);
        double fraction = turns - quarter;
        // sqrt(3 (1 - |z|)), computed from the distance to the pole, keeps its digits beside the pole
        double sigma = SQRT6 * Math.sin(Math.toRadians(90 - Math.abs(lat)) / 2);
        long jp = Math.min(nside - 1, (long) (fraction * sigma * nside));
        long jm = Math.min(nside - 1, (long) ((1 - fraction) * sigma * nside));
        return lat >= 0
                ? cell(order, quarter, (int) (nside - 1 - jm), (int) (nside - 1 - jp))
                : cell(order, quarter + 8, (int) jp, (int) jm);
    }

    /**
     * The NESTED number of a cell by its number in RING order, which goes along parallels from the north pole on (Gorski et al. 2005,
     * section 5.1).
     */
    public static long ofRing(int order, long ring) {
        checkedCell(order, ring);
        long nside = 1L << order;
        long cap = 2 * nside * (nside - 1);
        long fromSouth = cellCount(order) - 1 - ring;
        if (ring < cap) {
            long parallel = capParallel(ring);
            long along = ring - 2 * parallel * (parallel - 1);
            return ofParallel(order, (int) (along / parallel), parallel, 2 * along + 1, parallel);
        }
        if (fromSouth < cap) {
            long parallel = capParallel(fromSouth);
            long along = 4 * parallel - 1 - (fromSouth - 2 * parallel * (parallel - 1));
            return ofParallel(order, 8 + (int) (along / parallel), 4 * nside - parallel, 2 * along + 1, parallel);
        }
        long parallel = nside + (ring - cap) / (4 * nside);
        long along = (ring - cap) % (4 * nside);
        long below = parallel - nside + 1;
        int ascending = (int) ((along - below / 2 + nside) >> order);
        int descending = (int) ((along - (2 * nside + 2 - below) / 2 + nside) >> order);
        int face = ascending == descending ? (ascending & 3) | 4 : ascending > descending ? descending : ascending + 8;
        return ofParallel(order, face, parallel, 2 * along + 1 - ((parallel + nside) & 1), nside);
    }

    /** The parallel, from 1, of a cell of a polar cap by its number from the pole. */
    private static long capParallel(long fromPole) {
        long parallel = (long) ((1 + Math.sqrt(1 + 2.0 * fromPole)) / 2);
        while (2 * parallel * (parallel - 1) > fromPole) {
            parallel--;
        }
        while (2 * parallel * (parallel + 1) <= fromPole) {
            parallel++;
        }
        return parallel;
    }

    /**
     * The cell of a base cell on a parallel.
     *
     * @param east longitude in steps of an eighth turn by {@code quarter}
     * @param quarter cells of the parallel in a quarter turn
     */
    private static long ofParallel(int order, int face, long parallel, long east, long quarter) {
        long nside = 1L << order;
        int row = face >> 2;
        long south = parallel - (row + 2) * nside + 1;
        long middle = row == 1 ? 2L * (face & 3) : 2L * (face & 3) + 1;
        long right = east - middle * quarter;
        right = right >= 2 * nside ? right - 8 * nside : right;
        return cell(order, face, (int) ((right - south) >> 1), (int) (-(right + south) >> 1));
    }

    /** The centre of a cell. */
    public static SkyPoint centre(int order, long cell) {
        checkedCell(order, cell);
        return FaceMap.point(face(order, cell), 2L * x(order, cell) + 1, 2L * y(order, cell) + 1, order + 1);
    }

    /** The corners of a cell: south, east, north, west. */
    public static List<SkyPoint> vertices(int order, long cell) {
        checkedCell(order, cell);
        int face = face(order, cell);
        long x = x(order, cell);
        long y = y(order, cell);
        return List.of(
                FaceMap.point(face, x, y, order),
                FaceMap.point(face, x + 1, y, order),
                FaceMap.point(face, x + 1, y + 1, order),
                FaceMap.point(face, x, y + 1, order));
    }

    /** The cells that share an edge or a corner with a cell, sorted: 8; 7 or 6 at some corners of base cells. */
    public static long[] neighbours(int order, long cell) {
        checkedCell(order, cell);
        long[] found = new long[8];
        int count = 0;
        for (int dx = -1; dx <= 1; dx++) {
            for (int dy = -1; dy <= 1; dy++) {
                long next = dx == 0 && dy == 0 ? -1 : step(order, cell, dx, dy);
                if (next >= 0) {
                    found[count++] = next;
                }
            }
        }
        Arrays.sort(found, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || found[i] != found[i - 1]) {
                found[distinct++] = found[i];
            }
        }
        return Arrays.copyOf(found, distinct);
    }

    /** The cell one step along x (towards north-east) and y (towards north-west); -1 where no cell lies there. */
    private static long step(int order, long cell, int dx, int dy) {
        return beyond(order, face(order, cell), x(order, cell) + dx, y(order, cell) + dy);
    }

    /** The cell at a place of a base cell, or of its neighbour where it lies beyond an edge; -1 where there is none. */
    static long beyond(int order, int face, int placeX, int placeY) {
        int nside = 1 << order;
        int x = placeX;
        int y = placeY;
        int direction = 4;
        if (x < 0) {
            x += nside;
            direction -= 1;
        } else if (x >= nside) {
            x -= nside;
            direction += 1;
        }
        if (y < 0) {
            y += nside;
            direction -= 3;
        } else if (y >= nside) {
            y -= nside;
            direction += 3;
        }
        int next = NEXT_FACE[direction][face];
        if (next < 0) {
            return -1;
        }
        int turn = TURN[direction][face >> 2];
        x = (turn & 1) != 0 ? nside - 1 - x : x;
        y = (turn & 2) != 0 ? nside - 1 - y : y;
        return (turn & 4) != 0 ? cell(order, next, y, x) : cell(order, next, x, y);
    }

    static long cell(int order, int face, int x, int y) {
        return ((long) face << (2 * order)) | spread(x) | (spread(y) << 1);
    }

    static int face(int order, long cell) {
        return (int) (cell >> (2 * order));
    }

    static int x(int order, long cell) {
        return gather(cell & ((1L << (2 * order)) - 1));
    }

    static int y(int order, long cell) {
        return gather((cell & ((1L << (2 * order)) - 1)) >> 1);
    }

    /** Bit i to bit 2i. */
    private static long spread(int v) {
        long r = v;
        r = (r | (r << 16)) & 0x0000FFFF0000FFFFL;
        r = (r | (r << 8)) & 0x00FF00FF00FF00FFL;
        r = (r | (r << 4)) & 0x0F0F0F0F0F0F0F0FL;
        r = (r | (r << 2)) & 0x3333333333333333L;
        return (r | (r << 1)) & 0x5555555555555555L;
    }

    /** Bit 2i to bit i. */
    private static int gather(long v) {
        long r = v & 0x5555555555555555L;
        r = (r | (r >> 1)) & 0x3333333333333333L;
        r = (r | (r >> 2)) & 0x0F0F0F0F0F0F0F0FL;
        r = (r | (r >> 4)) & 0x00FF00FF00FF00FFL;
        r = (r | (r >> 8)) & 0x0000FFFF0000FFFFL;
        return (int) (r | (r >> 16));
    }

    static int checkedOrder(int order) {
        if (order < 0 || order > MAX_ORDER) {
            throw new IllegalArgumentException("a HEALPix order must lie in [0, 29], not " + order);
        }
        return order;
    }

    private static void checkedCell(int order, long cell) {
        if (cell < 0 || cell >= cellCount(order)) {
            throw new IllegalArgumentException("there is no cell " + cell + " at HEALPix order " + order);
        }
    }
}
