// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import nom.tam.fits.compression.algorithm.api.ICompressOption;
import nom.tam.fits.compression.algorithm.api.ICompressorControl;
import nom.tam.fits.compression.algorithm.hcompress.HCompressorOption;
import nom.tam.fits.compression.algorithm.rice.RiceCompressOption;
import nom.tam.fits.compression.provider.CompressorProvider;

/**
 * How tiles are packed (FITS 4.0, section 10.4). For one thread.
 *
 * @param name ZCMPTYPE
 * @param header of the table, with parameters of the algorithm
 */
record TileCodec(String name, FitsHeader header) {

    private static final Set<String> KNOWN =
            Set.of("RICE_1", "RICE_ONE", "GZIP_1", "GZIP_2", "PLIO_1", "HCOMPRESS_1", "NOCOMPRESS");

    private static final int MOST_PARAMETERS = 100;

    static TileCodec of(Hdu image) throws FitsException {
        String name = image.header().text("ZCMPTYPE").orElse("").strip();
        if (!KNOWN.contains(name)) {
            throw new FitsException("HDU " + image.index() + ": ZCMPTYPE is '" + name + "', which is not known");
        }
        return new TileCodec(name, image.header());
    }

    /** Unpacks numbers as they were stored before. */
    void unpackStored(ByteBuffer packed, ByteBuffer to, int bitpix, int... shape) throws IOException {
        switch (name) {
            case "NOCOMPRESS" -> to.put(packed);
            case "GZIP_1" -> gunzip(packed, to);
            case "GZIP_2" -> unshuffle(packed, to, Math.abs(bitpix) / 8);
            default -> {
                if (bitpix < 0 || bitpix == 64) {
                    throw new FitsException("ZCMPTYPE " + name + " cannot hold numbers of BITPIX " + bitpix);
                }
                int[] whole = new int[to.remaining() / (bitpix / 8)];
                unpack(packed, IntBuffer.wrap(whole), shape);
                for (int number : whole) {
                    switch (bitpix) {
                        case 8 -> to.put((byte) number);
                        case 16 -> to.putShort((short) number);
                        default -> to.putInt(number);
                    }
                }
            }
        }
    }

    /** Unpacks whole numbers. */
    void unpack(ByteBuffer packed, IntBuffer to, int... shape) throws IOException {
        switch (name) {
            case "NOCOMPRESS" -> to.put(packed.asIntBuffer());
            case "GZIP_1", "GZIP_2" -> {
                ByteBuffer bytes = ByteBuffer.allocate(to.remaining() * Integer.BYTES);
                unpackStored(packed, bytes, 32, shape);
                to.put(bytes.flip().asIntBuffer());
            }
            case "PLIO_1" ->
                control("PLIO_1", int.class)
                        .decompress(packed, to, control("PLIO_1", int.class).option());
            case "HCOMPRESS_1" -> unpackH(packed, to, shape);
            default -> unpackRice(packed, to);
        }
    }

    private void unpackH(ByteBuffer packed, IntBuffer to, int... shape) {
        ICompressorControl control = control("HCOMPRESS_1", int.class);
        HCompressorOption option = control.option().unwrap(HCompressorOption.class);
        option.setSmooth(parameter("SMOOTH", 0) != 0);
        option.setTileWidth(shape[0]);
        option.setTileHeight(to.remaining() / shape[0]);
        control.decompress(packed, to, option);
    }

    private void unpackRice(ByteBuffer packed, IntBuffer to) {
        int bytes = (int) parameter("BYTEPIX", Integer.BYTES);
        Class<?> type = bytes == 1 ? byte.class : bytes == 2 ? short.class : int.class;
        ICompressorControl control = control("RICE_1", type);
        ICompressOption option = control.option();
        RiceCompressOption rice = option.unwrap(RiceCompressOption.class);
        rice.setBlockSize((int) parameter("BLOCKSIZE", RiceCompressOption.DEFAULT_RICE_BLOCKSIZE));
        rice.setBytePix(bytes);
        int count = to.remaining();
        switch (bytes) {
            case 1 -> {
                ByteBuffer narrow = ByteBuffer.allocate(count);
                control.decompress(packed, narrow, option);
                for (int i = 0; i < count; i++) {
                    to.put(narrow.get(i) & 0xff);
                }
            }
            case 2 -> {
                ShortBuffer narrow = ShortBuffer.allocate(count);
                control.decompress(packed, narrow, option);
                for (int i = 0; i < count; i++) {
                    to.put(narrow.get(i));
                }
            }
            default -> control.decompress(packed, to, option);
        }
    }

    private static ICompressorControl control(String algorithm, Class<?> type) {
        return CompressorProvider.findCompressorControl(null, algorithm, type);
    }

    /** A parameter of the algorithm (ZNAMEi, ZVALi). */
    private long parameter(String wanted, long otherwise) {
        for (int i = 1; i < MOST_PARAMETERS; i++) {
            if (header.text("ZNAME" + i)
                    .map(String::strip)
                    .filter(wanted::equals)
                    .isPresent()) {
                return header.whole("ZVAL" + i).orElse(otherwise);
            }
        }
        return otherwise;
    }

    /** Fills a buffer with what a gzip stream begins with. */
    static void gunzip(ByteBuffer packed, ByteBuffer to) throws IOException {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(packed.array(), packed.position(), packed.remaining()))) {
            byte[] bytes = in.readNBytes(to.remaining());
            if (bytes.length < to.remaining()) {
                throw new FitsException("a tile ends before its last pixel");
            }
            to.put(bytes);
        }
    }

    /** Bytes that were sorted by their weight (GZIP_2). */
    private static void unshuffle(ByteBuffer packed, ByteBuffer to, int size) throws IOException {
        ByteBuffer sorted = ByteBuffer.allocate(to.remaining());
        gunzip(packed, sorted);
        int count = sorted.capacity() / size;
        for (int i = 0; i < count; i++) {
            for (int weight = 0; weight < size; weight++) {
                to.put(sorted.get(weight * count + i));
            }
        }
    }
}
