// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.meridian.core.http.ByteRange;
import org.meridian.core.http.DirectOutput;

/**
 * Sends bytes of files. Files are not mapped into memory: a program may cut one while it is sent, and one that was deleted would
 * keep its place on the disk. There are {@value #BUFFERS} large buffers outside the heap; where more files are sent at once, most of
 * them to slow clients, the others do with small ones. Thread-safe.
 */
final class FileSending {

    /** Up to here one array, which goes out together with the head of the answer. */
    private static final int SMALL = 32 << 10;

    private static final int LARGE = 256 << 10;
    static final int BUFFERS = 32;

    private final Semaphore large = new Semaphore(BUFFERS);
    private final Queue<ByteBuffer> kept = new ConcurrentLinkedQueue<>();

    /**
     * Sends a part of a file.
     *
     * @param out the stream of the answer, to which nothing has been written
     * @param direct the same, for buffers
     * @throws IOException if the client has gone, or the file is shorter
     */
    void send(FileChannel file, ByteRange range, OutputStream out, DirectOutput direct) throws IOException {
        if (range.length() <= SMALL) {
            byte[] bytes = new byte[(int) range.length()];
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                read(file, all, range.first() + all.position());
            }
            out.write(bytes);
            return;
        }
        // Now the head of the answer is known, and goes out with the first bytes.
        out.write(new byte[0]);
        if (!large.tryAcquire()) {
            copy(file, range, ByteBuffer.allocate(SMALL), direct);
            return;
        }
        try {
            ByteBuffer before = kept.poll();
            ByteBuffer buffer = before == null ? ByteBuffer.allocateDirect(LARGE) : before;
            copy(file, range, buffer, direct);
            // Not after a failure: the connection may have it still, and others' bytes would go out with it.
            kept.add(buffer);
        } finally {
            large.release();
        }
    }

    private static void copy(FileChannel file, ByteRange range, ByteBuffer buffer, DirectOutput direct)
            throws IOException {
        long at = range.first();
        long end = range.first() + range.length();
        while (at < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            at += read(file, buffer, at);
            direct.write(buffer.flip());
        }
    }

    private static int read(FileChannel file, ByteBuffer buffer, long at) throws IOException {
        int read = file.read(buffer, at);
        if (read < 0) {
            throw new IOException("a file became shorter while it was sent");
        }
        return read;
    }
}
