// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Makes large pieces of small ones. For one thread. */
final class Pieces {

    /** A multiple of the words that are summed. */
    private static final int CHUNK = 1 << 18;

    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    private final BoxReader.Sink sink;

    Pieces(BoxReader.Sink sink) {
        this.sink = sink;
    }

    /** Adds bytes of an array. */
    void add(byte[] bytes, int at, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int some = Math.min(buffer.remaining(), count - done);
            buffer.put(bytes, at + done, some);
            done += some;
            if (!buffer.hasRemaining()) {
                sink.take(buffer.flip());
                buffer.clear();
            }
        }
    }

    /** Hands over the last. */
    void finish() throws IOException {
        if (buffer.position() > 0) {
            sink.take(buffer.flip());
            buffer.clear();
        }
    }
}
