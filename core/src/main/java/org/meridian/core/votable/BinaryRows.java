// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

/**
 * Rows as BINARY2 or BINARY (VOTable 1.4, sections 5.3 and 5.4), before Base64. Numbers pass through as they came. Where
 * BINARY has no NULL, the value declared by VALUES stands for it (see {@link VotableFields}).
 */
final class BinaryRows implements RowLoop.RowEncoder {
    private static final long NAN_DOUBLE = Double.doubleToLongBits(Double.NaN);
    private static final int NAN_FLOAT = Float.floatToIntBits(Float.NaN);

    private final Column[] columns;
    private final ByteSink sink;
    private final boolean masked;
    private final int maskLength;
    private final ByteSink scratch = new ByteSink(java.io.OutputStream.nullOutputStream());

    /** @param masked whether each row begins with a bit mask of its NULLs (BINARY2) */
    BinaryRows(Column[] columns, ByteSink sink, boolean masked) {
        this.columns = columns;
        this.sink = sink;
        this.masked = masked;
        this.maskLength = masked ? (columns.length + 7) / 8 : 0;
    }

    @Override
    public void encode(RowStream rows) throws RowStreamException {
        byte[] bytes = rows.buffer();
        int mask = sink.position();
        sink.fill(0, maskLength);
        for (int i = 0; i < columns.length; i++) {
            Column column = columns[i];
            int length = rows.length(i);
            if (length < 0 || CellText.countsAsNull(column, bytes, rows.offset(i))) {
                if (masked) {
                    sink.array()[mask + (i >> 3)] |= (byte) (0x80 >> (i & 7));
                }
                nullCell(column);
            } else {
                cell(column, bytes, rows.offset(i), length);
            }
        }
    }

    private void cell(Column column, byte[] bytes, int offset, int length) throws RowStreamException {
        switch (column.shape()) {
            case SCALAR -> {
                if (masked) {
                    scalar(column.field().primitive(), bytes, offset);
                } else {
                    widened(column.field().primitive(), bytes, offset);
                }
            }
            case TIMESTAMP -> timestamp(bytes, offset);
            case TEXT -> text(column, bytes, offset, length);
            case ARRAY -> array(column, bytes, offset);
            case BYTES -> bytes(column, bytes, offset, length);
            case TEXT_ARRAY -> textArray(column, bytes, offset);
            case TEXT_LIST -> {
                scratch.takeBackRow();
                JsonText.list(scratch, column, bytes, offset);
                text(column, scratch.array(), 0, scratch.position());
            }
        }
    }

    private void scalar(Primitive primitive, byte[] bytes, int offset) {
        switch (primitive) {
            case BOOLEAN -> sink.put(bytes[offset] != 0 ? 'T' : 'F');
            case UNSIGNED_BYTE -> {
                if (masked) {
                    sink.put(bytes[offset + 1]);
                } else {
                    sink.putShort(Cells.int16(bytes, offset));
                }
            }
            case SHORT -> sink.putShort(Cells.int16(bytes, offset));
            case INT, FLOAT -> sink.putInt(Cells.int32(bytes, offset));
            case LONG, DOUBLE, TIMESTAMP -> sink.putLong(Cells.int64(bytes, offset));
            case TEXT, CHAR -> throw new IllegalStateException("text is no scalar");
        }
    }

    /** A scalar of BINARY, in the type that has a value to spare for NULL. */
    private void widened(Primitive primitive, byte[] bytes, int offset) {
        switch (primitive) {
            case SHORT -> sink.putInt(Cells.int16(bytes, offset));
            case INT -> sink.putLong(Cells.int32(bytes, offset));
            case BOOLEAN, UNSIGNED_BYTE, LONG, FLOAT, DOUBLE, TEXT, CHAR, TIMESTAMP -> scalar(primitive, bytes, offset);
        }
    }

    private void timestamp(byte[] bytes, int offset) {
        int start = sink.reserve(4 + TimestampText.MAX);
        int end = TimestampText.put(Cells.int64(bytes, offset), sink.array(), start + 4);
        sink.putInt(end - start - 4);
        sink.advanceTo(end);
    }

    private void text(Column column, byte[] bytes, int offset, int length) throws RowStreamException {
        int width = column.width();
        int start = sink.reserve(4 + 2 * length);
        int to = width < 0 ? start + 4 : start;
        if (column.field().primitive() == Primitive.TEXT) {
            int end = Utf16.put(bytes, offset, length, sink.array(), to);
            finishText(column, to, end, 2);
        } else {
            CellText.checkAscii(column, bytes, offset, length);
            System.arraycopy(bytes, offset, sink.array(), to, length);
            finishText(column, to, to + length, 1);
        }
    }

