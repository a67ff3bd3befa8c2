// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

/** How a table ended (DALI 1.1, section 4.4: QUERY_STATUS). */
public sealed interface TableOutcome {

    /** Rows in the table. */
    long rows();

    /** Every row was written. */
    record Complete(long rows) implements TableOutcome {}

    /** Rows were cut at MAXREC. */
    record Overflow(long rows) implements TableOutcome {}

    /**
     * The row stream failed; the document says so.
     *
     * @param rows written before
     * @param cause with a message fit for the user
     */
    record Failed(long rows, RowStreamException cause) implements TableOutcome {}
}
