// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * A space MOC (MOC 2.0): a set of HEALPix cells with an order, its best resolution. Always in normal form. Immutable.
 *
 * <p>Operations on two MOCs work at the better of their resolutions (MOC 2.0 section 7.3, last paragraph: surfaces), so
 * that no information is lost.
 */
public final class Moc implements SkyRegion {
    private final int order;
    private final long[] ranges;

    private Moc(int order, long[] ranges) {
        this.order = Healpix.checkedOrder(order);
        this.ranges = ranges;
    }

    /** The MOC without cells. */
    public static Moc empty(int order) {
        return new Moc(order, new long[0]);
    }

    /** The whole sphere. */
    public static Moc wholeSky(int order) {
        return new Moc(order, new long[] {0, Healpix.cellCount(Healpix.MAX_ORDER) - 1});
    }

    /** The cells of an order that overlap a region; see {@link Cover#cells(SkyRegion, int)}. */
    public static Moc of(SkyRegion region, int order) {
        throw new UnsupportedOperationException("of " + region + order);
    }

    /** Inclusive order-29 ranges {@code lo0, hi0, ...} in any order, widened to whole cells of {@code order}. */
    public static Moc ofRanges(int order, long... loHi) {
        throw new UnsupportedOperationException("ofRanges " + order + loHi.length);
    }

    /** Cells of one order, in any order, repeats allowed. */
    public static Moc ofCells(int order, long... cells) {
        throw new UnsupportedOperationException("ofCells " + order + cells.length);
    }

    /** Best resolution (MOCORD_S). */
    public int order() {
        return order;
    }

    /** Inclusive, sorted, disjoint, not adjacent order-29 ranges {@code lo0, hi0, ...}: the form of {@link Cover#of}. */
    public long[] ranges() {
        return ranges.clone();
    }

    /** Whether there are no cells. */
    public boolean isEmpty() {
        return ranges.length == 0;
    }

    /** Positions in either. */
    public Moc union(Moc other) {
        throw new UnsupportedOperationException("union " + other);
    }

    /** Positions in both. */
    public Moc intersection(Moc other) {
        throw new UnsupportedOperationException("intersection " + other);
    }

    /** Positions in this MOC but not in the other. */
    public Moc difference(Moc other) {
        throw new UnsupportedOperationException("difference " + other);
    }

    /** The rest of the sky. */
    public Moc complement() {
        return wholeSky(order).difference(this);
    }

    /** The same coverage at a lower resolution: every cell that has a position of this MOC. */
    public Moc degraded(int toOrder) {
        return ofRanges(Math.min(order, toOrder), ranges);
    }

    /** Covered fraction of the sphere, [0, 1]. */
    public double skyFraction() {
        throw new UnsupportedOperationException("skyFraction");
    }

    /** Parses the ASCII (section 4.3.2) or JSON (appendix F) form, told apart by the first character. */
    public static Moc parse(String text) {
        throw new UnsupportedOperationException("parse " + text);
    }

    /** The ASCII form, MOC 2.0 section 4.3.2. */
    public String toAscii() {
        throw new UnsupportedOperationException("toAscii");
    }

    /** The JSON form, MOC 2.0 appendix F. */
    public String toJson() {
        throw new UnsupportedOperationException("toJson");
    }

    @Override
    public boolean contains(double lonDeg, double latDeg) {
        throw new UnsupportedOperationException("contains");
    }

    @Override
    public double areaSr() {
        return 4 * Math.PI * skyFraction();
    }

    @Override
    public SkyPoint centroid() {
        throw new UnsupportedOperationException("centroid");
    }

    @Override
    public Circle boundingCircle() {
        throw new UnsupportedOperationException("boundingCircle");
    }
}
