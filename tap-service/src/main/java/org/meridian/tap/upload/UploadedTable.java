// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import java.util.List;
import java.util.Optional;
import org.meridian.core.votable.Field;
import org.meridian.tap.ingest.ForeignTable;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.UploadNames;
import org.meridian.tap.schema.VotableType;

/**
 * A table that came with a query.
 *
 * @param name in {@code TAP_UPLOAD}
 * @param label how messages call it
 * @param rows its columns and rows
 */
record UploadedTable(String name, String label, ForeignTable rows) {

    /** As queries see it. */
    TapTable description() {
        return new TapTable(
                UploadNames.SCHEMA,
                name,
                "table",
                Optional.empty(),
                Optional.empty(),
                rows.fields().stream().map(UploadedTable::column).toList(),
                List.of(),
                TapTable.Sky.NONE);
    }

    private static TapColumn column(Field field) {
        return new TapColumn(field, VotableType.of(field).valueType(), false, true, false);
    }
}
