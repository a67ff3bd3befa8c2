// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** One descent through the cells of one region. Not thread-safe. */
final class CoverSearch {
    /** A circle below this times 2^-order about a position touches only the position's cell and its neighbours. */
    private static final double NEIGHBOURHOOD = 0.65;

    /** Cells of one order that may be in doubt before a difference counts as none. */
    private static final int MAX_DOUBTFUL = 1 << 17;

    /** Cells looked at for one cell in doubt before it counts as overlapping. */
    private static final int MAX_LOOKS = 1 << 14;

    /** Cells looked at to list those of one order: about two seconds. */
    private static final int MAX_VISITS = 1 << 22;

    private final SkyRegion region;
    private final CellRelation test;
    private final CellShape shape = new CellShape();
    private int looks;
    private int visits;

    CoverSearch(SkyRegion region) {
        this.region = region;
        this.test = CellRelation.of(region);
    }

    static long[] ranges(SkyRegion region, int maxRanges) {
        if (maxRanges < 1) {
            throw new IllegalArgumentException("a cover needs at least one range, not " + maxRanges);
        }
        if (region instanceof Moc moc) {
            return Ranges.atMost(moc.ranges(), maxRanges);
        }
        if (region instanceof Circle circle) {
            long[] quick = SmallCircle.ranges(circle, maxRanges);
            if (quick.length > 0) {
                return quick;
            }
        }
        return new CoverSearch(region).refine(maxRanges);
    }

    static long[] cells(SkyRegion region, int order, int max) {
        LongList found = new LongList(16);
        if (!cellRanges(region, order, max, found)) {
            throw new IllegalArgumentException("the region touches more than " + max + " cells of order " + order);
        }
        LongList cells = new LongList(found.size());
        for (int i = 0; i < found.size(); i += 2) {
            for (long c = found.get(i); c <= found.get(i + 1); c++) {
                cells.add(c);
            }
        }
        return cells.toArray();
    }

    /** The cells of an order as ranges of that order; false when there are more than {@code max} cells. */
    static boolean cellRanges(SkyRegion region, int order, long max, LongList found) {
        return new CoverSearch(region).collect(Healpix.checkedOrder(order), max, found);
    }

    /** The cells of an order as ranges of that order. */
    static long[] cellRanges(SkyRegion region, int order) {
        LongList found = new LongList(64);
        if (!cellRanges(region, order, Long.MAX_VALUE, found)) {
            throw new IllegalArgumentException("the outline of the region is too long for cells of order " + order);
        }
        return found.toArray();
    }

    static List<CoverCell> rows(SkyRegion region, int maxRows) {
        return new CoverSearch(region).split(maxRows);
    }

    /** Level by level, until there are more ranges than asked for; then the smallest gaps are closed. */
    private long[] refine(int maxRanges) {
        Start start = start();
        long[] partial = start.cells();
        long[] full = new long[0];
        for (int order = start.order(); ; order++) {
            LongList inside = new LongList(16);
            LongList cut = new LongList(partial.length);
            for (long cell : partial) {
                shape.set(order, cell);
                int relation = test.relate(shape);
                if (relation == CellRelation.INSIDE) {
                    inside.addRange(shape.lo(), shape.hi());
                } else if (relation == CellRelation.PARTIAL) {
                    cut.add(cell);
                }
            }
            full = inside.isEmpty() ? full : Ranges.union(full, inside.toArray());
            long[] all = Ranges.union(full, order29(cut, order));
            if (cut.isEmpty() || order == Healpix.MAX_ORDER || all.length > 2 * maxRanges) {
                return Ranges.atMost(all, maxRanges);
            }
            partial = children(cut);
        }
    }

    private static long[] order29(LongList cells, int order) {
        int shift = 2 * (Healpix.MAX_ORDER - order);
        LongList ranges = new LongList(2 * cells.size());
        for (int i = 0; i < cells.size(); i++) {
            ranges.addRange(cells.get(i) << shift, ((cells.get(i) + 1) << shift) - 1);
        }
        return ranges.toArray();
    }

    private static long[] children(LongList cells) {
        long[] children = new long[4 * cells.size()];
        for (int i = 0; i < children.length; i++) {
            children[i] = 4 * cells.get(i / 4) + i % 4;
        }
        return children;
    }

    /** Cells of one order that together hold the region, sorted. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Start(int order, long[] cells) {}

    private Start start() {
        Circle bounds = region.boundingCircle();
        double radius = Math.toRadians(bounds.radiusDeg()) + CellShape.ROUNDING;
        if (radius >= NEIGHBOURHOOD) {
            long[] base = new long[12];
            Arrays.setAll(base, i -> i);
            return new Start(0, base);
        }
        int order = 0;
        while (order < Healpix.MAX_ORDER && radius < NEIGHBOURHOOD / (2L << order)) {
            order++;
        }
        return new Start(order, neighbourhood(order, bounds));
    }

    private static long[] neighbourhood(int order, Circle bounds) {
        long home = Healpix.hash(order, bounds.lonDeg(), bounds.latDeg());
        long[] around = Healpix.neighbours(order, home);
        long[] cells = Arrays.copyOf(around, around.length + 1);
        cells[around.length] = home;
        Arrays.sort(cells);
        return cells;
    }

    /** {@link #start()}, but no finer than an order. */
    private Start startWithin(int order) {
        Start start = start();
        if (start.order() <= order) {
            return start;
        }
        int shift = 2 * (start.order() - order);
        return new Start(
                order,
                Arrays.stream(start.cells()).map(c -> c >> shift).distinct().toArray());
    }

