// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Base64 (RFC 4648), in long lines. Not thread-safe; does not close the stream behind it. */
final class Base64Stream extends OutputStream implements Waiting {
    private static final int CHUNK = 24 << 10;

    private final OutputStream out;
    private final byte[] plain = new byte[CHUNK];
    private final byte[] coded = new byte[CHUNK / 3 * 4 + 1];
    private int held;

    Base64Stream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            int part = Math.min(end - from, CHUNK - held);
            System.arraycopy(bytes, from, plain, held, part);
            held += part;
            from += part;
            if (held == CHUNK) {
                int size = Base64.getEncoder().encode(plain, coded);
                coded[size] = '\n';
                out.write(coded, 0, size + 1);
                held = 0;
            }
        }
        if (isWaiting()) {
            sendWholeGroups();
        }
    }

    @Override
    public boolean isWaiting() {
        return out instanceof Waiting waiting && waiting.isWaiting();
    }

    /** Sends all but the last one or two bytes, which would need padding. */
    @Override
    public void flush() throws IOException {
        sendWholeGroups();
        out.flush();
    }

    private void sendWholeGroups() throws IOException {
        int whole = held - held % 3;
        if (whole > 0) {
            out.write(Base64.getEncoder().encode(Arrays.copyOf(plain, whole)));
            System.arraycopy(plain, whole, plain, 0, held - whole);
            held -= whole;
        }
    }

    /** Sends the rest, padded; nothing can be written afterwards. */
    void finish() throws IOException {
        out.write(Base64.getEncoder().encode(Arrays.copyOf(plain, held)));
        out.write('\n');
        held = 0;
    }
}
