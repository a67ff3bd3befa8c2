// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.meridian.core.sky.SkyReference;

/** Every projection and every kind of axis against wcslib, forth and back, to 1e-9 degree. */
class WcslibTest {
    private static final double TOLERANCE = 1e-9;
    private static final double[] SKY =
            SkyReference.doubles(SkyReference.rows("wcs/sky.tsv").getFirst()[0]);

    @TestFactory
    Stream<DynamicTest> projectionsAreThoseOfWcslib() {
        return SkyReference.rows("wcs/planes.tsv").stream()
                .map(row -> DynamicTest.dynamicTest(row[0], () -> plane(row)));
    }

    private static void plane(String[] row) {
        Wcs wcs = Headers.wcs(row[1]);
        double[] pixels = grid(SkyReference.doubles(row[2]));
        double[] expected = SkyReference.doubles(row[3]);
        double[] worlds = new double[pixels.length];
        wcs.pixelToWorld(pixels, worlds, pixels.length / 2);
        double[] back = new double[pixels.length];
        wcs.worldToPixel(worlds, back, pixels.length / 2);
        int images = 0;
        for (int i = 0; i < pixels.length; i += 2) {
            String where = "pixel " + pixels[i] + "," + pixels[i + 1];
            if (Double.isNaN(expected[i] + expected[i + 1])) {
                assertTrue(Double.isNaN(worlds[i]) && Double.isNaN(worlds[i + 1]), where + " has no image");
                continue;
            }
            images++;
            assertWorld(wcs, expected, worlds, i, where);
            double scale = scale(row[1]);
            assertEquals(pixels[i], back[i], TOLERANCE / scale, where + " back");
            assertEquals(pixels[i + 1], back[i + 1], TOLERANCE / scale, where + " back");
        }
        assertTrue(images > 0, "the case tests hardly anything");
        positions(wcs, SkyReference.doubles(row[4]), scale(row[1]));
    }

    /** Pixels of positions all over the sky, which are none where the projection ends. */
    private static void positions(Wcs wcs, double[] expected, double scale) {
        if (expected.length == 0) {
            return;
        }
        double[] worlds = SKY.clone();
        if (!((SkyAxis) wcs.axes().getFirst()).longitude()) {
            for (int i = 0; i < worlds.length; i += 2) {
                worlds[i] = SKY[i + 1];
                worlds[i + 1] = SKY[i];
            }
        }
        double[] pixels = new double[worlds.length];
        wcs.worldToPixel(worlds, pixels, worlds.length / 2);
        for (int i = 0; i < pixels.length; i++) {
            String where = "position " + SKY[i - i % 2] + "," + SKY[i - i % 2 + 1];
            if (Double.isNaN(expected[i])) {
                assertTrue(Double.isNaN(pixels[i]), where + " has no image");
            } else {
                // far from the reference point what can be asked for is relative
                double tolerance = Math.max(TOLERANCE / scale, 1e-12 * Math.abs(expected[i]));
                assertEquals(expected[i], pixels[i], tolerance, where);
            }
        }
    }

    private static void assertWorld(Wcs wcs, double[] expected, double[] worlds, int at, String where) {
        if (wcs.axes().getFirst() instanceof SkyAxis first) {
            int lon = first.longitude() ? at : at + 1;
            int lat = first.longitude() ? at + 1 : at;
            double turn = Math.IEEEremainder(expected[lon] - worlds[lon], 360);
            assertEquals(0, turn * Math.cos(Math.toRadians(expected[lat])), TOLERANCE, where + " longitude");
            assertEquals(expected[lat], worlds[lat], TOLERANCE, where + " latitude");
        } else {
            assertEquals(expected[at], worlds[at], TOLERANCE, where);
            assertEquals(expected[at + 1], worlds[at + 1], TOLERANCE, where);
        }
    }

    /** Degrees of a pixel, where the header gives CDELT in degrees; 1 at most. */
    private static double scale(String header) {
        return Headers.keywords(header).has("CUNIT1")
                ? 0.04
                : Math.min(1, Math.abs(Headers.keywords(header).number("CDELT2").orElse(0.03)));
    }

    private static double[] grid(double[] countFirstLast) {
        int n = (int) countFirstLast[0];
        double step = (countFirstLast[2] - countFirstLast[1]) / (n - 1);
        double[] pixels = new double[2 * n * n];
        for (int i = 0; i < n * n; i++) {
            pixels[2 * i] = countFirstLast[1] + i % n * step;
            pixels[2 * i + 1] = countFirstLast[1] + (double) (i / n) * step;
        }
        return pixels;
    }

    @TestFactory
    Stream<DynamicTest> axesOfCubesAreThoseOfWcslib() {
        return SkyReference.rows("wcs/cubes.tsv").stream().map(row -> DynamicTest.dynamicTest(row[0], () -> cube(row)));
    }

    private static void cube(String[] row) {
        Wcs wcs = Headers.wcs(row[1]);
        double[] pixels = SkyReference.doubles(row[2]);
        double[] expected = SkyReference.doubles(row[3]);
        double[] worlds = new double[pixels.length];
        wcs.pixelToWorld(pixels, worlds, pixels.length / 3);
        double[] back = worlds.clone();
        wcs.worldToPixel(back, back, back.length / 3);
        for (int i = 0; i < pixels.length; i++) {
            boolean speed = wcs.axes().get(i % 3).unit().equals("m s-1");
            double tolerance = wcs.axes().get(i % 3) instanceof SkyAxis
                    ? TOLERANCE
                    : Math.max(1e-12 * Math.abs(expected[i]), speed ? 1e-6 : 1e-30);
            assertEquals(expected[i], worlds[i], tolerance, "axis " + i % 3);
            assertEquals(pixels[i], back[i], 1e-10, "axis " + i % 3 + " back");
        }
    }
}
