// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.util.List;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;

/**
 * Rows of a binary table, and where their cells are arrays along a coordinate, a part of these.
 *
 * @param hdu the table
 * @param rows among which rows are chosen
 * @param ofRows what has to be true of the first elements of cells
 * @param ofElements what has to be true of any element of a row; from the first to the last of which it is, in any row, cells are
 *     given
 * @param elements of the arrays along the coordinate; 1 if there are none
 */
record TableCut(Hdu hdu, PixelRange rows, List<RowCondition> ofRows, List<RowCondition> ofElements, int elements)
        implements Cut {

    TableCut {
        ofRows = List.copyOf(ofRows);
        ofElements = List.copyOf(ofElements);
    }

    /** Rows by their numbers. */
    static TableCut ofRows(Hdu table, PixelRange rows) {
        return new TableCut(table, rows, List.of(), List.of(), 1);
    }

    /** Not known before rows have been read. */
    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public CutData open(FitsFile file) throws IOException {
        return new TableData(this, file.table(hdu));
    }
}
