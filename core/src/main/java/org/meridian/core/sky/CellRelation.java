// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** How cells lie to one region. Implementations may keep scratch space: one for each search. */
sealed interface CellRelation permits CircleCellRelation, PolygonCellRelation, RangeCellRelation, MocCellRelation {
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

    static CellRelation of(SkyRegion region) {
        return switch (region) {
            case Circle c -> new CircleCellRelation(c);
            case Polygon p -> new PolygonCellRelation(p);
            case Box b -> new PolygonCellRelation(b.toPolygon());
            case Range r -> new RangeCellRelation(r);
            case Moc m -> new MocCellRelation(m);
        };
    }
}
