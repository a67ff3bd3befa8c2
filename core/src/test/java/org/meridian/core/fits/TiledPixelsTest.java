// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in tiles, compared with what astropy makes of them (src/test/python/make_tile_reference.py). */
class TiledPixelsTest {

    private static final int CASES = 18;

    @TempDir
    private Path folder;

    private static Path resource(String name) {
        URL url = Objects.requireNonNull(TiledPixelsTest.class.getResource(name));
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FitsFile open(Path path) throws IOException {
        return FitsFile.open(FileChannel.open(path), path.getFileName().toString());
    }

    @Test
    void whatWasPackedIsAsAstropyUnpacksIt() throws IOException {
        try (FitsFile packed = open(resource("tiles.fits.fz"));
                FitsFile plain = open(resource("expected.fits"))) {
            assertEquals(CASES + 1, packed.hdus().size());
            for (int number = 1; number <= CASES; number++) {
                Hdu tiles = packed.hdus().get(number);
                Hdu image = plain.hdus().get(number);
                assertEquals(image.naxis(), tiles.naxis(), "case " + (number - 1));
                assertEquals(image.bitpix(), tiles.bitpix(), "case " + (number - 1));
                int count =
                        (int) image.naxis().stream().reduce(1L, (a, b) -> a * b).longValue();
                assertSame(packed.pixels(tiles), plain.pixels(image), 0, count, "case " + (number - 1));
            }
        }
    }

    @Test
    void partsAreThoseOfTheWhole() throws IOException {
        Random random = new Random(1);
        try (FitsFile packed = open(resource("tiles.fits.fz"));
                FitsFile plain = open(resource("expected.fits"))) {
            for (int number = 1; number <= CASES; number++) {
                ImagePixels tiles = packed.pixels(packed.hdus().get(number));
                ImagePixels image = plain.pixels(plain.hdus().get(number));
                int all =
                        (int) image.naxis().stream().reduce(1L, (a, b) -> a * b).longValue();
                for (int i = 0; i < 50; i++) {
                    int first = random.nextInt(all);
                    assertSame(tiles, image, first, 1 + random.nextInt(all - first), "case " + (number - 1));
                }
            }
        }
    }

    private static void assertSame(ImagePixels actual, ImagePixels expected, long first, int count, String what)
            throws IOException {
        StoredValues values = expected.values();
        ByteBuffer one = ByteBuffer.allocate(count * values.size());
        ByteBuffer other = ByteBuffer.allocate(count * values.size());
        actual.read(first, count, one);
        expected.read(first, count, other);
        assertEquals(one.capacity(), one.position(), what);
        for (int i = 0; i < count; i++) {
            int place = i * values.size();
            assertEquals(values.at(other, place), values.at(one, place), what + ", pixel " + (first + i));
        }
    }

    @Test
    void damagedTilesAreNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(resource("tiles.fits.fz"));
        Random random = new Random(2);
        for (int round = 0; round < 20; round++) {
            byte[] damaged = bytes.clone();
            for (int i = 0; i < 200; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path path = Files.write(folder.resolve("damaged.fits"), damaged);
            try (FitsFile file = open(path)) {
                for (Hdu hdu : file.hdus()) {
                    readOrRefuse(file, hdu);
                }
            } catch (FitsException told) {
                // The first header.
            }
        }
    }

    private static void readOrRefuse(FitsFile file, Hdu hdu) throws IOException {
        if (hdu.kind() != Hdu.Kind.COMPRESSED_IMAGE || hdu.naxis().isEmpty()) {
            return;
        }
        try {
            ImagePixels pixels = file.pixels(hdu);
            int count = (int) Math.min(5000, hdu.naxis().stream().reduce(1L, (a, b) -> a * b));
            pixels.read(0, count, ByteBuffer.allocate(count * pixels.values().size()));
        } catch (FitsException told) {
            // As it should be.
        }
    }

    @Test
    void whatEndsTooEarlyIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(resource("expected.fits"));
        Path path = Files.write(folder.resolve("short.fits"), Arrays.copyOf(bytes, 2880 * 2 + 100));
        try (FitsFile file = open(path)) {
            Hdu image = file.hdus().get(1);
            ByteBuffer row = ByteBuffer.allocate(50);
            file.pixels(image).read(0, 50, row);
            assertThrows(FitsException.class, () -> file.pixels(image).read(100, 50, row.clear()));
        }
    }
}
