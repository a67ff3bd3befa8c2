// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Those of an image that is compressed in tiles (FITS 4.0, section 10.1). The tiles unpacked last are kept, within bounds. */
final class TiledPixels extends ImagePixels {

    /** More bytes are nobody's tile. */
    private static final long MOST_TILE_BYTES = 1L << 28;

    /** Bytes of tiles that are kept; the last one is in any case. */
    private static final long KEPT_BYTES = 1L << 26;

    private final TileReader tiles;
    private final List<Long> lengths = new ArrayList<>();

    /** By the number of the tile, least recently used first. */
    private final Map<Long, ByteBuffer> kept = new LinkedHashMap<>(16, 0.75f, true);

    private long keptBytes;

    TiledPixels(FitsFile file, Hdu image) throws FitsException {
        super(image);
        long bytes = values().size();
        for (int axis = 1; axis <= naxis().size(); axis++) {
            long naxis = naxis().get(axis - 1);
            long length = image.header().whole("ZTILE" + axis).orElse(axis == 1 ? naxis : 1);
            if (length < 1) {
                throw new FitsException("HDU " + image.index() + ": ZTILE" + axis + " is " + length);
            }
            lengths.add(Math.min(length, naxis));
            bytes = bytes > MOST_TILE_BYTES ? bytes : bytes * lengths.getLast();
        }
        if (bytes > MOST_TILE_BYTES) {
            throw new FitsException(
                    "HDU " + image.index() + ": its tiles have more than " + MOST_TILE_BYTES + " bytes");
        }
        this.tiles = new TileReader(BinTable.of(file, image), image);
    }

    @Override
    void readInRow(long first, int count, ByteBuffer to) throws IOException {
        int axes = naxis().size();
        long[] pixel = new long[axes];
        long rest = first;
        for (int axis = 0; axis < axes; axis++) {
            pixel[axis] = rest % naxis().get(axis);
            rest /= naxis().get(axis);
        }
        int left = count;
        while (left > 0) {
            left -= copy(pixel, left, to);
        }
    }

    /** Copies what the tile of a pixel has of its row, and moves the pixel behind that. */
    private int copy(long[] pixel, int most, ByteBuffer to) throws IOException {
        long number = 0;
        long inside = 0;
        int[] shape = new int[pixel.length];
        for (int axis = pixel.length - 1; axis >= 0; axis--) {
            long length = lengths.get(axis);
            long naxis = naxis().get(axis);
            long tile = pixel[axis] / length;
            shape[axis] = (int) Math.min(length, naxis - tile * length);
            number = number * ((naxis + length - 1) / length) + tile;
            inside = inside * shape[axis] + pixel[axis] % length;
        }
        int here = (int) Math.min(most, shape[0] - pixel[0] % lengths.getFirst());
        int size = values().size();
        to.put(to.position(), tile(number, shape), (int) inside * size, here * size);
        to.position(to.position() + here * size);
        pixel[0] += here;
        return here;
    }

    private ByteBuffer tile(long number, int... shape) throws IOException {
        ByteBuffer known = kept.get(number);
        if (known != null) {
            return known;
        }
        ByteBuffer tile = tiles.read(number, shape);
        keptBytes += tile.capacity();
        var oldest = kept.values().iterator();
        while (keptBytes > KEPT_BYTES && oldest.hasNext()) {
            keptBytes -= oldest.next().capacity();
            oldest.remove();
        }
        kept.put(number, tile);
        return tile;
    }
}
