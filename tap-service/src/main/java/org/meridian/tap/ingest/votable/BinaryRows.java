// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.EOFException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of BINARY and BINARY2. In BINARY a text or an array without elements is NULL: it has no other. */
final class BinaryRows extends VotableRows {
    private final PushbackInputStream in;
    private final BinaryCells stream;
    private final boolean masked;
    private final @Nullable Object[] cells;

    BinaryRows(DataReader document, List<VotableColumn> columns, long nrows, boolean masked) {
        super(document, columns, nrows);
        this.in = new PushbackInputStream(new Base64Input(document.reader()), 1);
        this.stream = new BinaryCells(in);
        this.masked = masked;
        this.cells = new Object[columns.size()];
    }

    @Override
    boolean advance() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        in.unread(first);
        long start = stream.bytesRead();
        try {
            byte[] mask = masked ? stream.bytes((cells.length + 7) / 8) : new byte[0];
            for (int i = 0; i < cells.length; i++) {
                boolean isNull = masked && (mask[i / 8] >> 7 - i % 8 & 1) == 1;
                Object value = cell(columns().get(i));
                cells[i] = isNull || !masked && isEmpty(value) ? null : value;
            }
        } catch (EOFException e) {
            throw new IOException(
                    "the stream ends within row " + (rowsRead() + 1) + ": it did not arrive whole, or the FIELDs do not"
                            + " describe it",
                    e);
        }
        if (stream.bytesRead() == start) {
            throw new IOException("the stream has bytes, but its rows have none by their arraysizes");
        }
        return true;
    }

    /** The next cell; the exception itself where it is malformed, for whoever asks for it. */
    private @Nullable Object cell(VotableColumn column) throws IOException {
        try {
            return stream.value(column);
        } catch (MalformedCellException e) {
            return e;
        }
    }

    private static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case String text -> text.isEmpty();
            case String[] texts -> texts.length == 0;
            case double[] numbers -> numbers.length == 0;
            case float[] numbers -> numbers.length == 0;
            case long[] numbers -> numbers.length == 0;
            case boolean[] truths -> truths.length == 0;
            case null, default -> false;
        };
    }

    @Override
    public @Nullable Object getCell(int index) throws IOException {
        if (cells[index] instanceof MalformedCellException malformed) {
            throw malformed;
        }
        return cells[index];
    }
}
