// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A space MOC (MOC 2.0): a set of HEALPix cells with an order, its best resolution. Always in normal form. Immutable.
 *
 * <p>Operations on two MOCs work at the better of their resolutions (MOC 2.0 section 7.3, last paragraph: surfaces), so
 * that no information is lost.
 */
public final class Moc implements SkyRegion {
    private static final long LAST = Healpix.cellCount(Healpix.MAX_ORDER) - 1;

    /** Cells above which the bounding circle is not worth its cost. */
    private static final int MANY = 20_000;

    private static final int CENTROID_ORDER = 6;

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
        return new Moc(order, new long[] {0, LAST});
    }

    /**
     * The cells of an order that overlap a region; see {@link Cover#cells(SkyRegion, int)}.
     *
     * @throws IllegalArgumentException if the outline takes more than {@link Cover#MAX_CELLS} ranges of cells
     */
    public static Moc of(SkyRegion region, int order) {
        if (region instanceof Moc moc) {
            return moc.degraded(order);
        }
        return new Moc(order, widened(CoverSearch.cellRanges(region, order), order));
    }

    private static long[] widened(long[] cells, int order) {
        int shift = 2 * (Healpix.MAX_ORDER - order);
        long[] ranges = new long[cells.length];
        for (int i = 0; i < cells.length; i += 2) {
            ranges[i] = cells[i] << shift;
            ranges[i + 1] = ((cells[i + 1] + 1) << shift) - 1;
        }
        return ranges;
    }

    /** Inclusive order-29 ranges {@code lo0, hi0, ...} in any order, widened to whole cells of {@code order}. */
    public static Moc ofRanges(int order, long... loHi) {
        if (loHi.length % 2 != 0) {
            throw new IllegalArgumentException("ranges need pairs of numbers, not " + loHi.length + " numbers");
        }
        int shift = 2 * (Healpix.MAX_ORDER - Healpix.checkedOrder(order));
        long[] cells = new long[loHi.length];
        for (int i = 0; i < loHi.length; i++) {
            if (loHi[i] < 0 || loHi[i] > LAST) {
                throw new IllegalArgumentException("there is no cell " + loHi[i] + " at HEALPix order 29");
            }
            cells[i] = loHi[i] >> shift;
        }
        return new Moc(order, widened(Ranges.normalized(cells), order));
    }

    /** Cells of one order, in any order, repeats allowed. */
    public static Moc ofCells(int order, long... cells) {
        long count = Healpix.cellCount(order);
        long[] loHi = new long[2 * cells.length];
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] < 0 || cells[i] >= count) {
                throw new IllegalArgumentException("there is no cell " + cells[i] + " at HEALPix order " + order);
            }
            loHi[2 * i] = cells[i];
            loHi[2 * i + 1] = cells[i];
        }
        return new Moc(order, widened(Ranges.normalized(loHi), order));
    }

    /** Best resolution (MOCORD_S). */
    public int order() {
        return order;
    }

    /** Inclusive, sorted, disjoint, not adjacent order-29 ranges {@code lo0, hi0, ...}: the form of {@link Cover#of}. */
    public long[] ranges() {
        return ranges.clone();
    }

    boolean overlapsRange(long lo, long hi) {
        return Ranges.overlaps(ranges, lo, hi);
    }

    boolean holdsRange(long lo, long hi) {
        return Ranges.holds(ranges, lo, hi);
    }

    /** Whether there are no cells. */
    public boolean isEmpty() {
        return ranges.length == 0;
    }

    /** The cells in normal form (MOC 2.0 section 7.1: no four siblings), sorted by order, then index. */
    public List<CoverCell> cells() {
        List<CoverCell> cells = new ArrayList<>();
        for (int i = 0; i < ranges.length; i += 2) {
            long end = ranges[i + 1] + 1;
            for (long lo = ranges[i]; lo < end; ) {
                int aligned = lo == 0 ? 2 * Healpix.MAX_ORDER : Long.numberOfTrailingZeros(lo) & ~1;
                int fitting = (63 - Long.numberOfLeadingZeros(end - lo)) & ~1;
                int shift = Math.min(Math.min(aligned, fitting), 2 * Healpix.MAX_ORDER);
                cells.add(new CoverCell(Healpix.MAX_ORDER - shift / 2, lo >> shift, true));
                lo += 1L << shift;
            }
        }
        cells.sort(Comparator.comparingInt(CoverCell::order).thenComparingLong(CoverCell::cell));
        return cells;
    }

    /** Positions in either. */
    public Moc union(Moc other) {
        return new Moc(Math.max(order, other.order), Ranges.union(ranges, other.ranges));
    }

    /** Positions in both. */
    public Moc intersection(Moc other) {
        return new Moc(Math.max(order, other.order), Ranges.intersection(ranges, other.ranges));
    }

    /** Positions in this MOC but not in the other. */
    public Moc difference(Moc other) {
        return new Moc(
                Math.max(order, other.order), Ranges.intersection(ranges, Ranges.complement(other.ranges, LAST)));
    }

    /** The rest of the sky. */
    public Moc complement() {
        return new Moc(order, Ranges.complement(ranges, LAST));
    }

    /** The same coverage at a lower resolution: every cell that has a position of this MOC. */
    public Moc degraded(int toOrder) {
        return ofRanges(Math.min(order, toOrder), ranges);
    }

    /** Covered fraction of the sphere, [0, 1]. */
    public double skyFraction() {
        long cells = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            cells += ranges[i + 1] - ranges[i] + 1;
        }
        return (double) cells / (LAST + 1);
    }

    /**
     * Parses the ASCII (section 4.3.2) or JSON (appendix F) form, told apart by the first character. Cells may overlap
     * and come in any order; the order is the largest that occurs.
     *
     * @throws RegionParseException with the position of the fault; also for time and space-time MOCs
     */
    public static Moc parse(String text) {
        return text.stripLeading().startsWith("{") ? MocText.parseJson(text) : MocText.parseAscii(text);
    }

    /** The ASCII form, MOC 2.0 section 4.3.2: {@code 1/1 2 4 2/12-14 21 23 25 8/}. */
    public String toAscii() {
        return MocText.ascii(this);
    }

    /** The JSON form, MOC 2.0 appendix F: {@code {"1":[1,2,4],"2":[12,13],"8":[]}}. */
    public String toJson() {
        return MocText.json(this);
    }

    @Override
    public boolean contains(double lonDeg, double latDeg) {
        long cell = Healpix.hash(Healpix.MAX_ORDER, lonDeg, latDeg);
        return holdsRange(cell, cell);
    }

    @Override
    public double areaSr() {
        return 4 * Math.PI * skyFraction();
    }

    /** {@inheritDoc} Summed over cells of order 6 or finer: within 1e-4 of the extent. */
    @Override
    public SkyPoint centroid() {
        UnitVector sum = new UnitVector(0, 0, 0);
        for (CoverCell cell : cells()) {
            int deeper = Math.max(0, CENTROID_ORDER - cell.order());
            int at = cell.order() + deeper;
            for (long c = cell.cell() << (2 * deeper); c < (cell.cell() + 1) << (2 * deeper); c++) {
                sum = sum.plus(Healpix.centre(at, c).toVector().times(Math.scalb(1.0, -2 * at)));
            }
        }
        return sum.length() < 1e-12 * skyFraction() || isEmpty()
                ? new SkyPoint(0, 0)
                : sum.normalized().toPoint();
    }

    @Override
    public Circle boundingCircle() {
        List<CoverCell> cells = ranges.length > MANY ? List.of() : cells();
        if (cells.isEmpty() || cells.size() > MANY) {
            return new Circle(0, 0, isEmpty() ? 0 : 180);
        }
        SkyPoint centre = centroid();
        double reach = 0;
        for (CoverCell cell : cells) {
            SkyPoint c = Healpix.centre(cell.order(), cell.cell());
            double out = Distance.deg(centre.lonDeg(), centre.latDeg(), c.lonDeg(), c.latDeg());
            reach = Math.max(reach, out + Math.toDegrees(1.2 * Math.scalb(1.0, -cell.order())) + 1e-12);
        }
        return new Circle(centre.lonDeg(), centre.latDeg(), Math.min(180, reach));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Moc m && m.order == order && Arrays.equals(m.ranges, ranges);
    }

    @Override
    public int hashCode() {
        return 31 * order + Arrays.hashCode(ranges);
    }

    @Override
    public String toString() {
        return "Moc[order " + order + ", " + ranges.length / 2 + " ranges]";
    }
}
