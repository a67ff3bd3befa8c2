// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.usage.WorkPlaces;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/** Views of good and of hostile files. */
@Timeout(60)
class ViewsTest {

    private static final Path SHARED = Path.of(System.getProperty("meridian.shared", "/nowhere"), "data/archive");

    private static final int BLOCK = 2880;

    @TempDir
    Path folder;

    private Views views;

    @BeforeEach
    void open() {
        views = new Views((file, label, account) -> {
            throw new AssertionError("no tables here");
        });
    }

    private static byte[] header(String... cards) {
        StringBuilder text = new StringBuilder();
        for (String card : cards) {
            text.append(String.format("%-80s", card));
        }
        text.append(String.format("%-80s", "END"));
        while (text.length() % BLOCK != 0) {
            text.append(' ');
        }
        return text.toString().getBytes(US_ASCII);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "f", ""), bytes);
    }

    private String headers(byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file(bytes), StandardOpenOption.READ)) {
            return views.header(channel, "f.fits");
        }
    }

    private BufferedImage preview(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return ImageIO.read(new ByteArrayInputStream(views.preview(channel, "f.fits")));
        }
    }

    private static int gray(BufferedImage image, int x, int y) {
        return new Color(image.getRGB(x, y)).getRed();
    }

    private static void refused(Name name, String words, org.junit.jupiter.api.function.Executable call) {
        VospaceFault fault = assertThrows(VospaceFault.class, call);
        assertEquals(name, fault.name(), fault.text());
        assertTrue(fault.detail().contains(words), fault.detail());
    }

    @Test
    void allHeadersAreShown() throws IOException {
        byte[] fits = joined(
                header(
                        "SIMPLE  =                    T",
                        "BITPIX  =                    8",
                        "NAXIS   =                    0"),
                header(
                        "XTENSION= 'IMAGE   '",
                        "BITPIX  =                   16",
                        "NAXIS   =                    2",
                        "NAXIS1  =                   10",
                        "NAXIS2  =                   10",
                        "OBJECT  = 'M 31\u0007   '           / what it is"),
                new byte[BLOCK],
                header("XTENSION= 'BINTABLE'", "BITPIX  =                    8", "NAXIS   =                    0"));
        String text = headers(fits);
        assertEquals(3, text.split("END\n", -1).length - 1, text);
        assertTrue(text.contains("OBJECT  = 'M 31?   '           / what it is\n"), text);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(fits);
        }
        assertEquals(text, headers(packed.toByteArray()));
        refused(Name.InvalidData, "unpacked", () -> headers(Arrays.copyOf(packed.toByteArray(), packed.size() / 2)));
    }

    @Test
    void whatIsWrongBehindTheFirstHeaderIsSaid() throws IOException {
        byte[] first = header(
                "SIMPLE  =                    T",
                "BITPIX  =                  -64",
                "NAXIS   =                    2",
                "NAXIS1  =           3000000000",
                "NAXIS2  =           3000000000");
        assertTrue(
                headers(first).contains("# the FITS file is damaged: f.fits: HDU 0: the header promises more"),
                headers(first));
        byte[] shorter = header(
                "SIMPLE  =                    T",
                "BITPIX  =                    8",
                "NAXIS   =                    1",
                "NAXIS1  =              1000000");
        assertTrue(headers(shorter).contains("before its data do"), headers(shorter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NAXIS   =                   -1",
                "NAXIS   =                 9999",
                "NAXIS   = 99999999999999999999",
                "NAXIS   =                    2;NAXIS1  =                   -5;NAXIS2  =                    5",
                "NAXIS   =                    2;NAXIS1  =           4000000000;NAXIS2  =           4000000000",
                "NAXIS   =                    2;NAXIS1  =                  100;NAXIS2  =                  100",
                "NAXIS   =                    2;NAXIS1  =                    x;NAXIS2  =                    5"
            })
    void aLyingHeaderIsRefusedAndTakesNoMemory(String cards) throws IOException {
        String[] all = Stream.concat(
                        Stream.of("SIMPLE  =                    T", "BITPIX  =                  -64"),
                        Arrays.stream(cards.split(";")))
                .toArray(String[]::new);
        Path file = file(header(all));
        refused(Name.InvalidData, "damaged", () -> preview(file));
        headers(Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9223372036854775808", "9223372036854775800", "0", "24", "-16"})
    void valuesAreOfAKindThatThereIs(String bitpix) throws IOException {
        byte[] table = header(
                "XTENSION= 'BINTABLE'",
                "BITPIX  = " + bitpix,
                "NAXIS   =                    2",
                "NAXIS1  =                    2",
                "NAXIS2  =                    5");
        byte[] first = header(
                "SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =                    0");
        Path file = file(joined(first, table, first));
        refused(Name.InvalidData, "BITPIX is " + bitpix, () -> preview(file));
        String text = headers(Files.readAllBytes(file));
        assertTrue(text.contains("# the FITS file is damaged: HDU 1: BITPIX is " + bitpix), text);
    }

    @Test
    void whatIsNoFitsFileHasNoHeader() throws IOException {
        refused(Name.ViewNotSupported, "no FITS", () -> headers("hello".getBytes(US_ASCII)));
        refused(Name.ViewNotSupported, "empty", () -> headers(new byte[0]));
        byte[] endless = Arrays.copyOf(header("SIMPLE  =                    T"), 80);
        refused(Name.InvalidData, "ends within", () -> headers(endless));
        refused(Name.ViewNotSupported, "alone", () -> preview(file("hello".getBytes(US_ASCII))));
    }

    @Test
    void anImageBecomesAPictureWithItsFirstRowBelow() throws IOException {
        int width = 3000;
        int height = 1500;
        ByteBuffer pixels = ByteBuffer.allocate((width * height * 4 + 2879) / 2880 * 2880);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                pixels.putFloat(row < height / 2 ? 0 : column < width / 2 ? 1000 : Float.NaN);
            }
        }
        Path file = file(joined(
                header(
                        "SIMPLE  =                    T",
                        "BITPIX  =                  -32",
                        "NAXIS   =                    2",
                        "NAXIS1  =                 3000",
                        "NAXIS2  =                 1500"),
                pixels.array()));
        BufferedImage picture = preview(file);
        assertEquals(1000, picture.getWidth());
        assertEquals(500, picture.getHeight());
        assertEquals(255, gray(picture, 10, 10));
        assertEquals(0, gray(picture, 10, 490));
        assertEquals(0, gray(picture, 990, 10));
    }

    /** Of a sparse file of 64 GB no more is read than the picture needs. */
    @Test
    void anImageLargerThanMemoryIsReadHereAndThere() throws IOException {
        byte[] head = header(
                "SIMPLE  =                    T",
                "BITPIX  =                   16",
                "NAXIS   =                    2",
                "NAXIS1  =            320000000",
                "NAXIS2  =                  100",
                "BZERO   =                32768",
                "BLANK   =               -32768");
        Path file = file(head);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), head.length + 2L * 320_000_000 * 100 - 1);
        }
        BufferedImage picture = preview(file);
        assertEquals(1024, picture.getWidth());
        assertEquals(1, picture.getHeight());
    }

    @Test
    void aPictureBecomesSmaller() throws IOException {
        BufferedImage large = new BufferedImage(2500, 1000, BufferedImage.TYPE_INT_RGB);
        large.createGraphics().fillRect(0, 0, 1250, 1000);
        for (String format : List.of("png", "jpg", "gif")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(large, format, bytes);
            BufferedImage small = preview(file(bytes.toByteArray()));
            assertEquals(834, small.getWidth(), format);
            assertTrue(gray(small, 100, 100) > 250, format);
            assertTrue(gray(small, 700, 100) < 5, format);
            byte[] cut = Arrays.copyOf(bytes.toByteArray(), 200);
            if (!format.equals("jpg")) {
                refused(Name.InvalidData, "damaged", () -> preview(file(cut)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1000000,1000000", "64000000,1", "1,64000000", "32769,1", "32768,1954"})
    void aPictureOfTooManyPixelsIsRefusedByItsHeader(int width, int height) throws IOException {
        ByteBuffer png = ByteBuffer.allocate(33);
        png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'});
        png.putInt(width).putInt(height).put(new byte[] {8, 6, 0, 0, 0});
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(png.array(), 12, 17);
        png.putInt((int) crc.getValue());
        refused(Name.ViewNotSupported, width + " x " + height, () -> preview(file(png.array())));
    }

    @Test
    void aPictureMayBeLongAndNarrow() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(32_768, 3, BufferedImage.TYPE_INT_ARGB), "png", bytes);
        assertEquals(1024, preview(file(bytes.toByteArray())).getWidth());
    }

    /** By what it reads, and by its rows where those come from few bytes: here all of the file is read before the first. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void aPictureHasNoMoreTimeThanAnyView(String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BufferedImage halfWhite = new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB);
        halfWhite.createGraphics().fillRect(0, 0, 500, 1000);
        ImageIO.write(halfWhite, format, bytes);
        assertTrue(bytes.size() < 1 << 16, "bytes: " + bytes.size());
        Path file = file(bytes.toByteArray());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            refused(
                    Name.ViewNotSupported,
                    "takes longer",
                    () -> SmallerPictures.smaller(channel, Deadline.in(Duration.ZERO)));
            ImageReader reader = ImageIO.getImageReadersBySuffix(format).next();
            reader.setInput(new ChannelImage(channel, Deadline.in(Duration.ofMinutes(1))), true, true);
            assertTrue(endsInBothColours(reader.read(0)));
            reader.addIIOReadProgressListener(new Hurry(Deadline.in(Duration.ZERO)));
            assertFalse(endsInBothColours(reader.read(0)));
            reader.dispose();
        }
    }

    private static boolean endsInBothColours(BufferedImage picture) {
        int last = picture.getHeight() - 1;
        return picture.getRGB(0, last) != picture.getRGB(picture.getWidth() - 1, last);
    }

    @Test
    void aPackedImageHasAPictureToo() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(header(
                    "SIMPLE  =                    T",
                    "BITPIX  =                    8",
                    "NAXIS   =                    2",
                    "NAXIS1  =                10000",
                    "NAXIS2  =                10000"));
            gzip.write(new byte[100_000_000]);
        }
        assertEquals(1000, preview(file(packed.toByteArray())).getWidth());
    }

    @Test
    void soManyViewsAtOnceAndNoMore() {
        WorkPlaces places = new WorkPlaces(new WorkPlaces.Limits("views", 2, 1, Duration.ofMillis(10)));
        WorkPlaces.Place ann = places.take("ann");
        assertEquals(
                429,
                assertThrows(TransientFault.class, () -> places.take("ann")).httpStatus());
        places.take("bob");
        assertEquals(
                503,
                assertThrows(TransientFault.class, () -> places.take("cleo")).httpStatus());
        ann.close();
        ann.close();
        places.take("cleo");
        assertThrows(TransientFault.class, () -> places.take("ann"));
    }

    @Test
    void viewsHaveWordsAndIdentifiers() {
        VosUri space = new VosUri("example.org~vospace");
        assertEquals(Optional.of(View.DATA), View.of("ivo://ivoa.net/vospace/core#defaultview", space));
        assertEquals(Optional.of(View.TAR), View.of("ivo://ivoa.net/vospace/core#tar", space));
        for (View view : View.values()) {
            assertEquals(Optional.of(view), View.of(view.uri(space), space));
            assertEquals(Optional.of(view), View.of(view.word(), space));
        }
        assertEquals(Optional.empty(), View.of("ivo://elsewhere.org/vospace#header", space));
        assertEquals(List.of(View.DATA), View.ofFile("text/plain"));
        assertTrue(View.ofFile("application/fits").containsAll(List.of(View.HEADER, View.PREVIEW, View.CSV)));
    }

    @Test
    void realImagesHavePictures() throws IOException {
        assumeTrue(Files.isDirectory(SHARED), "the shared data are not here: set meridian.shared");
        for (String name : List.of("HorseHead.fits", "M13_blue_0001.fits", "gc_2mass_k.fits", "allsky_rosat.fits")) {
            BufferedImage picture = preview(SHARED.resolve(name));
            assertTrue(Math.max(picture.getWidth(), picture.getHeight()) > 200, name);
            int[] grays = picture.getRaster().getPixels(0, 0, picture.getWidth(), picture.getHeight(), (int[]) null);
            // Neither all black nor all white: something is to be seen.
            double mean = Arrays.stream(grays).average().orElseThrow();
            assertTrue(mean > 20 && mean < 200, name + ": " + mean);
            String pictures = System.getProperty("meridian.pictures");
            if (pictures != null) {
                ImageIO.write(picture, "png", Path.of(pictures, name + ".png").toFile());
            }
        }
    }
}
