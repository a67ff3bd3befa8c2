// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.WrapperStarTable;
import uk.ac.starlink.util.DataSource;

/**
 * A reader of ECSV that has STIL read the header. Rows are read here: STIL 4.3.5 takes a cell that is none of its column's
 * type for NULL, an element of an array that is none or NULL for 0, and drops a last row without line end.
 */
final class StrictEcsvBuilder extends ForwardingTableBuilder {
    private final TableBuilder reader;

    /** @param reader of headers */
    StrictEcsvBuilder(TableBuilder reader) {
        super(reader);
        this.reader = reader;
    }

    @Override
    public StarTable makeStarTable(DataSource source, boolean random, StoragePolicy storage) throws IOException {
        StarTable header = reader.makeStarTable(source, random, storage);
        return new WrapperStarTable(header) {
            @Override
            public long getRowCount() {
                return -1;
            }

            @Override
            public boolean isRandom() {
                return false;
            }

            @Override
            public RowSequence getRowSequence() throws IOException {
                return new Rows(header, source);
            }
        };
    }

    private static final class Rows implements RowSequence {
        private final StarTable header;
        private final EcsvLines lines;
        private List<String> cells = List.of();
        private long rowsRead;

        Rows(StarTable header, DataSource source) throws IOException {
            this.header = header;
            this.lines = new EcsvLines(source.getInputStream());
        }

        @Override
        public boolean next() throws IOException {
            cells = lines.row();
            if (cells.isEmpty()) {
                return false;
            }
            rowsRead++;
            if (cells.size() != header.getColumnCount()) {
                throw new IOException("row " + rowsRead + " (line " + lines.line() + ") has " + cells.size()
                        + " cells; the table has " + header.getColumnCount() + " columns");
            }
            return true;
        }

        @Override
        public @Nullable Object getCell(int column) throws IOException {
            return EcsvCells.value(header.getColumnInfo(column), cells.get(column));
        }

        @Override
        @SuppressWarnings("NullAway") // in STIL's rows null is a blank cell
        public Object[] getRow() throws IOException {
            @Nullable Object[] row = new Object[cells.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = getCell(i);
            }
            return row;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
