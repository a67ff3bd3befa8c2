// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A file without a name: written at its end by one thread, read anywhere before it by another. {@link #append} and
 * {@link #clear} belong to the writing thread, {@link #read} to the reading one; {@link #close} to whoever comes last.
 */
public final class SpoolFile implements AutoCloseable {
    private final SpoolArea area;
    private final FileChannel channel;
    private volatile long size;

    SpoolFile(SpoolArea area, FileChannel channel) {
        this.area = area;
        this.channel = channel;
    }

    /** Bytes written. */
    public long size() {
        return size;
    }

    /**
     * Writes at the end. Quotas are not checked here, see {@link #exceeded}: whoever writes stops at the next good place.
     *
     * @throws IOException if the disk is full or fails
     */
    public void append(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
        long at = size;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
        area.add(at - size);
        size = at;
    }

    /** Reads up to {@code length} bytes from {@code position}, which lies before the end; returns how many. */
    public int read(long position, byte[] bytes, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(bytes, offset, length), position);
    }

    /** Empties the file and gives its room back; nobody may be reading. */
    public void clear() throws IOException {
        channel.truncate(0);
        area.add(-size);
        size = 0;
    }

    /** Which quota the file exceeds, in words for the user with the remedy; empty if none. */
    public Optional<String> exceeded() {
        return area.exceeded(size);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            area.add(-size);
            size = 0;
        }
    }
}
