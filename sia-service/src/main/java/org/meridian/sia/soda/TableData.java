// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.fits.BinColumn;
import org.meridian.core.fits.BinTable;
import org.meridian.core.fits.BinTable.Span;

/**
 * Rows of a table that meet conditions, as they are stored, one batch in memory at a time. Arrays of variable length of these rows
 * follow one another in a heap of their own, for which the descriptors in the rows are changed. For one thread.
 */
final class TableData implements CutData {

    private static final int BATCH = 1 << 18;

    /** Longer ones would have to be in memory as a whole. */
    private static final int LONGEST_ROW = 64 << 20;

    private final TableCut cut;
    private final BinTable table;
    private final List<BinColumn> variable;
    private final ByteBuffer batch;
    private final byte[] row;
    private Optional<CutCells> cells = Optional.empty();
    private boolean nothing;
    private long rows;
    private long heapBytes;

    TableData(TableCut cut, BinTable table) throws IOException {
        this.cut = cut;
        this.table = table;
        this.variable = table.columns().stream()
                .filter(column -> column.isVariable() && column.repeat() > 0)
                .toList();
        this.batch = batch(table);
        this.row = new byte[table.rowBytes()];
        if (!cut.ofElements().isEmpty()) {
            findCells();
        }
    }

    /**
     * Room for some rows of a table, one at least.
     *
     * @throws UsageFault if they are too long
     */
    static ByteBuffer batch(BinTable table) {
        if (table.rowBytes() < 1 || table.rowBytes() > LONGEST_ROW) {
            throw new UsageFault("the rows of the table have " + table.rowBytes() + " bytes, and those with from 1 to "
                    + LONGEST_ROW + " are cut");
        }
        int most = (int) Math.clamp(table.rows(), 1, Math.max(1, BATCH / table.rowBytes()));
        return ByteBuffer.allocate(most * table.rowBytes());
    }

    /** Takes a row between where it begins in a batch and its end. */
    @FunctionalInterface
    private interface RowSink {
        void take(int at) throws IOException;
    }

    /** From the first element that is wanted of any row to the last. */
    private void findCells() throws IOException {
        int[] ends = {Integer.MAX_VALUE, -1};
        each(at -> {
            for (int element = 0; element < cut.elements(); element++) {
                if (isWanted(at, element)) {
                    ends[0] = Math.min(ends[0], element);
                    ends[1] = Math.max(ends[1], element);
                }
            }
        });
        nothing = ends[1] < 0;
        cells = nothing
                ? Optional.empty()
                : Optional.of(CutCells.of(cut.hdu().header(), table.columns(), cut.elements(), ends[0], ends[1]));
    }

    /** Hands over the rows that are wanted. */
    private void each(RowSink sink) throws IOException {
        long end = Math.min(table.rows(), cut.rows().first() + cut.rows().count());
        int most = batch.capacity() / table.rowBytes();
        for (long first = cut.rows().first(); first < end; first += most) {
            int count = (int) Math.min(most, end - first);
            table.readRows(first, count, batch.clear());
            for (int i = 0; i < count; i++) {
                int at = i * table.rowBytes();
                if (isWanted(at)) {
                    sink.take(at);
                }
            }
        }
    }

    private boolean isWanted(int at) {
        return cut.ofRows().stream().allMatch(condition -> condition.isMet(batch, at, 0))
                && (cut.ofElements().isEmpty()
                        || IntStream.range(0, cut.elements()).anyMatch(element -> isWanted(at, element)));
    }

    private boolean isWanted(int at, int element) {
        return cut.ofElements().stream().allMatch(condition -> condition.isMet(batch, at, element));
    }

    @Override
    public void read(BoxReader.Sink sink) throws IOException {
        rows = 0;
        heapBytes = 0;
        if (nothing) {
            return;
        }
        Pieces pieces = new Pieces(sink);
        each(at -> {
            rows++;
            batch.get(at, row);
            for (BinColumn column : variable) {
                describe(table.span(batch, at, column), column);
            }
            if (cells.isPresent()) {
                cells.get().write(row, pieces);
            } else {
                pieces.add(row, 0, row.length);
            }
        });
        if (heapBytes > 0) {
            each(at -> {
                for (BinColumn column : variable) {
                    copy(table.span(batch, at, column), pieces);
                }
            });
        }
        pieces.finish();
    }

    /** Says in the row where the array will be. */
    private void describe(Span span, BinColumn column) {
        ByteBuffer changed = ByteBuffer.wrap(row);
        long offset = span.count() == 0 ? 0 : heapBytes;
        if (column.form() == 'Q') {
            changed.putLong(column.offset() + Long.BYTES, offset);
        } else if (offset <= Integer.MAX_VALUE) {
            changed.putInt(column.offset() + Integer.BYTES, (int) offset);
        } else {
            throw new UsageFault("HDU " + cut.hdu().index()
                    + ": the arrays of variable length of these rows have more than 2 GiB: choose fewer rows");
        }
        heapBytes += span.bytes();
    }

    private void copy(Span span, Pieces pieces) throws IOException {
        byte[] some = new byte[(int) Math.min(BATCH, span.bytes())];
        for (long done = 0; done < span.bytes(); done += some.length) {
            int count = (int) Math.min(some.length, span.bytes() - done);
            table.read(new Span(count, span.offset() + done, count), ByteBuffer.wrap(some, 0, count));
            pieces.add(some, 0, count);
        }
    }

    @Override
    public boolean isEmpty() {
        return rows == 0;
    }

    @Override
    public List<String> header(Place place, List<String> history) {
        List<String> remarks = new ArrayList<>(history);
        remarks.add(rows + " of " + table.rows() + " rows of HDU " + cut.hdu().index());
        cells.ifPresent(some -> remarks.addAll(some.remarks()));
        return TableHeader.of(
                cut.hdu().header(),
                new TableHeader.Size(cells.map(CutCells::rowBytes).orElse(table.rowBytes()), rows, heapBytes),
                cells,
                remarks);
    }
}
