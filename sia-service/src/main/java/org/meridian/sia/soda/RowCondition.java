// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.nio.ByteBuffer;
import java.util.function.DoublePredicate;
import org.meridian.core.fits.BinColumn;
import org.meridian.core.sky.SkyRegion;
import org.meridian.sia.table.SkyColumns;

/** What elements of the rows of a table have to be. */
sealed interface RowCondition {

    /**
     * Whether an element is that.
     *
     * @param rows as they are stored
     * @param at where the row begins in them
     * @param element of the cells, from 0
     */
    boolean isMet(ByteBuffer rows, int at, int element);

    /** A number of one column. */
    record OfNumber(BinColumn column, DoublePredicate test) implements RowCondition {

        @Override
        public boolean isMet(ByteBuffer rows, int at, int element) {
            return test.test(column.number(rows, at + column.offset() + element * column.elementBytes()));
        }
    }

    /** A position, in two columns. */
    record OfPosition(BinColumn x, BinColumn y, SkyColumns columns, SkyRegion region) implements RowCondition {

        @Override
        public boolean isMet(ByteBuffer rows, int at, int element) {
            double[] position = columns.icrs(x.number(rows, at + x.offset()), y.number(rows, at + y.offset()));
            return Double.isFinite(position[0])
                    && Math.abs(position[1]) <= 90
                    && region.contains(position[0], position[1]);
        }
    }
}
