// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;

/**
 * Reads files of strangers as tables, whatever their format, within bounds of memory and disk; nothing that a file names is
 * followed. Thread-safe.
 */
public interface TableReader {

    /**
     * Opens a file as a table: of several in it, the first.
     *
     * @param file its bytes, perhaps compressed; read to the end, not closed
     * @param label how messages call it
     * @param account under which its room on disk is counted; empty for who is not limited
     * @return closed by the caller
     * @throws DaliFault if it is no table, a damaged one, or too large
     * @throws IOException if the disk fails
     */
    OpenTable open(InputStream file, String label, Optional<String> account) throws IOException;

    /** A table that is open; one thread uses it at a time. */
    interface OpenTable extends AutoCloseable {

        /** Its columns, in order. */
        List<Field> fields();

        /** How many rows there are; empty if that shows at the end only. */
        Optional<Long> rowCount();

        /**
         * Its rows, from the first one; once.
         *
         * @return closed by the caller, before the table
         * @throws DaliFault if they cannot be read
         */
        RowStream rows();

        @Override
        void close();
    }
}
