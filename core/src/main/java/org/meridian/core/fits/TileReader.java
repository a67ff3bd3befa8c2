// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.zip.ZipException;

/** Reads and unpacks tiles of an image: each is a row of a table (FITS 4.0, section 10.1.3). For one thread. */
final class TileReader {

    /** Descriptors and parameters; more is nobody's row. */
    private static final int MOST_ROW_BYTES = 1 << 16;

    private final BinTable table;
    private final Hdu image;
    private final TileCodec codec;
    private final Optional<BinColumn> compressed;
    private final Optional<BinColumn> gzipped;
    private final Optional<BinColumn> plain;
    private final Optional<BinColumn> scale;
    private final Optional<BinColumn> zero;
    private final Optional<BinColumn> blank;
    private final Dithering dithering;
    private final ByteBuffer row;

    /**
     * Of an image.
     *
     * @throws FitsException if nobody here can unpack its tiles
     */
    TileReader(BinTable table, Hdu image) throws FitsException {
        this.table = table;
        this.image = image;
        this.codec = TileCodec.of(image);
        this.compressed = table.column("COMPRESSED_DATA");
        this.gzipped = table.column("GZIP_COMPRESSED_DATA");
        this.plain = table.column("UNCOMPRESSED_DATA");
        this.scale = table.column("ZSCALE");
        this.zero = table.column("ZZERO");
        this.blank = table.column("ZBLANK");
        this.dithering = Dithering.of(image.header());
        if (table.rowBytes() > MOST_ROW_BYTES) {
            throw new FitsException("HDU " + image.index() + ": a row of its table of tiles has " + table.rowBytes()
                    + " bytes, and should have some dozens");
        }
        this.row = ByteBuffer.allocate(table.rowBytes());
        if (table.column("NULL_PIXEL_MASK").isPresent()) {
            throw new FitsException("HDU " + image.index() + ": tiles with masks of pixels without value are not read");
        }
    }

    /**
     * The numbers of a tile, big-endian.
     *
     * @param number of the tile, from 0
     * @param shape pixels along each axis
     */
    ByteBuffer read(long number, int... shape) throws IOException {
        if (number >= table.rows()) {
            throw new FitsException("HDU " + image.index() + ": tile " + (number + 1) + " is missing");
        }
        table.readRows(number, 1, row.clear());
        int pixels = 1;
        for (int length : shape) {
            pixels *= length;
        }
        ByteBuffer out = ByteBuffer.allocate(pixels * (Math.abs(image.bitpix()) / 8));
        try {
            unpack(number, shape, out);
            return out.clear();
        } catch (RuntimeException | ZipException | EOFException e) {
            // Whatever a codec finds in bytes that are none of its own.
            throw new FitsException("HDU " + image.index() + ": tile " + (number + 1) + " is damaged");
        }
    }

    private void unpack(long number, int[] shape, ByteBuffer out) throws IOException {
        Optional<ByteBuffer> packed = bytes(compressed, out.capacity());
        if (packed.isPresent()) {
            OptionalDouble factor = number(scale, "ZSCALE");
            if (image.bitpix() < 0 && factor.isPresent()) {
                int[] whole = new int[out.capacity() / (-image.bitpix() / 8)];
                codec.unpack(packed.get(), IntBuffer.wrap(whole), shape);
                OptionalDouble none = number(blank, "ZBLANK");
                dithering.restore(
                        whole,
                        number,
                        factor.getAsDouble(),
                        number(zero, "ZZERO").orElse(0),
                        none.isPresent() ? OptionalLong.of((long) none.getAsDouble()) : OptionalLong.empty(),
                        image.bitpix(),
                        out);
            } else {
                codec.unpackStored(packed.get(), out, image.bitpix(), shape);
            }
            return;
        }
        packed = bytes(gzipped, out.capacity());
        if (packed.isPresent()) {
            TileCodec.gunzip(packed.get(), out);
            return;
        }
        packed = bytes(plain, out.capacity());
        if (packed.isEmpty()) {
            throw new FitsException("HDU " + image.index() + ": tile " + (number + 1) + " is empty");
        }
        out.put(packed.get());
    }

    /** The number of a column, or that of the keyword which stands for all tiles. */
    private OptionalDouble number(Optional<BinColumn> column, String keyword) {
        return column.isPresent()
                ? OptionalDouble.of(column.get().number(row, column.get().offset()))
                : image.header().number(keyword);
    }

    /** An array of the row; empty if it has no elements. */
    private Optional<ByteBuffer> bytes(Optional<BinColumn> column, int unpacked) throws IOException {
        if (column.isEmpty()) {
            return Optional.empty();
        }
        BinTable.Span span = table.span(row, 0, column.get());
        if (span.count() == 0) {
            return Optional.empty();
        }
        // No codec makes much more out of what it packs.
        if (span.bytes() > 4L * unpacked + (1 << 16)) {
            throw new FitsException("HDU " + image.index() + ": a tile has more bytes than it has unpacked");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) span.bytes());
        table.read(span, bytes);
        return Optional.of(bytes.flip());
    }
}
