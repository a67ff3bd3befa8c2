// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.awt.datatransfer.DataFlavor;
import java.io.IOException;
import java.io.InputStream;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.TableSink;

/** A reader that stands before another of the same format, and reads tables from files only. */
abstract class ForwardingTableBuilder implements TableBuilder {
    private final TableBuilder reader;

    /** @param reader knows the format */
    ForwardingTableBuilder(TableBuilder reader) {
        this.reader = reader;
    }

    @Override
    public final void streamStarTable(InputStream in, TableSink sink, String position) throws IOException {
        throw new IOException("tables are read from files, not streams");
    }

    @Override
    public final boolean canImport(DataFlavor flavor) {
        return reader.canImport(flavor);
    }

    @Override
    public final String getFormatName() {
        return reader.getFormatName();
    }

    @Override
    public final boolean looksLikeFile(String name) {
        return reader.looksLikeFile(name);
    }
}
