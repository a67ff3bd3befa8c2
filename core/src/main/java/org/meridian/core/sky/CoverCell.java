// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * One cell of a hierarchical cover.
 *
 * @param order HEALPix order, [0, 29]
 * @param cell NESTED index at that order
 * @param full true when the whole cell lies inside the region
 */
public record CoverCell(int order, long cell, boolean full) {

    /** First order-29 cell of this cell. */
    public long lo() {
        return cell << (2 * (Healpix.MAX_ORDER - order));
    }

    /** Last order-29 cell of this cell, inclusive. */
    public long hi() {
        return ((cell + 1) << (2 * (Healpix.MAX_ORDER - order))) - 1;
    }
}
