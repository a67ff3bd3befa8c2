// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.http.Unpacking;

/**
 * The bytes of a compressed file, unpacked as far as they are asked for and no farther than a bound. Nothing is kept but what
 * came last: whoever goes back begins anew, so data are read from front to back.
 */
final class UnpackedBytes implements FitsBytes {
    private static final int WINDOW = 1 << 20;
    private static final int STEP = 1 << 16;

    private final FileChannel channel;
    private final Unpacking unpacking;
    private final Runnable check;
    private final long most;

    /** What was unpacked last: the bytes before {@link #position}. */
    private final byte[] window = new byte[WINDOW];

    private @Nullable InputStream in;
    private long position;
    private boolean ended;

    /**
     * Over a compressed file.
     *
     * @param most bytes that are unpacked
     * @param check asked before each read
     */
    UnpackedBytes(FileChannel channel, Unpacking unpacking, long most, Runnable check) {
        this.channel = channel;
        this.unpacking = unpacking;
        this.most = most;
        this.check = check;
    }

    @Override
    public void read(long from, ByteBuffer to) throws IOException {
        long at = from;
        if (at < position - Math.min(position, WINDOW)) {
            restart();
        }
        while (to.hasRemaining()) {
            if (at >= position && advance(at) <= at) {
                return;
            }
            int start = (int) (at % WINDOW);
            int length = (int) Math.min(Math.min(position - at, to.remaining()), WINDOW - start);
            to.put(window, start, length);
            at += length;
        }
    }

    @Override
    public long reach(long wanted) throws IOException {
        return wanted <= position ? wanted : Math.min(wanted, advance(wanted - 1));
    }

    /** Unpacks until a byte is there, or no more are. */
    private long advance(long wanted) throws IOException {
        while (position <= wanted && !ended) {
            check.run();
            if (position >= most) {
                throw new FitsException("the file has more than " + most + " bytes when it is unpacked");
            }
            int start = (int) (position % WINDOW);
            int read = step(start, Math.min(STEP, WINDOW - start));
            if (read < 0) {
                ended = true;
            } else {
                position += read;
            }
        }
        return position;
    }

    private int step(int start, int length) throws IOException {
        try {
            InputStream stream = in;
            if (stream == null) {
                stream = unpacking.stream(new PositionedInput(channel), "the file");
                in = stream;
            }
            return stream.read(window, start, length);
        } catch (IOException | RuntimeException e) {
            throw new FitsException(
                    e instanceof DaliFault fault
                            ? fault.message()
                            : "the file is compressed, and cannot be unpacked beyond its byte " + position
                                    + ": it is damaged");
        }
    }

    private void restart() throws IOException {
        stop();
        position = 0;
        ended = false;
    }

    private void stop() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        channel.close();
    }

    /** A file from its beginning, whatever else reads its channel. Closing does not close that. */
    private static final class PositionedInput extends InputStream {
        private final FileChannel channel;
        private long position;

        PositionedInput(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = channel.read(ByteBuffer.wrap(bytes, offset, length), position);
            position += Math.max(0, read);
            return read;
        }
    }
}
