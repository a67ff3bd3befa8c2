// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Cells as text, numbers as VOTable spells them (VOTable 1.4, section 6), array elements separated by a blank. Subclasses say
 * how a format quotes texts and names truth values. An infinite timestamp, for which DALI has no form, counts as NULL. Not
 * thread-safe.
 */
abstract class CellText {
    private static final byte[] NAN = "NaN".getBytes(StandardCharsets.US_ASCII);

    /** Where texts are put together that have to be quoted as a whole. */
    private final ByteSink scratch = new ByteSink(OutputStream.nullOutputStream());

    /** Writes a text that is in UTF-8, quoted as the format wants it. */
    abstract void text(ByteSink sink, Column column, byte[] bytes, int offset, int length);

    /** Writes a truth value. */
    abstract void truth(ByteSink sink, boolean value);

    /** Writes what stands for a NULL element of an integer array. */
    abstract void nullElement(ByteSink sink, Column column);

    /** Whether a cell that is there has nothing to show. */
    static boolean countsAsNull(Column column, byte[] bytes, int offset) {
        return column.shape() == Column.Shape.TIMESTAMP && TimestampText.isInfinite(Cells.int64(bytes, offset));
    }

    /**
     * Writes a cell that is not NULL.
     *
     * @throws RowStreamException if it does not fit its description
     */
    final void cell(ByteSink sink, Column column, byte[] bytes, int offset, int length) throws RowStreamException {
        switch (column.shape()) {
            case SCALAR -> scalar(sink, column.field().primitive(), bytes, offset);
            case TIMESTAMP ->
                sink.advanceTo(TimestampText.put(
                        Cells.int64(bytes, offset), reserved(sink, TimestampText.MAX), sink.position()));
            case TEXT -> {
                checkAscii(column, bytes, offset, length);
                text(sink, column, bytes, offset, length);
            }
            case ARRAY -> array(sink, column, bytes, offset);
            case BYTES -> bytes(sink, column, bytes, offset, length);
            case TEXT_ARRAY -> textArray(sink, column, bytes, offset);
            case TEXT_LIST -> textList(sink, column, bytes, offset);
        }
    }

    /** Texts of one width each; formats that have no such thing write a list. */
    void textArray(ByteSink sink, Column column, byte[] bytes, int offset) throws RowStreamException {
        textList(sink, column, bytes, offset);
    }

    private void textList(ByteSink sink, Column column, byte[] bytes, int offset) throws RowStreamException {
        scratch.takeBackRow();
        JsonText.list(scratch, column, bytes, offset);
        checkAscii(column, scratch.array(), 0, scratch.position());
        text(sink, column, scratch.array(), 0, scratch.position());
    }

    /** The empty scratch buffer. */
    final ByteSink scratch() {
        scratch.takeBackRow();
        return scratch;
    }

    static void checkAscii(Column column, byte[] bytes, int offset, int length) throws RowStreamException {
        if (column.isAsciiOnly() && !Cells.isAscii(bytes, offset, length)) {
            throw column.notAscii();
        }
    }

    private static byte[] reserved(ByteSink sink, int count) {
        sink.reserve(count);
        return sink.array();
    }

    final void scalar(ByteSink sink, Primitive primitive, byte[] bytes, int offset) {
        switch (primitive) {
            case BOOLEAN -> truth(sink, bytes[offset] != 0);
            case UNSIGNED_BYTE, SHORT -> sink.decimal((long) Cells.int16(bytes, offset));
            case INT -> sink.decimal((long) Cells.int32(bytes, offset));
            case LONG, TIMESTAMP -> sink.decimal(Cells.int64(bytes, offset));
            case FLOAT -> real(sink, Cells.float32(bytes, offset));
            case DOUBLE -> real(sink, Cells.float64(bytes, offset));
            case TEXT, CHAR -> throw new IllegalStateException("text is no scalar");
        }
    }

    void real(ByteSink sink, double value) {
        sink.decimal(value);
    }

    void real(ByteSink sink, float value) {
        sink.decimal(value);
    }

    private void array(ByteSink sink, Column column, byte[] bytes, int offset) throws RowStreamException {
        int count = Cells.elementCount(bytes, offset);
        if (column.count() >= 0 && count != column.count()) {
            throw column.wrongCount(count);
        }
        Primitive primitive = column.field().primitive();
        int at = Cells.firstElement(bytes, offset);
        beginArray(sink);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                separate(sink, column, i);
            }
            int length = Cells.int32(bytes, at);
            at += 4;
            if (length >= 0) {
                scalar(sink, primitive, bytes, at);
                at += length;
            } else if (primitive == Primitive.FLOAT || primitive == Primitive.DOUBLE) {
                nullReal(sink);
            } else {
                nullElement(sink, column);
            }
        }
        endArray(sink);
    }

    private void bytes(ByteSink sink, Column column, byte[] bytes, int offset, int length) throws RowStreamException {
        if (column.count() >= 0 && length != column.count()) {
            throw column.wrongCount(length);
        }
        beginArray(sink);
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                separate(sink, column, i);
            }
            sink.decimal((long) bytes[offset + i] & 0xFF);
        }
        endArray(sink);
    }

    void nullReal(ByteSink sink) {
        sink.put(NAN);
    }

    void beginArray(ByteSink sink) {}

    void endArray(ByteSink sink) {}

    /** Writes what stands before the 0-based element {@code index}, which is not the first. */
    void separate(ByteSink sink, Column column, int index) {
        sink.put(' ');
    }
}
