// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The numbers of an image as they are stored, or were before they were compressed in tiles. Only what is asked for is read; who
 * goes through rows in the order of the file has no tile unpacked twice. For one thread, and as long as its file is open.
 */
public abstract sealed class ImagePixels permits PlainPixels, TiledPixels {

    private final Hdu image;
    private final List<Long> naxis;
    private final StoredValues values;

    ImagePixels(Hdu image) {
        this.image = image;
        this.naxis = image.naxis();
        this.values = StoredValues.of(image);
    }

    /** Of which image. */
    public Hdu image() {
        return image;
    }

    /** How the numbers are stored: big-endian, as BITPIX says. */
    public StoredValues values() {
        return values;
    }

    /** How long the axes are; the first is the one along which numbers follow one another. */
    public List<Long> naxis() {
        return naxis;
    }

    /** Where a pixel is in the order of the file, from 0; its coordinates are from 0, too. */
    public long index(long... pixel) {
        long index = 0;
        for (int axis = naxis().size() - 1; axis >= 0; axis--) {
            index = index * naxis().get(axis) + (axis < pixel.length ? pixel[axis] : 0);
        }
        return index;
    }

    /**
     * Reads numbers that follow one another in the order of the file.
     *
     * @param first index of the first of them, see {@link #index}
     * @param count of them
     * @param to takes as many times {@link StoredValues#size} bytes
     * @throws FitsException if they are not there, or a tile is damaged
     */
    public void read(long first, int count, ByteBuffer to) throws IOException {
        long row = naxis().getFirst();
        int limit = to.limit();
        long next = first;
        int left = count;
        while (left > 0) {
            int here = (int) Math.min(left, row - next % row);
            to.limit(to.position() + here * values.size());
            readInRow(next, here, to);
            next += here;
            left -= here;
        }
        to.limit(limit);
    }

    /** The same for numbers of one row, until the buffer is full. */
    abstract void readInRow(long first, int count, ByteBuffer to) throws IOException;
}
