// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A multipart body without the blanks that may stand between a boundary and the end of its line (transport padding, RFC 2046,
 * section 5.1.1). All other bytes pass as they are. Not thread-safe.
 */
final class UnpaddedBoundaries extends FilterInputStream {
    private final byte[] delimiter;
    /** Bytes of the delimiter that the last ones read are. */
    private int matched;

    /**
     * A body.
     *
     * @param delimiter line end, two hyphens and boundary; a carriage return stands at its beginning only
     */
    UnpaddedBoundaries(InputStream body, byte[] delimiter) {
        super(body);
        this.delimiter = delimiter;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int kept = 0;
        while (kept == 0) {
            int read = in.read(bytes, offset, length);
            if (read < 0) {
                return -1;
            }
            kept = keep(bytes, offset, read);
        }
        return kept;
    }

    /** Moves what is no padding together; returns how much that is. */
    private int keep(byte[] bytes, int offset, int read) {
        int end = offset;
        for (int i = offset; i < offset + read; i++) {
            byte b = bytes[i];
            boolean behindBoundary = matched == delimiter.length;
            if (behindBoundary && (b == ' ' || b == '\t')) {
                continue;
            }
            if (!behindBoundary && b == delimiter[matched]) {
                matched++;
            } else {
                // The first byte of a delimiter is nowhere else in it: no other match can have begun.
                matched = b == delimiter[0] ? 1 : 0;
            }
            bytes[end++] = b;
        }
        return end - offset;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
