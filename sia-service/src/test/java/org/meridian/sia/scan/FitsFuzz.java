// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import org.meridian.core.fits.BinColumn;
import org.meridian.core.fits.BinTable;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;
import org.meridian.core.fits.ImagePixels;
import org.meridian.sia.obscore.ScannedFile;

/**
 * What a fuzzer may do to FITS files: a scan makes rows of any file, or says why not; of the images and tables that headers promise,
 * numbers, rows and arrays are read, or refused. {@code .ci/fuzz} runs it under Jazzer.
 */
public final class FitsFuzz {
    private static final int PIXELS = 1000;
    private static final int ROWS = 20;
    private static final int MOST_BYTES = 1 << 20;
    private static final String NAME = "x.fits";
    private static final Path FOLDER;
    private static final FileReader READER;

    static {
        try {
            FOLDER = Files.createTempDirectory("meridian-fuzz").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        READER = new FileReader(
                FOLDER,
                new DatasetNames("example.org", "fuzz"),
                new ObservationMapper(ScanRules.NONE, LocalDateTime.of(2026, 1, 1, 0, 0)));
    }

    private FitsFuzz() {}

    /** Writes small files of all kinds into the folder {@code args[0]}, for a fuzzer to begin with. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        List<byte[]> samples = SampleFits.all();
        for (int i = 0; i < samples.size(); i++) {
            Files.write(folder.resolve("sample-" + i), samples.get(i));
        }
    }

    /** Called by the fuzzer first: loads what is needed, so that its loading is not taken for a hang. */
    public static void fuzzerInitialize() throws IOException {
        for (byte[] sample : SampleFits.all()) {
            fuzzerTestOneInput(sample);
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Path path = FOLDER.resolve(NAME);
        Files.write(path, data);
        ScannedFile scanned = READER.read(new ScannedFile.Stamp(NAME, data.length, 0));
        scanned.complaint().filter(text -> text.startsWith("is not understood")).ifPresent(text -> {
            throw new IllegalStateException(text);
        });
        scanned.observation().ifPresent(observation -> SoundRow.require(observation.row()));
        try (FitsFile file = FitsFile.open(FileChannel.open(path), NAME)) {
            file.hdus().forEach(hdu -> read(file, hdu));
        } catch (FitsException refused) {
            require(refused);
        }
    }

    private static void read(FitsFile file, Hdu hdu) {
        try {
            if (hdu.isImage() && !hdu.naxis().isEmpty()) {
                image(file.pixels(hdu));
            }
            if (hdu.kind() == Hdu.Kind.BINTABLE || hdu.kind() == Hdu.Kind.COMPRESSED_IMAGE) {
                table(file.table(hdu));
            }
        } catch (FitsException refused) {
            require(refused);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void image(ImagePixels pixels) throws IOException {
        long all = count(pixels.naxis());
        if (all > 0) {
            some(pixels, 0, all);
            some(pixels, new Random(all).nextLong(all), all);
        }
    }

    /** How many pixels there are; 0 if there are none, or more than can be counted. */
    private static long count(List<Long> naxis) {
        try {
            return naxis.stream().reduce(1L, Math::multiplyExact);
        } catch (ArithmeticException e) {
            return 0;
        }
    }

    private static void some(ImagePixels pixels, long first, long all) throws IOException {
        int count = (int) Math.min(PIXELS, all - first);
        ByteBuffer bytes = ByteBuffer.allocate(count * pixels.values().size());
        pixels.read(first, count, bytes);
        pixels.values().at(bytes, 0);
    }

    private static void table(BinTable table) throws IOException {
        int rows = (int) Math.min(ROWS, table.rows());
        if (rows == 0 || (long) rows * table.rowBytes() > MOST_BYTES) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(rows * table.rowBytes());
        table.readRows(0, rows, bytes);
        for (BinColumn column : table.columns()) {
            if (column.form() == 'P' || column.form() == 'Q') {
                BinTable.Span span = table.span(bytes, 0, column);
                table.read(span, ByteBuffer.allocate((int) Math.min(MOST_BYTES, span.bytes())));
            } else if (column.isNumeric() && column.repeat() > 0) {
                column.number(bytes, column.offset());
            }
        }
    }

    private static void require(FitsException refused) {
        if (String.valueOf(refused.getMessage()).length() < NAME.length()) {
            throw new IllegalStateException("says nothing", refused);
        }
    }
}
