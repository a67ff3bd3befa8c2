// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** How cells lie to one region. Implementations may keep scratch space: one for each search. */
sealed interface CellTest permits CircleCellTest, PolygonCellTest, RangeCellTest, MocCellTest {
    /** The whole cell is certainly outside. */
    int OUTSIDE = -1;

    /** Neither is certain. */
    int PARTIAL = 0;

    /** The whole cell is certainly inside. */
    int INSIDE = 1;

    int relate(CellShape cell);

    /** Whether the direction is certainly inside, not only within rounding. */
    boolean surelyHolds(double[] v, int at);

    /** Whether the region certainly has a position in the cell, for reasons other than corners and centre. */
    default boolean surelyReaches(CellShape cell, int order, long index) {
        return false;
    }

    static CellTest of(SkyRegion region) {
        return switch (region) {
            case Circle c -> new CircleCellTest(c);
            case Polygon p -> new PolygonCellTest(p);
            case Box b -> new PolygonCellTest(b.toPolygon());
            case Range r -> new RangeCellTest(r);
            case Moc m -> new MocCellTest(m);
        };
    }
}
