// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import nom.tam.fits.Fits;
import nom.tam.fits.Header;
import nom.tam.fits.HeaderCard;
import nom.tam.util.Cursor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.Wcs;

class DemoArchiveTest {
    /** A star that moves by an arcminute in the time between the catalogue's epoch and the camera's. */
    private static final DemoStar FAST = new DemoStar("Fast", 56.80, 24.20, 6, 0.5, 0, -60_000.0 / 23.87);

    @TempDir
    private static Path folder;

    private static Path archive;

    @BeforeAll
    static void writeTheArchive() throws Exception {
        archive = folder.resolve("archive");
        write(archive, 2);
    }

    private static void write(Path where, int threads) throws IOException, InterruptedException {
        List<DemoStar> stars = new ArrayList<>(List.of(FAST));
        for (int i = 0; i < 90; i++) {
            stars.add(new DemoStar("Star " + i, 4 * i, 80 - 1.8 * i, 1 + 0.05 * i, 0.02 * i, 0, 0));
        }
        new DemoArchive(stars).write(where, threads, (done, all) -> {});
    }

    @Test
    void theSameStarsMakeTheSameBytes() throws Exception {
        Path again = folder.resolve("again");
        write(again, 3);
        assertEquals(sums(archive), sums(again));
        assertEquals(147, sums(archive).size());
        assertFalse(Files.exists(folder.resolve("archive.unfinished")));
    }

    private static Map<String, String> sums(Path root) throws Exception {
        Map<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                sums.put(root.relativize(file).toString(), HexFormat.of().formatHex(sum));
            }
        }
        return sums;
    }

    @Test
    void starsAreWhereTheyWereWhenTheyWereObserved() throws Exception {
        float[][] image;
        SkyWcs sky;
        Path file = archive.resolve("nica/m31/m31-J.fits");
        try (Fits fits = new Fits(file.toFile())) {
            image = (float[][]) fits.getHDU(0).getKernel();
            sky = sky(fits.getHDU(0).getHeader());
        }
        assertEquals(512, image.length);
        double[] centre = {Field.ANDROMEDA.raDeg(), Field.ANDROMEDA.decDeg()};
        sky.icrsToPixel(centre, centre, 1);
        assertTrue(Math.hypot(centre[0] - 256.5, centre[1] - 256.5) < 0.1, centre[0] + ", " + centre[1]);

        double[] star = FAST.positionAt(2023.87);
        assertEquals(FAST.decDeg() - 1 / 60.0, star[1], 1e-5);
        double[] old = {FAST.raDeg(), FAST.decDeg()};
        boolean seen = false;
        for (int chip = 1; chip <= 4; chip++) {
            try (Fits fits = new Fits(
                    archive.resolve("wmc/pleiades/wmc-pleiades-g-1.fits").toFile())) {
                short[][] counts = (short[][]) fits.getHDU(chip).getKernel();
                SkyWcs wcs = sky(fits.getHDU(chip).getHeader());
                double[] pixel = star.clone();
                wcs.icrsToPixel(pixel, pixel, 1);
                if (isWithin(pixel)) {
                    seen = true;
                    assertTrue(at(counts, pixel) > 20_000, "a star is at its place");
                    wcs.icrsToPixel(old, pixel, 1);
                    assertTrue(at(counts, pixel) < 10_000, "no star is where it was at J2000");
                }
            }
        }
        assertTrue(seen);
    }

    private static boolean isWithin(double[] pixel) {
        return pixel[0] > 1 && pixel[0] < 384 && pixel[1] > 1 && pixel[1] < 384;
    }

    private static int at(short[][] counts, double[] pixel) {
        return counts[(int) Math.round(pixel[1]) - 1][(int) Math.round(pixel[0]) - 1] + 32768;
    }

    private static SkyWcs sky(Header header) {
        Map<String, Object> values = new ConcurrentHashMap<>();
        Cursor<String, HeaderCard> cards = header.iterator();
        while (cards.hasNext()) {
            HeaderCard card = cards.next();
            if (card.isKeyValuePair() && card.getValue() != null) {
                values.put(card.getKey(), card.getValue());
            }
        }
        return Wcs.read(Keywords.of(values)).flatMap(Wcs::sky).orElseThrow();
    }

    @Test
    void aCubeAndATableSayWhatTheyHave() throws Exception {
        try (Fits fits = new Fits(archive.resolve("ifs/ifs-orion.fits").toFile())) {
            assertEquals("AWAV", fits.getHDU(1).getHeader().getStringValue("CTYPE3"));
            assertEquals(300, fits.getHDU(1).getAxes()[0]);
        }
        try (Stream<Path> spectra = Files.list(archive.resolve("spes/phase3"))) {
            Path first = spectra.sorted().findFirst().orElseThrow();
            try (Fits fits = new Fits(first.toFile())) {
                assertEquals("WAVE", fits.getHDU(1).getHeader().getStringValue("TTYPE1"));
                assertEquals("2600D", fits.getHDU(1).getHeader().getStringValue("TFORM1"));
            }
        }
    }

    @Test
    void rulesAreThere() throws IOException {
        assertTrue(DemoArchive.rules().contains("demo-team"));
    }
}
