// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.formats.CsvTableBuilder;
import uk.ac.starlink.util.DataSource;

/**
 * STIL's reader of CSV, which takes the first line for names where it does not fit the columns' types. A line of texts fits
 * columns of texts: here it is names, as in any other CSV file.
 */
final class HeadedCsvBuilder extends ForwardingTableBuilder {
    private final CsvTableBuilder reader;

    HeadedCsvBuilder(CsvTableBuilder reader) {
        super(reader);
        this.reader = reader;
    }

    @Override
    public StarTable makeStarTable(DataSource source, boolean random, StoragePolicy storage) throws IOException {
        reader.setHasHeader(null); // as it finds
        StarTable table = reader.makeStarTable(source, random, storage);
        for (int i = 0; i < table.getColumnCount(); i++) {
            if (table.getColumnInfo(i).getContentClass() != String.class) {
                return table;
            }
        }
        table.close();
        reader.setHasHeader(true);
        return reader.makeStarTable(source, random, storage);
    }
}
