// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;

/** What one query costs its client, noted as it goes. Thread-safe. */
public interface QueryBill {

    /** Of a query that is no client's own: whoever asked for it counts. */
    QueryBill NONE = new QueryBill() {
        @Override
        public void notBegun() {
            // Nothing was counted.
        }

        @Override
        public void ended(long rows, Duration databaseTime) {
            // See above.
        }

        @Override
        public void sent(long bytes) {
            // See above.
        }
    };

    /** The query could not begin: it is not counted. */
    void notBegun();

    /**
     * The database has done with it.
     *
     * @param rows that it gave
     * @param databaseTime how long it worked on them
     */
    void ended(long rows, Duration databaseTime);

    /** Bytes of its result were written, to the client or to disk. */
    void sent(long bytes);
}
