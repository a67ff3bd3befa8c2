// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;
import org.meridian.core.fits.TilePacker;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.sia.soda.CutData.Place;

/**
 * A FITS file of cut images and tables that is ready to be written: all data have been read once, for the sums in the headers, so
 * that what cannot be read is known before anything is sent. Small ones are kept meanwhile, and so are packed tiles; large ones are
 * read again. For one thread.
 */
final class FitsCutout implements Closeable {

    /** Of data that are kept. */
    private static final long KEPT_BYTES = 4L << 20;

    private final FitsFile file;
    private final Optional<SpoolArea> tiles;
    private final List<TiledImage> packed = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private long kept;

    /** An HDU. */
    private record Part(byte[] header, Data data) {}

    /** A cut that has been read once. */
    private record Taken(Cut cut, CutData source, DataSum sum, Data data) {

        byte[] header(Place place, List<String> remarks) throws IOException {
            List<String> cards = source.header(place, remarks);
            return data instanceof Tiled tiled ? tiled.image.header(cards) : sum.header(cards);
        }
    }

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
    private record Kept(byte[] data) implements Data {
        @Override
        public long bytes() {
            return data.length;
        }

        @Override
        public void write(OutputStream out) throws IOException {
            out.write(data);
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

    /** Data that are read again. */
    private record Unread(CutData source, long bytes) implements Data {
        @Override
        public void write(OutputStream out) throws IOException {
            source.read(some -> out.write(some.array(), some.position(), some.remaining()));
        }
    }

    private FitsCutout(FitsFile file, Optional<SpoolArea> tiles) {
        this.file = file;
        this.tiles = tiles;
    }

    /**
     * Gets a file ready.
     *
     * @param file closed with this; stays open if this fails, or there is none
     * @param plan with one cut at least
     * @param history what is said of it, before what is said of each HDU
     * @param tiles where tiles wait if images are to be compressed; what others could not unpack is not
     * @return empty if no data are in what was asked for
     * @throws IOException if data cannot be read
     */
    static Optional<FitsCutout> prepare(FitsFile file, CutoutPlan plan, List<String> history, Optional<SpoolArea> tiles)
            throws IOException {
        FitsCutout cutout = new FitsCutout(file, tiles);
        boolean done = false;
        try {
            done = cutout.addAll(plan, history);
            return done ? Optional.of(cutout) : Optional.empty();
        } finally {
            if (!done) {
                cutout.packed.forEach(TiledImage::close);
            }
        }
    }

    private boolean addAll(CutoutPlan plan, List<String> history) throws IOException {
        List<Taken> all = new ArrayList<>();
        for (Cut cut : plan.cuts()) {
            Taken taken = take(cut);
            if (!taken.source.isEmpty()) {
                all.add(taken);
            }
        }
        if (all.stream().allMatch(taken -> taken.cut.isCompanion())) {
            return false;
        }
        List<String> remarks = new ArrayList<>(history);
        remarks.addAll(plan.remarks());
        Hdu first = all.getFirst().cut.hdu();
        boolean single = all.size() == 1;
        boolean begins = first.index() == 0 || single && first.isImage() && CutoutHeader.isPrimary(first.imageHeader());
        if (!begins) {
            addEmpty(CutoutHeader.primary(file.hdus().getFirst().header(), remarks));
        } else if (all.getFirst().data instanceof Tiled) {
            addEmpty(CutoutHeader.empty());
        }
        for (Taken taken : all) {
            Place place = new Place(begins && taken == all.getFirst(), !single);
            parts.add(new Part(taken.header(place, remarks), taken.data));
        }
        return true;
    }

    private void addEmpty(List<String> cards) {
        parts.add(new Part(new DataSum().header(cards), NoData.NONE));
    }

    private Taken take(Cut cut) throws IOException {
        CutData source = cut.open(file);
        Optional<TilePacker> packer = cut instanceof ImageCut image && tiles.isPresent()
                ? TilePacker.of(image.image().bitpix(), image.box().naxis())
                : Optional.empty();
        if (packer.isPresent()) {
            TiledImage image = new TiledImage(packer.get(), tiles.orElseThrow());
            packed.add(image);
            source.read(image::add);
            return new Taken(cut, source, new DataSum(), new Tiled(image));
        }
        Copy copy = new Copy(KEPT_BYTES - kept, cut.bytes());
        source.read(copy::add);
        Optional<byte[]> bytes = copy.kept();
        kept += bytes.map(all -> all.length).orElse(0);
        return new Taken(
                cut, source, copy.sum, bytes.<Data>map(Kept::new).orElseGet(() -> new Unread(source, copy.bytes)));
    }

    /** Data that come in pieces: how many they are, their sum, and they themselves if they are few. */
    private static final class Copy {
        private final long most;
        private final DataSum sum = new DataSum();
        private final ByteArrayOutputStream kept;
        private long bytes;

        Copy(long most, long expected) {
            this.most = most;
            this.kept = new ByteArrayOutputStream(expected <= most ? (int) expected : 0);
        }

        void add(ByteBuffer some) {
            sum.write(some.array(), some.position(), some.remaining());
            bytes += some.remaining();
            if (bytes <= most) {
                kept.write(some.array(), some.position(), some.remaining());
            } else {
                kept.reset();
            }
        }

        Optional<byte[]> kept() {
            return bytes <= most ? Optional.of(kept.toByteArray()) : Optional.empty();
        }
    }

    /** Whether data are read once more when it is written. */
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

    @Override
    public void close() throws IOException {
        packed.forEach(TiledImage::close);
        file.close();
    }
}
