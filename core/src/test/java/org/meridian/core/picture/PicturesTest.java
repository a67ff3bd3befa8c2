// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.meridian.core.picture.SkyMap.Projection;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Moc;

class PicturesTest {

    private static final int COVERED = 0xff1f5aa8;

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static int gray(BufferedImage picture, int x, int y) {
        return picture.getRaster().getSample(x, y, 0);
    }

    /** Values of {@code astropy.visualization.ZScaleInterval(contrast=0.25)} for the same numbers. */
    @Test
    void limitsAreThoseOfZscale() {
        float[] ramp = new float[1000];
        IntStream.range(0, 1000).forEach(i -> ramp[i] = i);
        ZScale whole = ZScale.ofSorted(ramp);
        assertEquals(0, whole.low(), 1e-9);
        assertEquals(999, whole.high(), 1e-9);
        Random random = new Random(1);
        float[] sky = new float[1000];
        for (int i = 0; i < 1000; i++) {
            sky[i] = (float) (100 + 5 * random.nextGaussian() + (i % 100 == 0 ? 10_000 : 0));
        }
        Arrays.sort(sky);
        ZScale faint = ZScale.ofSorted(sky);
        assertTrue(faint.low() < 90 && faint.low() > 80, faint.toString());
        assertTrue(faint.high() > 110 && faint.high() < 140, faint.toString());
    }

