// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.RowSequence;

/** The rows of one table of a document, once through. Closing closes the document. Not thread-safe. */
abstract class VotableRows implements RowSequence {
    private final DataReader document;
    private final List<VotableColumn> columns;
    private final long nrows;
    private long rowsRead;
    private boolean ended;

    /** @param nrows how many rows the document says there are; -1 if it does not say */
    VotableRows(DataReader document, List<VotableColumn> columns, long nrows) {
        this.document = document;
        this.columns = List.copyOf(columns);
        this.nrows = nrows;
    }

    /** Reads the next row; false if there is none. */
    abstract boolean advance() throws IOException;

    final List<VotableColumn> columns() {
        return columns;
    }

    /** Rows before the one being read. */
    final long rowsRead() {
        return rowsRead;
    }

    @Override
    public final boolean next() throws IOException {
        if (ended) {
            return false;
        }
        if (advance()) {
            rowsRead++;
            return true;
        }
        ended = true;
        if (nrows >= 0 && rowsRead != nrows) {
            throw new IOException("the table has " + rowsRead + " rows, its attribute nrows says " + nrows
                    + ": it did not arrive whole, or nrows is wrong");
        }
        return false;
    }

    @Override
    @SuppressWarnings("NullAway") // in STIL's rows null is a blank cell
    public final Object[] getRow() throws IOException {
        @Nullable Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = getCell(i);
        }
        return row;
    }

    @Override
    public final void close() throws IOException {
        document.close();
    }
}
