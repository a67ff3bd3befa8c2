// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;

/**
 * An open file of the archive: whatever takes its name, its bytes stay those of the file that was opened. Closed by whoever
 * opened it.
 *
 * @param channel at its beginning; to be read alone
 * @param size in bytes when it was opened
 * @param modified when it was last written by then
 */
public record ArchiveFile(FileChannel channel, long size, Instant modified) implements Closeable {

    /** For the header ETag, without quotes: another where size or time of change are others. */
    public String tag() {
        return Long.toHexString(modified.getEpochSecond()) + "-" + Integer.toHexString(modified.getNano()) + "-"
                + Long.toHexString(size);
    }

    /**
     * Writes all of it.
     *
     * @throws IOException if the disk or the receiver fails, or if it has become shorter
     */
    public void writeTo(OutputStream out) throws IOException {
        WritableByteChannel to = Channels.newChannel(out);
        long sent = 0;
        while (sent < size) {
            long some = channel.transferTo(sent, size - sent, to);
            if (some <= 0) {
                throw new IOException("the file ended " + (size - sent) + " bytes before it should");
            }
            sent += some;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
