// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.query;

import java.util.List;
import org.meridian.core.auth.Subject;
import org.meridian.core.votable.RowStream;

/** How a service gets rows of a published table without writing a query language. Implemented by the TAP service. */
@FunctionalInterface
public interface TableQuery {

    /**
     * Rows of {@code table} that meet all constraints.
     *
     * @param table qualified name as in TAP_SCHEMA
     * @param columns columns wanted, in order; empty for all principal ones
     * @param constraints all must hold
     * @param maxrec at most so many rows
     * @param subject on whose behalf
     * @return the rows; the caller closes them
     * @throws UnknownTableException if the subject can see no such table or column
     * @throws java.io.IOException if the engine fails
     */
    RowStream rows(String table, List<String> columns, List<Constraint> constraints, long maxrec, Subject subject)
            throws java.io.IOException;

    /**
     * The same for a client whose limits hold, and who pays for it.
     *
     * @throws org.meridian.core.dali.DaliFault.TransientFault if too many queries are running, or he has used up what he may
     */
    default RowStream rows(String table, List<String> columns, List<Constraint> constraints, long maxrec, Asker asker)
            throws java.io.IOException {
        return rows(table, columns, constraints, maxrec, asker.subject());
    }

    /** No such table or column, as far as the subject may know. */
    final class UnknownTableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** @param message names what is unknown and the nearest name that exists */
        public UnknownTableException(String message) {
            super(message);
        }
    }
}
