// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** Cells against a MOC: plain comparison of numbers. */
final class MocCellRelation implements CellRelation {
    private final Moc moc;

    MocCellRelation(Moc moc) {
        this.moc = moc;
    }

    @Override
    public int relate(CellShape cell) {
        long lo = cell.lo();
        long hi = cell.hi();
        if (!moc.overlapsRange(lo, hi)) {
            return OUTSIDE;
        }
        return moc.holdsRange(lo, hi) ? INSIDE : PARTIAL;
    }

    @Override
    public boolean surelyHolds(double[] v, int at) {
        return false;
    }

    @Override
    public boolean surelyReaches(CellShape cell, int order, long index) {
        return moc.overlapsRange(cell.lo(), cell.hi());
    }
}