    /** Sky and noise everywhere, and a star of these counts in a pixel. */
    private static float[] band(int star, float counts) {
        Random random = new Random(3);
        float[] values = new float[50 * 50];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (1000 + random.nextGaussian());
        }
        for (int i = 0; i < 25; i++) {
            values[star + i / 5 * 50 + i % 5] += counts;
        }
        values[49] = Float.NaN;
        return values;
    }

    @Test
    void coloursStayWhatTheyAreHoweverBrightSomethingIs() throws IOException {
        float[] red = band(20 * 50 + 20, 4000);
        float[] green = band(20 * 50 + 20, 4000);
        float[] blue = band(20 * 50 + 20, 4000);
        for (int i = 0; i < 3; i++) {
            // Ten times fainter, and of half the light in blue.
            red[5 * 50 + 5 + i] += 400;
            green[5 * 50 + 5 + i] += 400;
            blue[5 * 50 + 5 + i] += 200;
        }
        BufferedImage picture =
                read(ColourPicture.png(50, 50, Optional.of(red), Optional.of(green), Optional.of(blue), 100));
        assertEquals(100, picture.getWidth());
        int[] star = picture.getRaster().getPixel(2 * 22, 2 * (49 - 22), new int[3]);
        assertTrue(star[0] > 200 && star[0] == star[1] && star[1] == star[2], Arrays.toString(star));
        int[] faint = picture.getRaster().getPixel(2 * 6 + 1, 2 * (49 - 5) + 1, new int[3]);
        assertTrue(faint[0] > 100, Arrays.toString(faint));
        assertEquals(0.5, (double) faint[2] / faint[0], 0.03);
        assertEquals(0, picture.getRGB(99, 99) & 0xffffff);
        BufferedImage two = read(ColourPicture.png(50, 50, Optional.of(red), Optional.empty(), Optional.of(blue), 50));
        int[] mean = two.getRaster().getPixel(6, 49 - 5, new int[3]);
        assertEquals((mean[0] + mean[2]) / 2.0, mean[1], 1.5);
    }

    @Test
    void showsWhatIsFaintBesideWhatIsBright() throws IOException {
        Random random = new Random(2);
        float[] values = new float[100 * 100];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[0] = 10_000;
        values[1] = 15;
        values[2] = Float.NaN;
        BufferedImage picture = read(Pictures.gray(new Raster(100, 100, values)));
        assertEquals(255, gray(picture, 0, 99));
        assertTrue(gray(picture, 1, 99) > 150 && gray(picture, 1, 99) <= 255);
        assertEquals(0, gray(picture, 2, 99));
        double mean =
                IntStream.range(0, 100).map(x -> gray(picture, x, 50)).average().orElseThrow();
        assertTrue(mean > 30 && mean < 200, "mean " + mean);
    }

    private static int[] row(PictureStyle style, float... values) throws IOException {
        BufferedImage picture = read(Pictures.png(new Raster(values.length, 1, values), style));
        return IntStream.range(0, values.length)
                .map(x -> picture.getRaster().getNumBands() == 1
                        ? 0x010101 * gray(picture, x, 0)
                        : picture.getRGB(x, 0) & 0xffffff)
                .toArray();
    }

    @Test
    void hasTheStyleThatIsWanted() throws IOException {
        PictureStyle.Limits fixed = new PictureStyle.Limits.Fixed(0, 4);
        for (PictureStyle.Curve curve : PictureStyle.Curve.values()) {
            int[] shades = row(new PictureStyle(curve, Optional.of(fixed), ColourMap.GRAY, false), 0, 1, 4, -9, 99);
            int middle = switch (curve) {
                case LINEAR -> 0x404040;
                case SQRT, HISTOGRAM -> 0x808080;
                case SQUARE -> 0x101010;
                case LOG -> 0xcccccc;
                case ASINH -> 0x8c8c8c;
            };
            assertArrayEquals(new int[] {0, middle, 0xffffff, 0, 0xffffff}, shades, curve.name());
        }
        PictureStyle heat = new PictureStyle(PictureStyle.Curve.LINEAR, Optional.of(fixed), ColourMap.HEAT, true);
        assertArrayEquals(new int[] {0xffffff, 0xff8000, 0, 0}, row(heat, 0, 2, 4, Float.NaN));
        PictureStyle all = new PictureStyle(
                PictureStyle.Curve.LINEAR, Optional.of(new PictureStyle.Limits.Percent(100)), ColourMap.VIRIDIS, false);
        assertArrayEquals(new int[] {0x440154, 0x21918c, 0xfde725}, row(all, -1, 0, 1));
        float[] hundred = new float[101];
        IntStream.range(0, 101).forEach(i -> hundred[i] = i);
        PictureStyle most = new PictureStyle(
                PictureStyle.Curve.LINEAR, Optional.of(new PictureStyle.Limits.Percent(80)), ColourMap.GRAY, false);
        int[] shades = row(most, hundred);
        assertEquals(0, shades[10]);
        assertEquals(0xffffff, shades[90]);
        assertTrue(shades[11] > 0 && shades[89] < 0xffffff);
    }

    @Test
    void hasAPictureOfAnything() throws IOException {
        float[] nothing = new float[6];
        Arrays.fill(nothing, Float.NaN);
        assertEquals(0, gray(read(Pictures.gray(new Raster(3, 2, nothing))), 1, 1));
        float[] same = {7, 7, 7, 7, 7, 7};
        assertEquals(128, gray(read(Pictures.gray(new Raster(3, 2, same))), 1, 1));
        float[] wide = {-Float.MAX_VALUE, Float.MAX_VALUE, 0, 1, 2, Float.POSITIVE_INFINITY};
        assertEquals(3, read(Pictures.gray(new Raster(3, 2, wide))).getWidth());
        assertEquals(1, read(Pictures.gray(new Raster(1, 1, new float[] {-0f}))).getWidth());
        float[] two = {0, 0, 0, 0, 0, 1};
        assertEquals(255, gray(read(Pictures.gray(new Raster(3, 2, two))), 2, 0));
    }

    @Test
    void marksAxesAtRoundNumbers() {
        assertEquals(
                List.of("0", "2", "4", "6", "8", "10"),
                new Axis("t", 0, 10).ticks().stream().map(Axis.Tick::text).toList());
        assertEquals(
                List.of("4.0e-7", "4.5e-7", "5.0e-7", "5.5e-7", "6.0e-7", "6.5e-7", "7.0e-7"),
                new Axis("wavelength", 4e-7, 7e-7)
                        .ticks().stream().map(Axis.Tick::text).toList());
        assertEquals(
                List.of("58324.0", "58324.2", "58324.4", "58324.6", "58324.8", "58325.0"),
                new Axis("MJD", 58323.9, 58325.1)
                        .ticks().stream().map(Axis.Tick::text).toList());
        for (double[] ends : new double[][] {{-1e-30, 1e-30}, {1e300, 1.1e300}, {-5, -4.9999}, {1e9, 1e9 + 1}}) {
            List<Axis.Tick> ticks = new Axis("x", ends[0], ends[1]).ticks();
            assertTrue(ticks.size() >= 2 && ticks.size() <= 16, ticks.toString());
            assertTrue(ticks.stream().map(Axis.Tick::text).distinct().count() >= 2, ticks.toString());
        }
    }

    @Test
    void drawsCurvesWithGaps() throws IOException {
        double[] xs = IntStream.range(0, 100).asDoubleStream().toArray();
        double[] ys = IntStream.range(0, 100)
                .mapToDouble(i -> i > 40 && i < 60 ? Double.NaN : 5)
                .toArray();
        Plot plot = new Plot(400, 100, Axis.around("x", 0, 99), Axis.around("y", 4, 6));
        plot.curve(xs, ys);
        BufferedImage picture = read(plot.png());
        assertTrue((picture.getRGB(100, 50) & 0xff) - (picture.getRGB(100, 50) >> 16 & 0xff) > 20);
        assertEquals(0xffffffff, picture.getRGB(200, 50));
    }

    @Test
    void mapsTheSkyWithEastToTheLeft() throws IOException {
        SkyMap map = new SkyMap(800, Projection.AIT, 0);
        map.cover(Moc.of(new Circle(90, 0, 10), 8));
        map.net();
        BufferedImage picture = read(map.png());
        assertEquals(0xffffffff, picture.getRGB(3, 3));
        assertEquals(COVERED, picture.getRGB(193, 193));
        assertTrue(picture.getRGB(607, 193) != COVERED);
        SkyMap dots = new SkyMap(800, Projection.AIT, 0);
        dots.cover(Moc.of(new Circle(0.3, 0.3, 0.001), 18));
        assertTrue(IntStream.range(390, 410)
                .anyMatch(x -> IntStream.range(190, 210).anyMatch(y -> {
                    try {
                        return read(dots.png()).getRGB(x, y) == COVERED;
                    } catch (IOException e) {
                        return false;
                    }
                })));
    }

    @Test
    void shadesTheSky() throws IOException {
        SkyMap map = new SkyMap(400, Projection.MOL, 0);
        map.shades((lon, lat) -> lon > 0 && lon < 180 ? lat : Double.NaN);
        BufferedImage picture = read(map.png());
        assertTrue((picture.getRGB(150, 20) & 0xff) > (picture.getRGB(150, 180) & 0xff));
        assertEquals(0xfff4f4f4, picture.getRGB(300, 100));
    }
}
