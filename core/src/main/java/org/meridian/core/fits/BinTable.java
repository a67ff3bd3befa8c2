// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A binary table (FITS 4.0, section 7.3): its rows as they are stored, and their columns. For one thread. */
public final class BinTable {

    private final FitsFile file;
    private final Hdu hdu;
    private final List<BinColumn> columns;
    private final int rowBytes;
    private final long rows;
    private final long heap;

    private BinTable(FitsFile file, Hdu hdu, List<BinColumn> columns) throws FitsException {
        FitsHeader header = hdu.header();
        this.file = file;
        this.hdu = hdu;
        this.columns = List.copyOf(columns);
        this.rowBytes = (int) whole(header, "NAXIS1", Integer.MAX_VALUE);
        this.rows = whole(header, "NAXIS2", Long.MAX_VALUE);
        long needed = columns.isEmpty()
                ? 0
                : columns.getLast().offset() + columns.getLast().bytes();
        if (needed > rowBytes) {
            throw new FitsException(
                    "HDU " + hdu.index() + ": the columns have " + needed + " bytes, and NAXIS1 is " + rowBytes);
        }
        if (rowBytes > 0 && rows > hdu.dataBytes() / rowBytes) {
            throw new FitsException(
                    "HDU " + hdu.index() + ": NAXIS says that the table is smaller than NAXIS1 times NAXIS2");
        }
        this.heap = header.whole("THEAP").orElse(rowBytes * rows);
        if (heap < 0 || heap > hdu.dataBytes()) {
            throw new FitsException("HDU " + hdu.index() + ": THEAP is " + heap + ", which is outside of the data");
        }
    }

    /**
     * The table of an HDU; tile-compressed images are tables, too.
     *
     * @throws FitsException if the header is none of a binary table
     */
    static BinTable of(FitsFile file, Hdu hdu) throws FitsException {
        return new BinTable(file, hdu, BinColumn.of(hdu));
    }

    private static long whole(FitsHeader header, String keyword, long most) throws FitsException {
        long value = header.whole(keyword).orElse(-1);
        if (value < 0 || value > most) {
            throw new FitsException(
                    keyword + " is " + header.text(keyword).orElse("missing") + ", and should be from 0 to " + most);
        }
        return value;
    }

    /** The columns, in order. */
    public List<BinColumn> columns() {
        return columns;
    }

    /** The column of a name, in capitals or not; the first, if there are several. */
    public Optional<BinColumn> column(String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** How many rows there are. */
    public long rows() {
        return rows;
    }

    /** Bytes of a row. */
    public int rowBytes() {
        return rowBytes;
    }

    /**
     * Reads rows as they are stored.
     *
     * @param first from 0
     * @param to takes as many times {@link #rowBytes} bytes
     * @throws FitsException if they are not there
     */
    public void readRows(long first, int count, ByteBuffer to) throws IOException {
        if (first < 0 || count < 0 || first + count > rows) {
            throw new IllegalArgumentException("rows from " + first + ", " + count + " of " + rows);
        }
        int limit = to.limit();
        to.limit(Math.addExact(to.position(), Math.multiplyExact(count, rowBytes)));
        file.read(hdu, first * rowBytes, to);
        to.limit(limit);
    }

    /**
     * Where an array of variable length lies (FITS 4.0, section 7.3.5).
     *
     * @param count of its elements
     * @param offset in the data of the HDU
     * @param bytes of them
     */
    public record Span(long count, long offset, long bytes) {}

    /**
     * The place of the array of a cell.
     *
     * @param rows as {@link #readRows} gave them
     * @param at where the row begins in them
     * @throws FitsException if it is not in the data of the HDU
     */
    public Span span(ByteBuffer rows, int at, BinColumn column) throws FitsException {
        int place = at + column.offset();
        boolean wide = column.form() == 'Q';
        if (column.repeat() == 0) {
            return new Span(0, heap, 0);
        }
        long count = wide ? rows.getLong(place) : rows.getInt(place);
        long offset = wide ? rows.getLong(place + Long.BYTES) : rows.getInt(place + Integer.BYTES);
        long most = hdu.dataBytes() - heap;
        if (count < 0 || offset < 0 || offset > most || count > (most - offset) / Math.max(1, column.elementBytes())) {
            throw new FitsException(
                    "HDU " + hdu.index() + ": an array of column " + column.name() + " lies outside of the heap");
        }
        return new Span(count, heap + offset, count * column.elementBytes());
    }

    /**
     * Reads such an array, or its beginning, until the buffer is full.
     *
     * @throws FitsException if the file ends before
     */
    public void read(Span span, ByteBuffer to) throws IOException {
        file.read(hdu, span.offset(), to);
    }
}
