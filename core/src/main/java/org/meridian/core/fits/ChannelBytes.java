// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The bytes of a file that is not compressed.
 *
 * @param check asked before each read
 */
record ChannelBytes(FileChannel channel, Runnable check) implements FitsBytes {

    @Override
    public void read(long position, ByteBuffer to) throws IOException {
        check.run();
        long at = position;
        while (to.hasRemaining()) {
            int read = channel.read(to, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }

    @Override
    public long reach(long position) throws IOException {
        return Math.min(position, channel.size());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