    /** Appends the ranges of cells of an order; false when there are more than {@code max} cells. */
    private boolean collect(int order, long max, LongList found) {
        Start start = startWithin(order);
        long left = max;
        for (long cell : start.cells()) {
            left = collect(start.order(), cell, order, left, found);
            if (left < 0 || found.size() > 2 * Cover.MAX_CELLS || visits > MAX_VISITS) {
                return false;
            }
        }
        return true;
    }

    /** Appends the ranges of the cells in one cell; returns how many more there may be, negative when too many. */
    private long collect(int order, long cell, int target, long left, LongList found) {
        if (++visits > MAX_VISITS) {
            return left;
        }
        shape.set(order, cell);
        int relation = test.relate(shape);
        if (relation == CellRelation.OUTSIDE) {
            return left;
        }
        if (relation == CellRelation.INSIDE || order == target) {
            if (relation == CellRelation.PARTIAL && !overlaps(order, cell)) {
                return left;
            }
            int shift = 2 * (target - order);
            found.addRange(cell << shift, ((cell + 1) << shift) - 1);
            return left - (1L << shift);
        }
        long rest = left;
        for (long child = 4 * cell; child < 4 * cell + 4 && rest >= 0 && found.size() <= 2 * Cover.MAX_CELLS; child++) {
            rest = collect(order + 1, child, target, rest, found);
        }
        return rest;
    }

    /** Whether a partial cell, now in {@link #shape}, really has a position of the region; true if in doubt at last. */
    private boolean overlaps(int order, long cell) {
        looks = 0;
        return reaches(order, cell);
    }

    private boolean reaches(int order, long cell) {
        if (order == Healpix.MAX_ORDER || looks++ > MAX_LOOKS || isMet(order, cell)) {
            return true;
        }
        for (long child = 4 * cell; child < 4 * cell + 4; child++) {
            shape.set(order + 1, child);
            int relation = test.relate(shape);
            if (relation == CellRelation.INSIDE || (relation == CellRelation.PARTIAL && reaches(order + 1, child))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the region certainly has a position in the cell, now in {@link #shape}. */
    private boolean isMet(int order, long cell) {
        if (test.surelyHolds(shape.centre(), 0) || test.surelyReaches(shape, order, cell)) {
            return true;
        }
        for (int i = 0; i < 12; i += 3) {
            if (test.surelyHolds(shape.corners(), i)) {
                return true;
            }
        }
        return false;
    }

    private List<CoverCell> split(int maxRows) {
        Start start = start();
        for (int order = start.order(); start.cells().length > maxRows && order > 0; ) {
            start = startWithin(--order);
        }
        List<CoverCell> done = new ArrayList<>();
        Deque<CoverCell> partial = new ArrayDeque<>();
        for (long cell : start.cells()) {
            place(start.order(), cell, done, partial);
        }
        while (!partial.isEmpty()) {
            CoverCell first = partial.removeFirst();
            List<CoverCell> full = new ArrayList<>(4);
            Deque<CoverCell> cut = new ArrayDeque<>(4);
            for (long child = 4 * first.cell();
                    first.order() < Healpix.MAX_ORDER && child < 4 * first.cell() + 4;
                    child++) {
                place(first.order() + 1, child, full, cut);
            }
            boolean leaf = first.order() == Healpix.MAX_ORDER;
            if (leaf || done.size() + partial.size() + full.size() + cut.size() > maxRows) {
                done.add(first);
            } else {
                done.addAll(full);
                partial.addAll(cut);
            }
        }
        done.sort(Comparator.comparingLong(CoverCell::lo));
        return List.copyOf(done);
    }

    private void place(int order, long cell, List<CoverCell> full, Deque<CoverCell> partial) {
        shape.set(order, cell);
        int relation = test.relate(shape);
        if (relation == CellRelation.INSIDE) {
            full.add(new CoverCell(order, cell, true));
        } else if (relation == CellRelation.PARTIAL) {
            partial.add(new CoverCell(order, cell, false));
        }
    }

    /** Whether the region and a MOC have a position in common. */
    boolean meets(Moc moc) {
        Start start = start();
        for (long cell : start.cells()) {
            if (meets(start.order(), cell, moc)) {
                return true;
            }
        }
        return false;
    }

    private boolean meets(int order, long cell, Moc moc) {
        shape.set(order, cell);
        if (!moc.overlapsRange(shape.lo(), shape.hi())) {
            return false;
        }
        int relation = test.relate(shape);
        if (relation != CellRelation.PARTIAL) {
            return relation == CellRelation.INSIDE;
        }
        if (moc.holdsRange(shape.lo(), shape.hi())) {
            return overlaps(order, cell);
        }
        for (long child = 4 * cell; child < 4 * cell + 4; child++) {
            if (meets(order + 1, child, moc)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the region lies wholly in a MOC. */
    boolean isWithin(Moc moc) {
        return !meets(moc.complement());
    }

    /**
     * Whether the region holds every cell of a MOC. Where boundaries run along each other for long, differences below
     * a ten-thousandth of the boundary's length are not followed up.
     */
    boolean holds(Moc moc) {
        LongList partial = new LongList(12);
        for (int base = 0; base < 12; base++) {
            partial.add(base);
        }
        for (int order = 0;
                !partial.isEmpty() && partial.size() < MAX_DOUBTFUL && order <= Healpix.MAX_ORDER;
                order++) {
            LongList next = new LongList(4 * partial.size());
            for (int i = 0; i < partial.size(); i++) {
                shape.set(order, partial.get(i));
                int relation = moc.overlapsRange(shape.lo(), shape.hi()) ? test.relate(shape) : CellRelation.INSIDE;
                if (relation == CellRelation.OUTSIDE) {
                    return false;
                }
                for (int child = 0; relation == CellRelation.PARTIAL && child < 4; child++) {
                    next.add(4 * partial.get(i) + child);
                }
            }
            partial = next;
        }
        return true;
    }
}
