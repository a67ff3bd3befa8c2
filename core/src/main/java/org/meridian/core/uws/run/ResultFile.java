// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.meridian.core.dali.DaliFault.UsageFault;

/** A result being written. Closing puts it on disk. One thread writes; {@link #bytes()} may be called from any. */
final class ResultFile extends OutputStream {

    private static final int BUFFER = 64 << 10;

    /** Results up to this size are always kept. */
    static final int SMALL = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final OutputStream out;
    private final LongSupplier limit;
    private final AtomicLong bytes = new AtomicLong();
    private long knownLimit = SMALL;
    private boolean limitAsked;
    private boolean closed;

    /** @param limit bytes at most; not asked for small results */
    ResultFile(Path path, LongSupplier limit) throws IOException {
        this.path = path;
        this.limit = limit;
        this.channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    Path path() {
        return path;
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public void write(int value) throws IOException {
        count(1);
        out.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        count(length);
        out.write(source, offset, length);
    }

    /** Writers flush so that a client sees its first rows soon; nobody looks at a file before it is whole. */
    @Override
    public void flush() {
        // See above.
    }

    private void count(int length) {
        if (bytes.addAndGet(length) <= knownLimit) {
            return;
        }
        if (!limitAsked) {
            limitAsked = true;
            knownLimit = limit.getAsLong();
        }
        if (bytes.get() > knownLimit) {
            throw new UsageFault(
                    "the result, with those you have, exceeds the bytes that are kept for you; ask for fewer rows"
                            + " or columns, or delete jobs");
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            out.flush();
            channel.force(true);
        }
    }
}
