// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Packs the tiles of an image without loss (FITS 4.0, section 10.4): whole numbers by {@code RICE_1}, real ones by {@code GZIP_2}. The
 * pixels of a tile follow one another in the order of the file, so that an image is packed as it comes. For one thread.
 */
public final class TilePacker {

    /** CFITSIO's MAX_COMPRESS_DIM. */
    private static final int MOST_AXES = 6;

    /** Pixels of a tile, about; of a longer row a part. */
    private static final long TILE_PIXELS = 1 << 15;

    private final int bitpix;
    private final List<Long> tile = new ArrayList<>();

    /** Pixels of a tile for each one along the axis that is cut. */
    private final long inner;

    /** Along the axis that is cut: of a tile, and of the image. */
    private final long cut;

    private final long length;
    private final long tiles;

    private TilePacker(int bitpix, List<Long> naxis) {
        this.bitpix = bitpix;
        int axis = 0;
        long below = 1;
        while (axis < naxis.size() - 1 && below * naxis.get(axis) <= TILE_PIXELS) {
            below *= naxis.get(axis);
            tile.add(naxis.get(axis));
            axis++;
        }
        this.inner = below;
        this.length = naxis.get(axis);
        this.cut = Math.clamp(TILE_PIXELS / below, 1, length);
        tile.add(cut);
        long count = alongCut();
        for (long each : naxis.subList(axis + 1, naxis.size())) {
            tile.add(1L);
            count *= each;
        }
        this.tiles = count;
    }

    private long alongCut() {
        return (length + cut - 1) / cut;
    }

    /**
     * For an image; empty for one that common programs could not unpack: with whole numbers of 64 bits, or more than 6 axes.
     *
     * @param naxis lengths of its axes, one at least, each 1 or more
     */
    public static Optional<TilePacker> of(int bitpix, List<Long> naxis) {
        return bitpix == 64 || naxis.size() > MOST_AXES ? Optional.empty() : Optional.of(new TilePacker(bitpix, naxis));
    }

    /** ZCMPTYPE. */
    public String algorithm() {
        return bitpix > 0 ? "RICE_1" : "GZIP_2";
    }

    /** Bytes of a number before it is packed. */
    public int size() {
        return Math.abs(bitpix) / Byte.SIZE;
    }

    /** Pixels that are packed together, for algorithms that do so: BLOCKSIZE. */
    public int blockSize() {
        return RiceEncoder.BLOCK;
    }

    /** How long tiles are along each axis (ZTILEn); the last ones may be shorter. */
    public List<Long> tile() {
        return List.copyOf(tile);
    }

    /** How many tiles there are. */
    public long tiles() {
        return tiles;
    }

    /**
     * Bytes of a tile before it is packed.
     *
     * @param number from 0
     */
    public int bytes(long number) {
        long first = number % alongCut() * cut;
        return (int) (inner * Math.min(cut, length - first) * size());
    }

    /**
     * Packs a tile.
     *
     * @param stored its numbers, big-endian, between the position and the limit of a buffer with an array
     */
    public byte[] pack(ByteBuffer stored) throws IOException {
        return bitpix > 0 ? RiceEncoder.encode(stored, size()) : shuffled(stored);
    }

    /** By the weight of bytes, as {@link TileCodec} takes them apart. */
    private byte[] shuffled(ByteBuffer stored) throws IOException {
        byte[] bytes = new byte[stored.remaining()];
        stored.duplicate().get(bytes);
        byte[] sorted = new byte[bytes.length];
        int size = size();
        int count = bytes.length / size;
        for (int weight = 0; weight < size; weight++) {
            for (int i = 0; i < count; i++) {
                sorted[weight * count + i] = bytes[i * size + weight];
            }
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(sorted.length / 2);
        try (OutputStream gzip = new FastGzip(packed)) {
            gzip.write(sorted);
        }
        return packed.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
