// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nom.tam.fits.utilities.FitsCheckSum;

/** Sums of data that come in pieces, and of the headers before them (FITS 4.0, appendix J). For one thread. */
final class DataSum extends OutputStream {

    /** CHECKSUM of a header while its sum is made. */
    private static final String NO_SUM = "0".repeat(16);

    /** What is not a whole word yet. */
    private final byte[] rest = new byte[Integer.BYTES];

    private int resting;
    private long sum;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (resting > 0 && at < end) {
            rest[resting] = bytes[at];
            resting = (resting + 1) % Integer.BYTES;
            at++;
            if (resting == 0) {
                add(rest, 0, Integer.BYTES);
            }
        }
        int whole = (end - at) / Integer.BYTES * Integer.BYTES;
        add(bytes, at, whole);
        for (at += whole; at < end; at++) {
            rest[resting] = bytes[at];
            resting++;
        }
    }

    private void add(byte[] bytes, int offset, int length) {
        ByteBuffer words = ByteBuffer.wrap(bytes, offset, length).slice();
        sum = FitsCheckSum.sumOf(sum, FitsCheckSum.checksum(words));
    }

    /** That of all bytes, as if zeros followed. */
    long value() {
        if (resting > 0) {
            Arrays.fill(rest, resting, rest.length, (byte) 0);
            add(rest, 0, rest.length);
            resting = 0;
        }
        return sum;
    }

    /** A header of data that have this sum. */
    byte[] header(List<String> cards) {
        List<String> all = new ArrayList<>(cards);
        all.add(CutoutHeader.text("DATASUM", Long.toString(value()), "sum of the data"));
        all.add(CutoutHeader.text("CHECKSUM", NO_SUM, "sum of the HDU"));
        byte[] bytes = CutoutHeader.bytes(all);
        long whole = FitsCheckSum.sumOf(value(), FitsCheckSum.checksum(bytes));
        all.set(all.size() - 1, CutoutHeader.text("CHECKSUM", FitsCheckSum.encode(whole, true), "sum of the HDU"));
        return CutoutHeader.bytes(all);
    }
}
