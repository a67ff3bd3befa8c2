// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;

/** A small file of each kind. */
final class SampleFits {
    private static final String[] PRIMARY = {
        "SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =                    0"
    };

    private SampleFits() {}

    static List<byte[]> all() {
        return Stream.concat(plain().stream(), tiles().stream()).toList();
    }

    private static List<byte[]> plain() {
        byte[] image = SmallFits.image(10, 20, "DATE-OBS= '2020-01-01T00:00:00'", "FILTER  = 'r'");
        return List.of(
                image,
                SmallFits.of(
                        1000,
                        "SIMPLE  =                    T",
                        "BITPIX  =                  -32",
                        "NAXIS   =                    3",
                        "NAXIS1  =                    5",
                        "NAXIS2  =                    5",
                        "NAXIS3  =                   10",
                        "CTYPE1  = 'RA---SIN'",
                        "CTYPE2  = 'DEC--SIN'",
                        "CTYPE3  = 'VRAD'",
                        "CDELT1  =                -0.01",
                        "CDELT2  =                 0.01",
                        "CDELT3  =               1000.0",
                        "RESTFRQ =                1.4E9"),
                table(
                        "EXTNAME = 'RATE'",
                        "TTYPE1  = 'TIME'",
                        "TFORM1  = '1D'",
                        "TTYPE2  = 'FLUX'",
                        "TFORM2  = '1E'",
                        "MJDREF  =              55000.0"),
                table(
                        "PIXTYPE = 'HEALPIX'",
                        "ORDERING= 'NESTED'",
                        "NSIDE   =                    1",
                        "TTYPE1  = 'PIXEL'",
                        "TFORM1  = '1K'",
                        "TTYPE2  = 'T'",
                        "TFORM2  = '1E'",
                        "INDXSCHM= 'EXPLICIT'"),
                table("EXTNAME = 'X'", "TTYPE1  = 'A'", "TFORM1  = '1PE(3)'", "TTYPE2  = 'RA'", "TFORM2  = '1E'"),
                packed(image));
    }

    /** Twelve rows of twelve bytes of zeros. */
    private static byte[] table(String... more) {
        String[] cards = {
            "XTENSION= 'BINTABLE'", "BITPIX  =                    8", "NAXIS   =                    2",
            "NAXIS1  =                   12", "NAXIS2  =                   12", "PCOUNT  =                    0",
            "GCOUNT  =                    1", "TFIELDS =                    2"
        };
        String[] all = Stream.of(cards, more).flatMap(Stream::of).toArray(String[]::new);
        return joined(SmallFits.of(0, PRIMARY), SmallFits.of(144, all));
    }

    private static byte[] packed(byte[] file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Images in tiles of all compressions. */
    private static List<byte[]> tiles() {
        try (InputStream in = Objects.requireNonNull(FitsFile.class.getResourceAsStream("tiles.fits.fz"))) {
            byte[] file = in.readAllBytes();
            Path copy = Files.write(Files.createTempFile("meridian-fuzz", ".fits.fz"), file);
            try (FitsFile fits = FitsFile.open(FileChannel.open(copy), "tiles.fits.fz")) {
                return fits.hdus().stream()
                        .filter(hdu -> hdu.kind() == Hdu.Kind.COMPRESSED_IMAGE)
                        .map(hdu -> joined(
                                SmallFits.of(0, PRIMARY), Arrays.copyOfRange(file, (int) hdu.headerOffset(), (int)
                                        (hdu.dataOffset() + hdu.dataBytes()))))
                        .toList();
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
