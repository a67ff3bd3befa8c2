// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.fits.TilePacker;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.core.votable.spool.SpoolFile;

/**
 * An image in packed tiles: a table with a row for each tile (FITS 4.0, section 10.1). Tiles are packed as pixels come, and wait in a
 * file, since what stands before them says how long they are. For one thread.
 */
final class TiledImage implements Closeable {

    private static final int KEYWORD = 8;
    private static final int CHUNK = 1 << 16;

    /** Larger heaps need descriptors of 64 bits. */
    private static final long SMALL = Integer.MAX_VALUE;

    /** Keywords of the image that have another name in the table (section 10.1.1), but for XTENSION: Z before them. */
    private static final Pattern RENAMED = Pattern.compile("SIMPLE|BITPIX|NAXIS[0-9]*|EXTEND|PCOUNT|GCOUNT");

    private final TilePacker packer;
    private final SpoolFile heap;
    private final ByteBuffer tile;
    private final DataSum pixels = new DataSum();
    private int[] lengths = new int[16];
    private int count;
    private int longest;

    /** An image without pixels as yet. */
    TiledImage(TilePacker packer, SpoolArea spool) throws IOException {
        this.packer = packer;
        this.tile = ByteBuffer.allocate(packer.bytes(0));
        this.tile.limit(packer.bytes(0));
        this.heap = spool.newFile();
    }

    /**
     * Takes the next pixels.
     *
     * @throws UsageFault if there is no room for them
     */
    void add(ByteBuffer some) throws IOException {
        pixels.write(some.array(), some.position(), some.remaining());
        while (some.hasRemaining()) {
            int part = Math.min(tile.remaining(), some.remaining());
            tile.put(some.slice(some.position(), part));
            some.position(some.position() + part);
            if (!tile.hasRemaining()) {
                pack();
            }
        }
    }

    private void pack() throws IOException {
        byte[] packed = packer.pack(tile.flip());
        heap.append(packed, 0, packed.length);
        if (heap.exceeded().isPresent()) {
            throw new UsageFault("there is no room for so large a compressed image: choose less of it, or ask for"
                    + " application/fits");
        }
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        lengths[count] = packed.length;
        count++;
        longest = Math.max(longest, packed.length);
        tile.clear();
        if (count < packer.tiles()) {
            tile.limit(packer.bytes(count));
        }
    }

    private boolean isSmall() {
        return heap.size() <= SMALL;
    }

    private int rowBytes() {
        return isSmall() ? 2 * Integer.BYTES : 2 * Long.BYTES;
    }

    /** Bytes of table and heap. */
    long bytes() {
        return (long) count * rowBytes() + heap.size();
    }

    /** Writes table and heap. */
    void write(OutputStream out) throws IOException {
        DataOutputStream table = new DataOutputStream(new BufferedOutputStream(out, CHUNK));
        long at = 0;
        for (int i = 0; i < count; i++) {
            if (isSmall()) {
                table.writeInt(lengths[i]);
                table.writeInt((int) at);
            } else {
                table.writeLong(lengths[i]);
                table.writeLong(at);
            }
            at += lengths[i];
        }
        table.flush();
        byte[] chunk = new byte[CHUNK];
        for (long done = 0; done < heap.size(); ) {
            int some = heap.read(done, chunk, 0, chunk.length);
            if (some <= 0) {
                throw new EOFException("packed tiles are gone");
            }
            out.write(chunk, 0, some);
            done += some;
        }
    }

    /**
     * The header, when all pixels are there.
     *
     * @param image that of the image itself, as it is without tiles
     */
    byte[] header(List<String> image) throws IOException {
        List<String> cards = new ArrayList<>();
        cards.add(CutoutHeader.card("XTENSION= 'BINTABLE'           / image in packed tiles"));
        cards.add(CutoutHeader.number("BITPIX", 8, ""));
        cards.add(CutoutHeader.number("NAXIS", 2, ""));
        cards.add(CutoutHeader.number("NAXIS1", rowBytes(), "bytes of a row"));
        cards.add(CutoutHeader.number("NAXIS2", count, "tiles"));
        cards.add(CutoutHeader.number("PCOUNT", heap.size(), "bytes of all packed tiles"));
        cards.add(CutoutHeader.number("GCOUNT", 1, ""));
        cards.add(CutoutHeader.number("TFIELDS", 1, ""));
        cards.add(CutoutHeader.text("TTYPE1", "COMPRESSED_DATA", "packed tile"));
        cards.add(CutoutHeader.text("TFORM1", (isSmall() ? "1PB(" : "1QB(") + longest + ")", ""));
        cards.add(CutoutHeader.card("ZIMAGE  =                    T / it is an image"));
        List<String> others = new ArrayList<>();
        for (String card : image) {
            String keyword = card.substring(0, KEYWORD).stripTrailing();
            if (keyword.equals("XTENSION")) {
                cards.add("ZTENSION" + card.substring(KEYWORD));
            } else if (RENAMED.matcher(keyword).matches()) {
                cards.add(String.format("Z%-7s", keyword) + card.substring(KEYWORD));
            } else {
                others.add(card);
            }
        }
        cards.addAll(coding());
        cards.addAll(others);
        DataSum sum = new DataSum();
        write(sum);
        return sum.header(cards);
    }

    private List<String> coding() {
        List<String> cards = new ArrayList<>();
        for (int axis = 1; axis <= packer.tile().size(); axis++) {
            cards.add(CutoutHeader.number("ZTILE" + axis, packer.tile().get(axis - 1), "pixels of a tile"));
        }
        cards.add(CutoutHeader.text("ZCMPTYPE", packer.algorithm(), "without loss"));
        if (packer.algorithm().equals("RICE_1")) {
            cards.add(CutoutHeader.text("ZNAME1", "BLOCKSIZE", ""));
            cards.add(CutoutHeader.number("ZVAL1", packer.blockSize(), "pixels"));
            cards.add(CutoutHeader.text("ZNAME2", "BYTEPIX", ""));
            cards.add(CutoutHeader.number("ZVAL2", packer.size(), "bytes of a pixel"));
        } else {
            cards.add(CutoutHeader.text("ZQUANTIZ", "NONE", "numbers as they were"));
        }
        cards.add(CutoutHeader.text("ZDATASUM", Long.toString(pixels.value()), "sum of the pixels"));
        return cards;
    }

    @Override
    public void close() {
        heap.close();
    }
}
