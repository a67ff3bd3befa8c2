// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitsFileTest {

    private static final String[] PRIMARY = {
        "SIMPLE  =                    T",
        "BITPIX  =                   16",
        "NAXIS   =                    2",
        "NAXIS1  =                   10",
        "NAXIS2  =                   20"
    };

    @TempDir
    private Path folder;

    /** A header of cards, END and blanks up to a whole block. */
    private static byte[] header(String... cards) {
        StringBuilder text = new StringBuilder();
        for (String card : cards) {
            text.append(String.format("%-80s", card));
        }
        text.append(String.format("%-80s", "END"));
        while (text.length() % HduReader.BLOCK > 0) {
            text.append(' ');
        }
        return text.toString().getBytes(US_ASCII);
    }

    private static byte[] data(int bytes) {
        return new byte[(bytes + HduReader.BLOCK - 1) / HduReader.BLOCK * HduReader.BLOCK];
    }

    private FitsFile open(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.write(part);
        }
        Path path = Files.write(folder.resolve("x.fits"), bytes.toByteArray());
        return FitsFile.open(FileChannel.open(path), "x.fits");
    }

    private String refused(byte[]... parts) {
        return String.valueOf(
                assertThrows(FitsException.class, () -> open(parts).close()).getMessage());
    }

    private static byte[] with(int index, String card) {
        String[] cards = PRIMARY.clone();
        cards[index] = card;
        return header(cards);
    }

    @Test
    void hdusFollowOneAnother() throws IOException {
        byte[] table = header(
                "XTENSION= 'BINTABLE'",
                "BITPIX  =                    8",
                "NAXIS   =                    2",
                "NAXIS1  =                   12",
                "NAXIS2  =                    3",
                "PCOUNT  =                  100",
                "GCOUNT  =                    1",
                "TFIELDS =                    2",
                "TFORM1  = '1J      '",
                "TTYPE1  = 'ID      '",
                "TFORM2  = '1D      '",
                "EXTNAME = 'STARS   '",
                "EXTVER  =                    2");
        try (FitsFile file = open(header(PRIMARY), data(400), table, data(136))) {
            assertEquals(2, file.hdus().size());
            assertEquals(List.of(10L, 20L), file.hdus().getFirst().naxis());
            Hdu second = file.hdus().get(1);
            assertEquals(Hdu.Kind.BINTABLE, second.kind());
            assertEquals(136, second.dataBytes());
            assertEquals(Optional.of("STARS"), second.name());
            assertEquals(2, second.extver().orElseThrow());
            assertEquals(4, file.table(second).columns().get(1).offset());
            assertEquals(Optional.empty(), file.damage());
        }
    }

    @Test
    void valuesAreWhatTheirCardsSay() throws IOException {
        String[] cards = Arrays.copyOf(PRIMARY, 13);
        cards[5] = "OBJECT  = 'Barnard''s star  '  / a name";
        cards[6] = "LONG    = 'begins &'";
        cards[7] = "CONTINUE  'and ends' / so";
        cards[8] = "HIERARCH ESO TEL ALT = 45.5 / degrees";
        cards[9] = "CRVAL1  =           1.25D+02";
        cards[10] = "CRVAL1  =                 7.";
        cards[11] = "UNDEF   =                      / nothing";
        cards[12] = "DONE    =                    F";
        try (FitsFile file = open(header(cards), data(400))) {
            FitsHeader header = file.hdus().getFirst().header();
            assertEquals(Optional.of("Barnard's star"), header.text("OBJECT"));
            assertEquals(Optional.of("begins and ends"), header.text("LONG"));
            assertEquals(45.5, header.number("ESO TEL ALT").orElseThrow());
            assertEquals(125, header.number("CRVAL1").orElseThrow());
            assertEquals(125, header.whole("CRVAL1").orElseThrow());
            assertEquals(Optional.empty(), header.text("UNDEF"));
            assertEquals(Boolean.FALSE, header.values().get("DONE"));
        }
    }

    @Test
    void whatIsNoFitsFileIsNone() {
        assertThrows(FitsException.NoFits.class, () -> open(new byte[0]).close());
        assertThrows(
                FitsException.NoFits.class,
                () -> open("hello".getBytes(US_ASCII)).close());
        assertThrows(FitsException.NoFits.class, () -> open(new byte[5760]).close());
    }

    @Test
    void wrongHeadersAreToldInPlainWords() {
        assertEquals(
                "x.fits: HDU 0: BITPIX is 17, and should be one of 8, 16, 32, 64, -32, -64",
                refused(with(1, "BITPIX  =                   17"), data(400)));
        assertEquals(
                "x.fits: HDU 0: NAXIS is 1000, and should be a number from 0 to 999",
                refused(with(2, "NAXIS   =                 1000")));
        assertEquals("x.fits: HDU 0: NAXIS2 is missing", refused(with(4, "NAXIS3  =                   20")));
        assertEquals(
                "x.fits: HDU 0: NAXIS1 is -5, and should be a whole number, not negative",
                refused(with(3, "NAXIS1  =                   -5")));
        assertEquals(
                "x.fits: HDU 0: the header promises more bytes than any file has",
                refused(with(3, "NAXIS1  =  9000000000000000000")));
        assertEquals("x.fits: HDU 0: the file ends within the header", refused(Arrays.copyOf(header(PRIMARY), 300)));
    }

    @Test
    void whatFollowsIsReadAsFarAsItIsGood() throws IOException {
        try (FitsFile file =
                open(header(PRIMARY), data(400), "garbage!".repeat(1000).getBytes(US_ASCII))) {
            assertEquals(1, file.hdus().size());
            assertTrue(file.damage().orElseThrow().startsWith("HDU 1: what is behind the HDU before is none"));
        }
        try (FitsFile file = open(header(PRIMARY), new byte[300])) {
            assertEquals(Optional.of("HDU 0: the file ends 100 bytes before its data do"), file.damage());
        }
    }

    /** Tapes and copies leave it there. */
    @Test
    void whatIsBlankBehindTheLastHduDoesNotMatter() throws IOException {
        for (byte[] blank :
                List.of(new byte[512], new byte[2880], " ".repeat(100).getBytes(US_ASCII))) {
            try (FitsFile file = open(header(PRIMARY), data(400), blank)) {
                assertEquals(Optional.empty(), file.damage());
            }
        }
    }

    @Test
    void sizesThatLeaveTheNumbersBehindTheHeaderAreTold() throws IOException {
        byte[] huge = header(
                "XTENSION= 'IMAGE   '",
                "BITPIX  =                    8",
                "NAXIS   =                    1",
                "NAXIS1  =  9223372036854772900");
        try (FitsFile file = open(header(PRIMARY), data(400), huge)) {
            assertEquals(Optional.of("HDU 1: the header promises more bytes than any file has"), file.damage());
        }
    }

    @Test
    void wholeNumbersAreNumbersHoweverLong() {
        FitsHeader header = new FitsHeader(List.of(
                String.format("%-80s", "LEAST   = -9223372036854775808"),
                String.format("%-80s", "LONG    = 9223372036854775808"),
                String.format("%-80s", "LONGER  = 100000000000000000000")));
        assertEquals(OptionalLong.of(Long.MIN_VALUE), header.whole("LEAST"));
        assertEquals(OptionalDouble.of(0x1p63), header.number("LONG"));
        assertEquals(OptionalDouble.of(1e20), header.number("LONGER"));
    }

    @Test
    void gzipBombsEndAtABound() throws IOException {
        Path path = folder.resolve("bomb.fits.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(with(3, "NAXIS1  =            100000000"));
            out.write(new byte[9 << 20]);
        }
        try (FitsFile file = FitsFile.open(FileChannel.open(path), "bomb.fits.gz", () -> {}, 8 << 20)) {
            assertTrue(file.damage().orElseThrow().contains("when it is unpacked"), file.damage()::get);
        }
    }

    private static byte[] tiles(String... more) {
        String[] cards = {
            "XTENSION= 'BINTABLE'", "BITPIX  =                    8", "NAXIS   =                    2",
            "NAXIS1  =           2000000000", "NAXIS2  =                    1", "PCOUNT  =                    0",
            "GCOUNT  =                    1", "TFIELDS =                    1", "TFORM1  = '1PB     '",
            "TTYPE1  = 'COMPRESSED_DATA'", "ZIMAGE  =                    T", "ZCMPTYPE= 'RICE_1  '",
            "ZBITPIX =                  -32", "ZNAXIS  =                    2"
        };
        String[] all = Arrays.copyOf(cards, cards.length + more.length);
        System.arraycopy(more, 0, all, cards.length, more.length);
        return header(all);
    }

    @Test
    void lyingTablesOfTilesTakeNoMemory() throws IOException {
        byte[] small = tiles("ZNAXIS1 =                   10", "ZNAXIS2 =                   10");
        try (FitsFile file = open(header(PRIMARY), data(400), small)) {
            Hdu image = file.hdus().get(1);
            assertEquals(Hdu.Kind.COMPRESSED_IMAGE, image.kind());
            FitsException told = assertThrows(FitsException.class, () -> file.pixels(image));
            assertTrue(String.valueOf(told.getMessage()).contains("a row of its table of tiles"), told::getMessage);
        }
        byte[] huge = tiles("ZNAXIS1 =        1099511627776", "ZNAXIS2 =        1099511627776");
        try (FitsFile file = open(header(PRIMARY), data(400), huge)) {
            assertEquals(Hdu.Kind.BINTABLE, file.hdus().get(1).kind());
        }
    }

    @Test
    void nothingThatFilesSayCrashesAnything() throws IOException {
        byte[] good = header(PRIMARY);
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = good.clone();
            for (int i = 0; i < 10; i++) {
                damaged[random.nextInt(PRIMARY.length * 80 + 80)] = (byte) (' ' + random.nextInt(95));
            }
            try (FitsFile file = open(damaged, data(400))) {
                for (Hdu hdu : file.hdus()) {
                    assertTrue(hdu.naxis().size() <= 999);
                }
            } catch (FitsException told) {
                assertTrue(String.valueOf(told.getMessage()).startsWith("x.fits: "));
            }
        }
    }
}
