// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import javax.imageio.stream.ImageInputStreamImpl;

/** An open file for the readers of pictures, which else would keep a copy. Closing does not close the file. */
final class ChannelImage extends ImageInputStreamImpl {

    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final Deadline deadline;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

    /** Where the buffer's bytes are in the file. */
    private long bufferStart;

    /**
     * A file, from its beginning.
     *
     * @param deadline after which no more of it is read
     */
    ChannelImage(FileChannel file, Deadline deadline) {
        this.file = file;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        setBitOffset(0);
        if (!fill()) {
            return -1;
        }
        int at = (int) (streamPos - bufferStart);
        int count = Math.min(length, buffer.limit() - at);
        buffer.get(at, bytes, offset, count);
        streamPos += count;
        return count;
    }

    /** Whether the buffer has the next byte, read if necessary. */
    private boolean fill() throws IOException {
        if (streamPos >= bufferStart && streamPos < bufferStart + buffer.limit()) {
            return true;
        }
        deadline.check();
        buffer.clear();
        int read = file.read(buffer, streamPos);
        buffer.flip();
        bufferStart = streamPos;
        return read > 0;
    }

    @Override
    public long length() {
        try {
            return file.size();
        } catch (IOException e) {
            return -1;
        }
    }
}
