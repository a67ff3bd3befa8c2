// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.meridian.core.fits.ImagePixels;

/** Reads the pixels of a box of an image, in the order of the file, some at a time. For one thread. */
final class BoxReader {

    private static final int CHUNK = 1 << 18;

    private final ImagePixels pixels;
    private final PixelBox box;
    private final int size;

    BoxReader(ImagePixels pixels, PixelBox box, int bytesOfPixel) {
        this.pixels = pixels;
        this.box = box;
        this.size = bytesOfPixel;
    }

    /** Takes pixels as they are stored. */
    @FunctionalInterface
    interface Sink {
        /** @param some between its position and its limit; used again afterwards */
        void take(ByteBuffer some) throws IOException;
    }

    /** Reads all of them. */
    void read(Sink sink) throws IOException {
        List<PixelRange> axes = box.axes();
        List<Long> naxis = pixels.naxis();
        int inner = 1;
        long run = axes.getFirst().count();
        // Pixels of whole rows follow one another.
        while (inner < axes.size() && axes.get(inner - 1).count() == naxis.get(inner - 1)) {
            run *= axes.get(inner).count();
            inner++;
        }
        long[] at = axes.stream().mapToLong(PixelRange::first).toArray();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, box.pixels() * size));
        boolean more = true;
        while (more) {
            read(pixels.index(at), run, buffer, sink);
            more = next(at, inner);
        }
        if (buffer.position() > 0) {
            sink.take(buffer.flip());
        }
    }

    private void read(long first, long count, ByteBuffer buffer, Sink sink) throws IOException {
        long next = first;
        long left = count;
        while (left > 0) {
            int some = (int) Math.min(left, buffer.remaining() / size);
            pixels.read(next, some, buffer);
            next += some;
            left -= some;
            if (buffer.remaining() < size) {
                sink.take(buffer.flip());
                buffer.clear();
            }
        }
    }

    private boolean next(long[] at, int inner) {
        for (int axis = inner; axis < at.length; axis++) {
            PixelRange range = box.axes().get(axis);
            at[axis]++;
            if (at[axis] < range.first() + range.count()) {
                return true;
            }
            at[axis] = range.first();
        }
        return false;
    }
}
