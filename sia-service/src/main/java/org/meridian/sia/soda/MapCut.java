// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.meridian.core.fits.BinColumn;
import org.meridian.core.fits.BinTable;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;

/**
 * Some cells of a HEALPix map that has all of them in order: a map of these, with their numbers.
 *
 * @param columns of the table, each with as many cells in a row
 * @param ranges first and last numbers of the cells by turns, in the order of the map
 */
@SuppressWarnings("ArrayRecordComponent") // made once and read once
record MapCut(Hdu hdu, List<BinColumn> columns, long[] ranges) implements Cut {

    MapCut {
        columns = List.copyOf(columns);
    }

    @Override
    public long bytes() {
        return count() * rowBytes();
    }

    private long count() {
        long count = 0;
        for (int i = 0; i < ranges.length; i += 2) {
            count += ranges[i + 1] - ranges[i] + 1;
        }
        return count;
    }

    private int rowBytes() {
        return Long.BYTES + columns.stream().mapToInt(BinColumn::elementBytes).sum();
    }

    @Override
    public CutData open(FitsFile file) throws IOException {
        return new Cells(file.table(hdu));
    }

    /** One batch of the map's rows in memory at a time, of those only that have cells that are wanted. */
    private final class Cells implements CutData {
        private final BinTable table;
        private final int each;
        private final int most;
        private final ByteBuffer batch;
        private long first;
        private long end;

        Cells(BinTable table) throws FitsException {
            this.table = table;
            this.each = columns.getFirst().repeat();
            this.batch = TableData.batch(table);
            this.most = batch.capacity() / table.rowBytes();
            if (ranges[ranges.length - 1] / each >= table.rows()) {
                throw new FitsException("HDU " + hdu.index() + ": the map has " + table.rows() + " rows of " + each
                        + " cells, fewer than NSIDE says");
            }
        }

        @Override
        public void read(BoxReader.Sink sink) throws IOException {
            Pieces pieces = new Pieces(sink);
            first = 0;
            end = 0;
            byte[] row = new byte[rowBytes()];
            for (int i = 0; i < ranges.length; i += 2) {
                for (long cell = ranges[i]; cell <= ranges[i + 1]; cell++) {
                    fill(cell / each, ranges[i + 1] / each);
                    put(cell, row);
                    pieces.add(row, 0, row.length);
                }
            }
            pieces.finish();
        }

        /** Has a row in the batch, and behind it those up to another. */
        private void fill(long from, long to) throws IOException {
            if (from >= end) {
                int count = (int) Math.min(most, to - from + 1);
                table.readRows(from, count, batch.clear());
                first = from;
                end = from + count;
            }
        }

        private void put(long cell, byte[] row) {
            ByteBuffer.wrap(row).putLong(cell);
            int to = Long.BYTES;
            int at = (int) (cell / each - first) * table.rowBytes();
            for (BinColumn column : columns) {
                int bytes = column.elementBytes();
                batch.get(at + column.offset() + (int) (cell % each) * bytes, row, to, bytes);
                to += bytes;
            }
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public List<String> header(Place place, List<String> history) {
            List<String> remarks = new ArrayList<>(history);
            remarks.add(count() + " cells of the map in HDU " + hdu.index());
            return MapHeader.of(hdu.header(), columns, count(), remarks);
        }
    }
}
