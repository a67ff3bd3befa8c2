// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes that come from another server or go to one: tells whether it was they that failed. Not thread-safe. */
final class PacedInput extends FilterInputStream {

    private final Pace pace = new Pace();
    private final boolean comes;
    private long returned;
    private boolean begun;
    private int last;
    private @Nullable IOException failure;

    private PacedInput(InputStream in, boolean comes) {
        super(in);
        this.comes = comes;
    }

    /** What a server sends: it is waited for while this is read. */
    static PacedInput from(InputStream in) {
        return new PacedInput(in, true);
    }

    /** What a server takes: it is waited for between reads. */
    static PacedInput to(InputStream in) {
        return new PacedInput(in, false);
    }

    /** Why the bytes could not be read to their end, if so. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long began = System.nanoTime();
        if (!comes && begun) {
            pace.waited(began - returned, last);
        }
        begun = true;
        try {
            int count = super.read(bytes, offset, length);
            last = Math.max(0, count);
            returned = System.nanoTime();
            if (comes) {
                pace.waited(returned - began, last);
            }
            return count;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
