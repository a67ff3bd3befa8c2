// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;

/** Writes tables in one format, row by row, in constant memory. Stateless, thread-safe. */
public interface TableWriter {

    /** The format written. */
    TableFormat format();

    /**
     * Writes a whole document: frame, column metadata, rows until the stream ends or {@link ResultDocument#maxrec()} is
     * reached, and how it ended. What comes before the rows is flushed before the first row is awaited. Closes neither
     * stream.
     *
     * @param rows read to its end, or to the first row beyond maxrec
     * @param document what to say besides the rows
     * @param out where the bytes go
     * @return how it ended; a failure of {@code rows} is an outcome, told to the reader in the document as the format allows
     * @throws IOException if {@code out} fails
     */
    TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException;
}
