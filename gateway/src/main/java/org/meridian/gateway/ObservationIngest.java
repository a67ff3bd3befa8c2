// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import org.meridian.core.db.Database;
import org.meridian.sia.scan.ObservationScan;
import org.meridian.sia.scan.RulesException;
import org.meridian.sia.scan.ScanCounts;
import org.meridian.sia.scan.ScanListener;
import org.meridian.sia.scan.ScanRequest;
import org.meridian.sia.store.DatasetStore;
import org.meridian.sia.store.ScanStores;
import org.meridian.tap.schema.TapSchemaStore;

/**
 * Scans folders of FITS files into a database, and publishes what is found.
 *
 * @param database of the gateway
 */
public record ObservationIngest(Database database) {

    /**
     * A request with the rules under which it is scanned: its own or, where it has none, those of the collection.
     *
     * @throws IOException if the database fails
     */
    public ScanRequest withRules(ScanRequest request) throws IOException {
        database.migrate(TapSchemaStore.MIGRATIONS);
        database.migrate(DatasetStore.MIGRATIONS);
        return request.orRules(new ScanStores(database.owner()).rules(request.collection()));
    }

    /**
     * Scans a folder. Rows that are written while the table is published already are seen at once.
     *
     * @throws RulesException if the rules cannot be read; nothing is scanned then
     * @throws IOException if the folder or the database fails; what was written until then stays
     */
    public ScanCounts scan(ScanRequest request, ScanListener listener) throws RulesException, IOException {
        ObservationScan scan = new ObservationScan(withRules(request), listener);
        ScanCounts counts = scan.into(new ScanStores(database.owner()));
        ObservationTable.publish(database);
        return counts;
    }
}
