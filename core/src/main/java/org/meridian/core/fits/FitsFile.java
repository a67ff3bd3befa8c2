// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.meridian.core.http.Unpacking;

/**
 * An open FITS file, compressed as a whole (gzip, bzip2, compress) or not. All headers are read when it is opened, data when they are
 * asked for, and no more of them. For one thread.
 */
public final class FitsFile implements Closeable {

    /** Bytes to which a compressed file is unpacked; what is behind them is not read. */
    public static final long MOST_UNPACKED = 1L << 30;

    private final FitsBytes bytes;
    private final List<Hdu> hdus;
    private final Optional<String> damage;
    private final Optional<Hdu> cutOff;

    private FitsFile(FitsBytes bytes, HduReader reader) {
        this.bytes = bytes;
        this.hdus = List.copyOf(reader.hdus());
        this.damage = reader.damage();
        this.cutOff = reader.cutOff();
    }

    /**
     * Opens a file.
     *
     * @param channel closed with this, and if this fails
     * @param name for messages
     * @throws FitsException if it has not even one good header; {@link FitsException.NoFits} if it is something else
     */
    public static FitsFile open(FileChannel channel, String name) throws IOException {
        return open(channel, name, () -> {});
    }

    /**
     * The same for somebody who may lose patience.
     *
     * @param check called every now and then, before something is read; what it throws ends the reading
     */
    public static FitsFile open(FileChannel channel, String name, Runnable check) throws IOException {
        return open(channel, name, check, MOST_UNPACKED);
    }

    /** The same with another bound for what is unpacked. */
    static FitsFile open(FileChannel channel, String name, Runnable check, long mostUnpacked) throws IOException {
        boolean opened = false;
        try {
            Optional<Unpacking> packed = Unpacking.of(start(channel));
            FitsBytes bytes = packed.isPresent()
                    ? new UnpackedBytes(channel, packed.get(), mostUnpacked, check)
                    : new ChannelBytes(channel, check);
            HduReader reader = new HduReader(bytes);
            reader.read();
            opened = true;
            return new FitsFile(bytes, reader);
        } catch (FitsException e) {
            throw e.behind(name + ": ");
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static byte[] start(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(Unpacking.MAGIC_BYTES);
        new ChannelBytes(channel, () -> {}).read(0, start);
        return Arrays.copyOf(start.array(), start.position());
    }

    /** The HDUs, in the order of the file. The data of the last may be incomplete: see {@link #damage}. */
    public List<Hdu> hdus() {
        return hdus;
    }

    /** What stopped the reading in or behind the last of {@link #hdus}; empty if the file is whole. */
    public Optional<String> damage() {
        return damage;
    }

    /** The last of {@link #hdus}, if the file ends within its data. */
    public Optional<Hdu> cutOff() {
        return cutOff;
    }

    /**
     * Reads data as they are stored until the buffer is full; of a file that is compressed as a whole, best from front to back.
     *
     * @param offset in the data of the HDU
     * @throws FitsException if the file ends before
     */
    public void read(Hdu hdu, long offset, ByteBuffer to) throws IOException {
        bytes.readFully(hdu.dataOffset() + offset, to);
    }

    /**
     * The numbers of an image.
     *
     * @param image an HDU of this file that {@link Hdu#isImage}, and has pixels
     * @throws FitsException if they are in tiles that nobody here can unpack
     */
    public ImagePixels pixels(Hdu image) throws FitsException {
        return image.kind() == Hdu.Kind.COMPRESSED_IMAGE ? new TiledPixels(this, image) : new PlainPixels(this, image);
    }

    /**
     * The binary table of an HDU.
     *
     * @throws FitsException if its header does not say what rows and columns are
     */
    public BinTable table(Hdu table) throws FitsException {
        return BinTable.of(this, table);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
