// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads big-endian numbers out of the bytes of a cell. */
final class Cells {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Cells() {}

    static short int16(byte[] bytes, int offset) {
        return (short) SHORTS.get(bytes, offset);
    }

    static int int32(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset);
    }

    static long int64(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    static float float32(byte[] bytes, int offset) {
        return Float.intBitsToFloat(int32(bytes, offset));
    }

    static double float64(byte[] bytes, int offset) {
        return Double.longBitsToDouble(int64(bytes, offset));
    }

    /** Whether every byte is ASCII. */
    static boolean isAscii(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        long high = 0;
        for (; i + 8 <= end; i += 8) {
            high |= int64(bytes, i);
        }
        for (; i < end; i++) {
            high |= (long) bytes[i] << 56 | bytes[i] & 0x80;
        }
        return (high & 0x8080808080808080L) == 0;
    }

    /** Number of elements of a cell in PostgreSQL's array format, all dimensions together. */
    static int elementCount(byte[] bytes, int offset) {
        int dimensions = int32(bytes, offset);
        int count = dimensions == 0 ? 0 : 1;
        for (int d = 0; d < dimensions; d++) {
            count *= int32(bytes, offset + 12 + 8 * d);
        }
        return count;
    }

    /** Where the first element's length stands in a cell in PostgreSQL's array format. */
    static int firstElement(byte[] bytes, int offset) {
        return offset + 12 + 8 * int32(bytes, offset);
    }
}
