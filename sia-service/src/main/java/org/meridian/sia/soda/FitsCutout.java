// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;
import org.meridian.core.fits.TilePacker;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.sia.soda.CutoutPlan.Cut;

/**
 * A FITS file of cut images that is ready to be written: all pixels have been read once, for the sums in the headers, so that what
 * cannot be read is known before anything is sent. Small ones are kept meanwhile, and so are packed tiles; large ones are read again.
 * For one thread.
 */
final class FitsCutout implements Closeable {

    /** Of pixels that are kept. */
    private static final long KEPT_BYTES = 4L << 20;

    private final FitsFile file;
    private final Optional<SpoolArea> tiles;
    private final List<Part> parts = new ArrayList<>();
    private long kept;

    /** An HDU. */
    private record Part(byte[] header, Data data) {}

    /** Data of an HDU, without what fills their last block. */
    private sealed interface Data {

        long bytes();

        void write(OutputStream out) throws IOException;
    }

    private enum NoData implements Data {
        NONE;

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void write(OutputStream out) {
            // There are none.
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // made once and written once
    private record Kept(byte[] pixels) implements Data {
        @Override
        public long bytes() {
            return pixels.length;
        }

        @Override
        public void write(OutputStream out) throws IOException {
            out.write(pixels);
        }
    }

    private record Tiled(TiledImage image) implements Data {
        @Override
        public long bytes() {
            return image.bytes();
        }

        @Override
        public void write(OutputStream out) throws IOException {
            image.write(out);
        }
    }

    /** Pixels that are read again. */
    private record Unread(FitsFile file, Cut cut) implements Data {
        @Override
        public long bytes() {
            return cut.bytes();
        }

        @Override
        public void write(OutputStream out) throws IOException {
            read(file, cut, some -> out.write(some.array(), some.position(), some.remaining()));
        }
    }

    private FitsCutout(FitsFile file, Optional<SpoolArea> tiles) {
        this.file = file;
        this.tiles = tiles;
    }

    /**
     * Gets a file ready.
     *
     * @param file closed with this; stays open if this fails
     * @param plan with one cut at least
     * @param history what is said of it, before what is said of each image
     * @param tiles where tiles wait if the images are to be compressed; what others could not unpack is not
     * @throws IOException if the pixels cannot be read
     */
    static FitsCutout prepare(FitsFile file, CutoutPlan plan, List<String> history, Optional<SpoolArea> tiles)
            throws IOException {
        FitsCutout cutout = new FitsCutout(file, tiles);
        boolean done = false;
        try {
            cutout.addAll(plan, history);
            done = true;
            return cutout;
        } finally {
            if (!done) {
                cutout.closeTiles();
            }
        }
    }

    private void addAll(CutoutPlan plan, List<String> history) throws IOException {
        Hdu primary = file.hdus().getFirst();
        Cut first = plan.cuts().getFirst();
        boolean single = plan.cuts().size() == 1;
        boolean begins = first.image().index() == 0
                || single && CutoutHeader.isPrimary(first.image().imageHeader());
        if (!begins) {
            addEmpty(CutoutHeader.primary(primary.header(), history));
        }
        for (Cut cut : plan.cuts()) {
            List<String> remarks = new ArrayList<>(history);
            remarks.add("pixels " + cut.box().text() + " of HDU " + cut.image().index());
            remarks.addAll(cut.remarks());
            List<String> cards = CutoutHeader.image(cut, begins && cut == first, !single, remarks);
            Optional<TilePacker> packer = tiles.flatMap(
                    spool -> TilePacker.of(cut.image().bitpix(), cut.box().naxis()));
            if (packer.isPresent()) {
                addTiled(cut, cards, packer.get());
            } else {
                add(cut, cards);
            }
        }
    }

    private void addEmpty(List<String> cards) {
        parts.add(new Part(new DataSum().header(cards), NoData.NONE));
    }

    private void addTiled(Cut cut, List<String> cards, TilePacker packer) throws IOException {
        if (parts.isEmpty()) {
            addEmpty(CutoutHeader.empty());
        }
        TiledImage image = new TiledImage(packer, tiles.orElseThrow());
        parts.add(new Part(new byte[0], new Tiled(image)));
        read(file, cut, image::add);
        parts.set(parts.size() - 1, new Part(image.header(cards), new Tiled(image)));
    }

    private void add(Cut cut, List<String> cards) throws IOException {
        Optional<ByteArrayOutputStream> copy =
                Optional.of(cut).filter(this::isKept).map(c -> new ByteArrayOutputStream());
        DataSum sum = new DataSum();
        read(file, cut, some -> {
            sum.write(some.array(), some.position(), some.remaining());
            copy.ifPresent(bytes -> bytes.write(some.array(), some.position(), some.remaining()));
        });
        kept += copy.map(ByteArrayOutputStream::size).orElse(0);
        parts.add(new Part(
                sum.header(cards),
                copy.<Data>map(bytes -> new Kept(bytes.toByteArray())).orElseGet(() -> new Unread(file, cut))));
    }

    private boolean isKept(Cut cut) {
        return cut.bytes() <= KEPT_BYTES - kept;
    }

    private static void read(FitsFile file, Cut cut, BoxReader.Sink sink) throws IOException {
        int size = Math.abs(cut.image().bitpix()) / Byte.SIZE;
        new BoxReader(file.pixels(cut.image()), cut.box(), size).read(sink);
    }

    /** Whether pixels are read once more when it is written. */
    boolean isReadAgain() {
        return parts.stream().anyMatch(part -> part.data instanceof Unread);
    }

    /** How many bytes the file has. */
    long bytes() {
        return parts.stream()
                .mapToLong(part -> part.header.length + CutoutHeader.padded(part.data.bytes()))
                .sum();
    }

    /** Writes it. */
    void write(OutputStream out) throws IOException {
        for (Part part : parts) {
            out.write(part.header);
            part.data.write(out);
            long bytes = part.data.bytes();
            out.write(new byte[(int) (CutoutHeader.padded(bytes) - bytes)]);
        }
    }

    private void closeTiles() {
        for (Part part : parts) {
            if (part.data instanceof Tiled tiled) {
                tiled.image.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        closeTiles();
        file.close();
    }
}
