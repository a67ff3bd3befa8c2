// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.awt.datatransfer.DataFlavor;
import java.io.IOException;
import java.io.InputStream;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.TableSink;
import uk.ac.starlink.table.formats.CsvTableBuilder;
import uk.ac.starlink.util.DataSource;

/**
 * STIL's reader of CSV, which takes the first line for names where it does not fit the columns' types. A line of texts fits
 * columns of texts: here it is names, as in any other CSV file.
 */
final class HeadedCsvBuilder implements TableBuilder {
    private final CsvTableBuilder reader;

    HeadedCsvBuilder(CsvTableBuilder reader) {
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

    @Override
    public void streamStarTable(InputStream in, TableSink sink, String position) throws IOException {
        throw new IOException("tables are read from files, not streams");
    }

    @Override
    public boolean canImport(DataFlavor flavor) {
        return reader.canImport(flavor);
    }

    @Override
    public String getFormatName() {
        return reader.getFormatName();
    }

    @Override
    public boolean looksLikeFile(String name) {
        return reader.looksLikeFile(name);
    }
}
