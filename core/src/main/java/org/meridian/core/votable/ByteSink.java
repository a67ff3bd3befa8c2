// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes on their way out, collected row by row. A row is never half sent: the buffer grows to hold it and is sent on
 * between rows, so that a row that turns out to be impossible can be taken back. Not thread-safe.
 */
final class ByteSink {
    private static final int FULL = 48 << 10;
    private static final int CAPACITY = 64 << 10;
    private static final long PATIENCE_NANOS = 20_000_000;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final OutputStream out;
    private byte[] buffer = new byte[CAPACITY];
    private int end;
    private int rowStart;
    private long sentAt = System.nanoTime();

    ByteSink(OutputStream out) {
        this.out = out;
    }

    /** Makes room for {@code count} more bytes; returns where they go in {@link #array()}. {@link #advanceTo} ends it. */
    int reserve(int count) {
        if (buffer.length - end < count) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(end, count), (int)
                    Math.min(Integer.MAX_VALUE - 8L, 2L * buffer.length)));
        }
        return end;
    }

    byte[] array() {
        return buffer;
    }

    void advanceTo(int newEnd) {
        end = newEnd;
    }

    void put(int value) {
        reserve(1);
        buffer[end++] = (byte) value;
    }

    void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    void put(byte[] bytes, int offset, int length) {
        reserve(length);
        System.arraycopy(bytes, offset, buffer, end, length);
        end += length;
    }

    void fill(int value, int count) {
        reserve(count);
        Arrays.fill(buffer, end, end + count, (byte) value);
        end += count;
    }

    void putShort(int value) {
        reserve(2);
        SHORTS.set(buffer, end, (short) value);
        end += 2;
    }

    void putInt(int value) {
        reserve(4);
        INTS.set(buffer, end, value);
        end += 4;
    }

    void putLong(long value) {
        reserve(8);
        LONGS.set(buffer, end, value);
        end += 8;
    }

    /** UTF-8. */
    void put(String text) {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    void decimal(long value) {
        reserve(NumberText.MAX_LONG);
        end = NumberText.put(value, buffer, end);
    }

    void decimal(double value) {
        reserve(NumberText.MAX_DOUBLE);
        end = NumberText.put(value, buffer, end);
    }

    void decimal(float value) {
        reserve(NumberText.MAX_DOUBLE);
        end = NumberText.put(value, buffer, end);
    }

    /** Number of bytes since the last {@link #endRow}. */
    int rowLength() {
        return end - rowStart;
    }

    int position() {
        return end;
    }

    /** A row is whole: it may be sent now. */
    void endRow() throws IOException {
        if (end >= FULL || out instanceof Waiting waiting && waiting.isWaiting() && isLate()) {
            send();
        } else {
            rowStart = end;
        }
    }

    /** Takes back what was put since the last {@link #endRow}. */
    void takeBackRow() {
        end = rowStart;
    }

    /** Sends everything and has it sent on. */
    void flush() throws IOException {
        send();
        out.flush();
    }

    private boolean isLate() {
        return end >= CAPACITY / 4 || System.nanoTime() - sentAt > PATIENCE_NANOS;
    }

    private void send() throws IOException {
        out.write(buffer, 0, end);
        end = 0;
        rowStart = 0;
        if (buffer.length > 4 * CAPACITY) {
            buffer = new byte[CAPACITY];
        }
        sentAt = System.nanoTime();
    }
}
