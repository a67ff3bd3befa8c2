// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A row in the making, in PostgreSQL's binary COPY format (big-endian). Grows as needed; not thread-safe. */
final class CopyBuffer {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[1024];
    private int length;

    /** Forgets everything. */
    void clear() {
        length = 0;
    }

    /** The bytes; the first {@link #length()} count. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes there are. */
    int length() {
        return length;
    }

    /** Marks a NULL cell. */
    void putNull() {
        putInt(-1);
    }

    void putByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void putShort(int value) {
        reserve(2);
        SHORT.set(bytes, length, (short) value);
        length += 2;
    }

    void putInt(int value) {
        reserve(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    void putLong(long value) {
        reserve(8);
        LONG.set(bytes, length, value);
        length += 8;
    }

    /** A cell of eight bytes with its length before it. */
    void putLongCell(long value) {
        reserve(12);
        INT.set(bytes, length, 8);
        LONG.set(bytes, length + 4, value);
        length += 12;
    }

    /** Leaves room for the length of a cell that is about to be written; {@link #endCell} fills it in. */
    int beginCell() {
        putInt(0);
        return length;
    }

    /** Fills in the length of the cell begun at {@code start}. */
    void endCell(int start) {
        INT.set(bytes, start - 4, length - start);
    }

    /**
     * A text in UTF-8 as a cell with its length before it.
     *
     * @return whether all of it is ASCII
     * @throws BadCellException for what PostgreSQL cannot store: NUL, half a surrogate pair
     */
    boolean putTextCell(String text) throws BadCellException {
        int start = beginCell();
        boolean ascii = putUtf8(text);
        endCell(start);
        return ascii;
    }

    private boolean putUtf8(String text) throws BadCellException {
        int chars = text.length();
        reserve(3 * chars);
        int i = 0;
        for (; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                break;
            }
            if (c == 0) {
                throw new BadCellException("the database cannot store text with the character NUL");
            }
            bytes[length++] = (byte) c;
        }
        boolean ascii = i == chars;
        while (i < chars) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            putCodePoint(point);
        }
        return ascii;
    }

    private void putCodePoint(int point) throws BadCellException {
        if (point == 0) {
            throw new BadCellException("the database cannot store text with the character NUL");
        }
        if (point < 0x80) {
            bytes[length++] = (byte) point;
        } else if (point < 0x800) {
            bytes[length++] = (byte) (0xC0 | point >> 6);
            bytes[length++] = (byte) (0x80 | point & 0x3F);
        } else if (point < 0x10000) {
            if (Character.isSurrogate((char) point)) {
                throw new BadCellException("the text has half a surrogate pair");
            }
            bytes[length++] = (byte) (0xE0 | point >> 12);
            bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | point & 0x3F);
        } else {
            bytes[length++] = (byte) (0xF0 | point >> 18);
            bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
            bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
            bytes[length++] = (byte) (0x80 | point & 0x3F);
        }
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * bytes.length));
        }
    }
}