    /** Writes the length before a text of varying width, fills up one of fixed width. */
    private void finishText(Column column, int start, int end, int bytesPerCharacter) throws RowStreamException {
        int characters = (end - start) / bytesPerCharacter;
        if (column.width() < 0) {
            sink.putInt(characters);
            sink.advanceTo(end);
            return;
        }
        if (characters > column.width()) {
            throw column.tooLong(characters);
        }
        sink.advanceTo(end);
        sink.fill(0, (column.width() - characters) * bytesPerCharacter);
    }

    private void array(Column column, byte[] bytes, int offset) throws RowStreamException {
        int count = Cells.elementCount(bytes, offset);
        putCount(column, count);
        Primitive primitive = column.field().primitive();
        int at = Cells.firstElement(bytes, offset);
        for (int i = 0; i < count; i++) {
            int length = Cells.int32(bytes, at);
            at += 4;
            if (length < 0) {
                nullElement(primitive);
            } else {
                scalar(primitive, bytes, at);
                at += length;
            }
        }
    }

    private void putCount(Column column, int count) throws RowStreamException {
        if (column.count() < 0) {
            sink.putInt(count);
        } else if (count != column.count()) {
            throw column.wrongCount(count);
        }
    }

    private void bytes(Column column, byte[] bytes, int offset, int length) throws RowStreamException {
        putCount(column, length);
        if (masked || column.count() < 0) {
            sink.put(bytes, offset, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            sink.putShort(bytes[offset + i] & 0xFF);
        }
    }

    private void textArray(Column column, byte[] bytes, int offset) throws RowStreamException {
        int count = Cells.elementCount(bytes, offset);
        if (column.count() < 0) {
            sink.putInt(Math.multiplyExact(count, column.width()));
        } else if (count != column.count()) {
            throw column.wrongCount(count);
        }
        int at = Cells.firstElement(bytes, offset);
        for (int i = 0; i < count; i++) {
            int length = Cells.int32(bytes, at);
            at += 4;
            if (length < 0) {
                sink.fill(0, column.width() * bytesPerCharacter(column));
                continue;
            }
            if (column.field().primitive() == Primitive.TIMESTAMP) {
                timestampElement(column, Cells.int64(bytes, at));
            } else {
                text(column, bytes, at, length);
            }
            at += length;
        }
    }

    private void timestampElement(Column column, long micros) throws RowStreamException {
        int start = sink.reserve(TimestampText.MAX);
        int end = TimestampText.isInfinite(micros) ? start : TimestampText.put(micros, sink.array(), start);
        finishText(column, start, end, 1);
    }

    private static int bytesPerCharacter(Column column) {
        return column.field().primitive() == Primitive.TEXT ? 2 : 1;
    }

    private void nullCell(Column column) {
        switch (column.shape()) {
            case SCALAR ->
                nullElement(
                        masked
                                ? column.field().primitive()
                                : VotableFields.widened(column.field().primitive()));
            case TIMESTAMP, TEXT_LIST -> sink.putInt(0);
            case TEXT -> {
                if (column.width() < 0) {
                    sink.putInt(0);
                } else {
                    sink.fill(0, column.width() * bytesPerCharacter(column));
                }
            }
            case ARRAY, BYTES -> {
                if (column.count() < 0) {
                    sink.putInt(0);
                }
                for (int i = 0; i < column.count(); i++) {
                    nullElement(column.field().primitive());
                }
            }
            case TEXT_ARRAY -> {
                if (column.count() < 0) {
                    sink.putInt(0);
                } else {
                    sink.fill(0, column.count() * column.width() * bytesPerCharacter(column));
                }
            }
        }
    }

    private void nullElement(Primitive primitive) {
        switch (primitive) {
            case BOOLEAN -> sink.put('?');
            case UNSIGNED_BYTE -> {
                if (masked) {
                    sink.put(0);
                } else {
                    sink.putShort(Short.MIN_VALUE);
                }
            }
            case SHORT -> sink.putShort(Short.MIN_VALUE);
            case INT -> sink.putInt(Integer.MIN_VALUE);
            case LONG -> sink.putLong(Long.MIN_VALUE);
            case FLOAT -> sink.putInt(NAN_FLOAT);
            case DOUBLE -> sink.putLong(NAN_DOUBLE);
            case TEXT, CHAR, TIMESTAMP -> sink.put(0);
        }
    }
}
