// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Those of an image that is not compressed in tiles. */
final class PlainPixels extends ImagePixels {

    private final FitsFile file;

    PlainPixels(FitsFile file, Hdu image) {
        super(image);
        this.file = file;
    }

    @Override
    public void read(long first, int count, ByteBuffer to) throws IOException {
        int limit = to.limit();
        to.limit(to.position() + count * values().size());
        readInRow(first, count, to);
        to.limit(limit);
    }

    @Override
    void readInRow(long first, int count, ByteBuffer to) throws IOException {
        file.read(image(), first * values().size(), to);
    }
}
