// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.meridian.core.sky.SkyReference;

/** Frames of headers against astropy.coordinates, to 1e-9 degree. */
class CelestialFrameTest {
    private static final double TOLERANCE = 1e-9;

    @TestFactory
    Stream<DynamicTest> positionsAreThoseOfAstropy() {
        return SkyReference.rows("wcs/frames.tsv").stream()
                .map(row -> DynamicTest.dynamicTest(row[0] + " " + row[1], () -> frame(row)));
    }

    /** A pixel of the image is a degree of the sphere, so that pixels are positions in the frame. */
    private static void frame(String[] row) {
        String[] names = row[0].split(",");
        SkyWcs wcs = Headers.sky(
                "CTYPE1='" + (names[0] + "---").substring(0, 4) + "-CAR';CTYPE2='" + (names[1] + "---").substring(0, 4)
                        + "-CAR';CRPIX1=180;CRVAL1=180",
                row[1]);
        double[] positions = SkyReference.doubles(row[2]);
        double[] expected = SkyReference.doubles(row[3]);
        double[] icrs = new double[positions.length];
        wcs.pixelToIcrs(positions, icrs, positions.length / 2);
        double[] back = new double[positions.length];
        wcs.icrsToPixel(icrs, back, positions.length / 2);
        assertSame(expected, icrs);
        assertSame(positions, back);
    }

    private static void assertSame(double[] expected, double[] found) {
        for (int i = 0; i < expected.length; i += 2) {
            double turn = Math.IEEEremainder(expected[i] - found[i], 360);
            assertEquals(0, turn * Math.cos(Math.toRadians(expected[i + 1])), TOLERANCE);
            assertEquals(expected[i + 1], found[i + 1], TOLERANCE);
        }
    }
}
