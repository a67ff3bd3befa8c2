// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.nio.ByteBuffer;
import java.util.Arrays;

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
    private final byte[] out;
    private int size;
    private long pending;
    private int pendingBits;

    private RiceEncoder(int bytes, int most) {
        this.out = new byte[most];
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
        // A block that cannot be packed has a few bits more than its numbers.
        RiceEncoder encoder = new RiceEncoder(bytes, 2 * stored.remaining() + Long.BYTES);
        encoder.encodeAll(stored.slice());
        return Arrays.copyOf(encoder.out, encoder.size);
    }

    private void encodeAll(ByteBuffer stored) {
        int count = stored.remaining() * Byte.SIZE / bits;
        int last = number(stored, 0);
        put(last, bits);
        long[] mapped = new long[BLOCK];
        for (int from = 0; from < count; from += BLOCK) {
            int together = Math.min(BLOCK, count - from);
            for (int i = 0; i < together; i++) {
                int next = number(stored, from + i);
                mapped[i] = mapped(next - last);
                last = next;
            }
            block(mapped, together);
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

    private void block(long[] mapped, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += mapped[i];
        }
        long mean = Math.max(0, sum - count / 2 - 1) / count;
        int split = Long.SIZE - Long.numberOfLeadingZeros(mean >> 1);
        if (split >= mostSplit) {
            put(mostSplit + 1, splitBits);
            for (int i = 0; i < count; i++) {
                put(mapped[i], bits);
            }
        } else if (sum == 0) {
            put(0, splitBits);
        } else {
            put(split + 1, splitBits);
            for (int i = 0; i < count; i++) {
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
            out[size] = (byte) (pending >> pendingBits);
            size++;
        }
    }
}
