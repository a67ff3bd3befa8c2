// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.List;

/**
 * HEALPix in NESTED numbering (Gorski et al. 2005, ApJ 622, 759), orders 0 to 29. The order-29 cell of a position,
 * shifted right by {@code 2 * (29 - order)}, is its cell at a lower order.
 */
public final class Healpix {
    /** The finest order: cells of 0.4 milliarcsec. */
    public static final int MAX_ORDER = 29;

    private Healpix() {}

    /** Number of cells of an order: {@code 12 * 4^order}. */
    public static long cellCount(int order) {
        return 12L << 2 * checkedOrder(order);
    }

    /** The cell that contains a position; any finite longitude, latitude in [-90, 90]. */
    public static long hash(int order, double lonDeg, double latDeg) {
        throw new UnsupportedOperationException("hash " + order + lonDeg + latDeg);
    }

    /** The centre of a cell. */
    public static SkyPoint centre(int order, long cell) {
        throw new UnsupportedOperationException("centre " + order + cell);
    }

    /** The corners of a cell: south, east, north, west. */
    public static List<SkyPoint> vertices(int order, long cell) {
        throw new UnsupportedOperationException("vertices " + order + cell);
    }

    /** The cells that share an edge or a corner with a cell, sorted: 8, or 7 or 6 at some corners of base cells. */
    public static long[] neighbours(int order, long cell) {
        throw new UnsupportedOperationException("neighbours " + order + cell);
    }

    static int checkedOrder(int order) {
        if (order < 0 || order > MAX_ORDER) {
            throw new IllegalArgumentException("a HEALPix order must lie in [0, 29], not " + order);
        }
        return order;
    }
}
