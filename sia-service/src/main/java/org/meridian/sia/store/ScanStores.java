// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.store;

import java.io.IOException;
import javax.sql.DataSource;

/**
 * The database, for scans. Thread-safe.
 *
 * @param owner connections of the owner of the tables
 */
public record ScanStores(DataSource owner) {

    /**
     * Begins a scan.
     *
     * @return to be closed
     * @throws IOException if the collection is being scanned already, or the database fails
     */
    public ScanStore begin(ScanStore.Beginning scan) throws IOException {
        return ScanStore.begin(owner, scan);
    }
}
