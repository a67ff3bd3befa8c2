// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import nom.tam.fits.utilities.FitsCheckSum;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;
import org.meridian.sia.soda.CutoutPlan.Cut;

/**
 * A FITS file of cut images that is ready to be written: all pixels have been read once, for the sums in the headers, so that what
 * cannot be read is known before anything is sent. Small ones are kept meanwhile; large ones are read again. For one thread.
 */
final class FitsCutout implements Closeable {

    /** Of pixels that are kept. */
    private static final long KEPT_BYTES = 4L << 20;

    /** CHECKSUM of a header while its sum is made (FITS 4.0, appendix J). */
    private static final String NO_SUM = "0".repeat(16);

    private final FitsFile file;
    private final List<Part> parts = new ArrayList<>();
    private long kept;

    /** An HDU; {@code cut} and {@code data} are empty if it has no data, {@code data} also if they are to be read again. */
    private record Part(byte[] header, Optional<Cut> cut, Optional<byte[]> data) {}

    private FitsCutout(FitsFile file) {
        this.file = file;
    }

    /**
     * Gets a file ready.
     *
     * @param file closed with this; stays open if this fails
     * @param plan with one cut at least
     * @param history what is said of it, before what is said of each image
     * @throws IOException if the pixels cannot be read
     */
    static FitsCutout prepare(FitsFile file, CutoutPlan plan, List<String> history) throws IOException {
        FitsCutout cutout = new FitsCutout(file);
        Hdu primary = file.hdus().getFirst();
        Cut first = plan.cuts().getFirst();
        boolean single = plan.cuts().size() == 1;
        boolean begins = first.image().index() == 0
                || single && CutoutHeader.isPrimary(first.image().imageHeader());
        if (!begins) {
            cutout.add(CutoutHeader.primary(primary.header(), history), Optional.empty());
        }
        for (Cut cut : plan.cuts()) {
            List<String> remarks = new ArrayList<>(history);
            remarks.add("pixels " + cut.box().text() + " of HDU " + cut.image().index());
            boolean isFirst = begins && cut == first;
            cutout.add(CutoutHeader.image(cut, isFirst, !single, remarks), Optional.of(cut));
        }
        return cutout;
    }

    private void add(List<String> cards, Optional<Cut> cut) throws IOException {
        Optional<ByteArrayOutputStream> copy = cut.filter(this::isKept).map(c -> new ByteArrayOutputStream());
        Sum sum = new Sum();
        if (cut.isPresent()) {
            read(cut.get(), some -> {
                sum.add(some);
                copy.ifPresent(bytes -> bytes.write(some.array(), some.position(), some.remaining()));
            });
        }
        kept += copy.map(ByteArrayOutputStream::size).orElse(0);
        parts.add(new Part(header(cards, sum.value), cut, copy.map(ByteArrayOutputStream::toByteArray)));
    }

    private boolean isKept(Cut cut) {
        return cut.bytes() <= KEPT_BYTES - kept;
    }

    private void read(Cut cut, BoxReader.Sink sink) throws IOException {
        int size = Math.abs(cut.image().bitpix()) / Byte.SIZE;
        new BoxReader(file.pixels(cut.image()), cut.box(), size).read(sink);
    }

    private static byte[] header(List<String> cards, long dataSum) {
        List<String> all = new ArrayList<>(cards);
        all.add(CutoutHeader.text("DATASUM", Long.toString(dataSum), "sum of the data"));
        all.add(CutoutHeader.text("CHECKSUM", NO_SUM, "sum of the HDU"));
        byte[] bytes = CutoutHeader.bytes(all);
        long sum = FitsCheckSum.sumOf(dataSum, FitsCheckSum.checksum(bytes));
        all.set(all.size() - 1, CutoutHeader.text("CHECKSUM", FitsCheckSum.encode(sum, true), "sum of the HDU"));
        return CutoutHeader.bytes(all);
    }

    /** The sum of data that come in pieces. */
    private static final class Sum {
        private long value;

        void add(ByteBuffer some) {
            int whole = some.remaining() / Integer.BYTES * Integer.BYTES;
            ByteBuffer words = some.duplicate();
            value = FitsCheckSum.sumOf(
                    value,
                    FitsCheckSum.checksum(words.limit(some.position() + whole).slice()));
            if (whole < some.remaining()) {
                byte[] last = Arrays.copyOfRange(
                        some.array(), some.position() + whole, some.position() + whole + Integer.BYTES);
                Arrays.fill(last, some.remaining() - whole, last.length, (byte) 0);
                value = FitsCheckSum.sumOf(value, FitsCheckSum.checksum(last));
            }
        }
    }

    /** Whether pixels are read once more when it is written. */
    boolean isReadAgain() {
        return parts.stream().anyMatch(part -> part.cut.isPresent() && part.data.isEmpty());
    }

    /** How many bytes the file has. */
    long bytes() {
        return parts.stream()
                .mapToLong(part -> part.header.length
                        + part.cut.map(cut -> CutoutHeader.padded(cut.bytes())).orElse(0L))
                .sum();
    }

    /** Writes it. */
    void write(OutputStream out) throws IOException {
        for (Part part : parts) {
            out.write(part.header);
            if (part.data.isPresent()) {
                out.write(part.data.get());
            } else if (part.cut.isPresent()) {
                read(part.cut.get(), some -> out.write(some.array(), some.position(), some.remaining()));
            }
            if (part.cut.isPresent()) {
                long bytes = part.cut.get().bytes();
                out.write(new byte[(int) (CutoutHeader.padded(bytes) - bytes)]);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
