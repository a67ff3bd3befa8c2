// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Rice's code (FITS 4.0, section 10.4.1) of one tile of whole numbers, bit for bit as CFITSIO writes it; that of nom-tam-fits 1.21 loses
 * differences of 8 and 16 bits that overflow. For one thread, once.
 */
final class RiceEncoder {

    /** Numbers that have the same count of low bits. */
    static final int BLOCK = 32;

    private final int bits;
    private final int splitBits;
    private final int mostSplit;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long pending;
    private int pendingBits;

    private RiceEncoder(int bytes) {
        this.bits = bytes * Byte.SIZE;
        this.splitBits = bytes == 1 ? 3 : bytes == 2 ? 4 : 5;
        this.mostSplit = bytes == 1 ? 6 : bytes == 2 ? 14 : 25;
    }

    /**
     * Codes numbers.
     *
     * @param stored big-endian, between position and limit; one at least
     * @param bytes of a number: 1, 2 or 4
     */
    static byte[] encode(ByteBuffer stored, int bytes) {
        RiceEncoder encoder = new RiceEncoder(bytes);
        encoder.encodeAll(stored.slice());
        return encoder.out.toByteArray();
    }

    private void encodeAll(ByteBuffer stored) {
        int count = stored.remaining() * Byte.SIZE / bits;
        int last = number(stored, 0);
        put(last, bits);
        long[] mapped = new long[BLOCK];
        for (int from = 0; from < count; from += BLOCK) {
            int size = Math.min(BLOCK, count - from);
            for (int i = 0; i < size; i++) {
                int next = number(stored, from + i);
                mapped[i] = mapped(next - last);
                last = next;
            }
            block(mapped, size);
        }
        if (pendingBits > 0) {
            put(0, Byte.SIZE - pendingBits);
        }
    }

    private int number(ByteBuffer stored, int index) {
        return switch (bits) {
            case 8 -> stored.get(index);
            case 16 -> stored.getShort(2 * index);
            default -> stored.getInt(4 * index);
        };
    }

    /** A difference as a number that is not negative, small if that is; what overflows comes round again. */
    private long mapped(int difference) {
        int unused = Integer.SIZE - bits;
        int wrapped = difference << unused >> unused;
        return (wrapped < 0 ? ~((long) wrapped << 1) : (long) wrapped << 1) & (1L << bits) - 1;
    }

    private void block(long[] mapped, int size) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += mapped[i];
        }
        long mean = Math.max(0, sum - size / 2 - 1) / size;
        int split = Long.SIZE - Long.numberOfLeadingZeros(mean >> 1);
        if (split >= mostSplit) {
            put(mostSplit + 1, splitBits);
            for (int i = 0; i < size; i++) {
                put(mapped[i], bits);
            }
        } else if (sum == 0) {
            put(0, splitBits);
        } else {
            put(split + 1, splitBits);
            for (int i = 0; i < size; i++) {
                for (long zeros = mapped[i] >> split; zeros > 0; zeros -= Integer.SIZE) {
                    put(0, (int) Math.min(zeros, Integer.SIZE));
                }
                put(1, 1);
                put(mapped[i], split);
            }
        }
    }

    /** Writes the low bits of a number, {@value Integer#SIZE} at most. */
    private void put(long number, int count) {
        pending = pending << count | number & (1L << count) - 1;
        pendingBits += count;
        while (pendingBits >= Byte.SIZE) {
            pendingBits -= Byte.SIZE;
            out.write((int) (pending >> pendingBits));
        }
    }
}
