// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.time.Duration;
import java.util.List;
import org.meridian.tap.schema.TapTable;

/**
 * What an ingest did.
 *
 * @param table the table as it is now published
 * @param rows rows loaded by this ingest
 * @param elapsed time it took
 * @param notes what the operator should know, in plain sentences: renamed columns, the position columns taken, columns
 *     left as text, ...
 */
public record IngestReport(TapTable table, long rows, Duration elapsed, List<String> notes) {
    public IngestReport {
        notes = List.copyOf(notes);
    }
}
