// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellsAroundTest {

    private static final double[] LATITUDES = {90, -90, 89.9999, -89.9999, 41.8103148957786, -41.8103148957786, 0};

    /** Positions everywhere, and many at poles, RA 0 and the corners and edges of base cells. */
    private static double[] position(Random random, int i) {
        double lat = i % 3 == 0
                ? LATITUDES[random.nextInt(LATITUDES.length)]
                : Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
        double lon = i % 2 == 0 ? 45 * random.nextInt(9) + 1e-4 * random.nextGaussian() : 360 * random.nextDouble();
        return new double[] {lon, lat};
    }

    /** A point at most so far away. */
    private static double[] near(double[] centre, double radiusDeg, Random random) {
        double distance = Math.toRadians(radiusDeg * Math.sqrt(random.nextInt(3) == 0 ? 1 : random.nextDouble()));
        double angle = 2 * Math.PI * random.nextDouble();
        double lat = Math.toRadians(centre[1]);
        double sinLat = Math.sin(lat) * Math.cos(distance) + Math.cos(lat) * Math.sin(distance) * Math.cos(angle);
        double toLat = Math.asin(Math.clamp(sinLat, -1, 1));
        double dLon = Math.atan2(
                Math.sin(angle) * Math.sin(distance) * Math.cos(lat),
                Math.cos(distance) - Math.sin(lat) * Math.sin(toLat));
        return new double[] {centre[0] + Math.toDegrees(dLon), Math.toDegrees(toLat)};
    }

    @Test
    void holdEveryPointOfTheCircle() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double[] centre = position(random, i);
            double radius = 12.5 / 3600 * random.nextDouble();
            long[] cells = CellsAround.cells(14, centre[0], centre[1], radius);
            assertTrue(cells.length >= 1 && cells.length <= 64, () -> Arrays.toString(centre));
            for (int k = 0; k < 20; k++) {
                double[] point = near(centre, radius * (1 - 1e-9), random);
                long cell = Healpix.hash(14, point[0], point[1]);
                assertTrue(Arrays.binarySearch(cells, cell) >= 0, () -> Arrays.toString(centre) + " " + radius);
            }
        }
    }

    @Test
    void rangesHoldEveryPointOfTheCircle() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            double[] centre = position(random, i);
            double radius = Math.pow(10, -7 + 8.5 * random.nextDouble());
            long[] ranges = CellsAround.ranges(centre[0], centre[1], radius);
            for (int k = 2; k < ranges.length; k += 2) {
                assertTrue(ranges[k] > ranges[k - 1], "disjoint and ascending");
            }
            for (int k = 0; k < 20; k++) {
                double[] point = near(centre, radius * (1 - 1e-9), random);
                long cell = Healpix.hash(29, point[0], point[1]);
                boolean inside = false;
                for (int r = 0; r < ranges.length; r += 2) {
                    inside |= cell >= ranges[r] && cell <= ranges[r + 1];
                }
                assertTrue(inside, Arrays.toString(centre) + " " + radius);
            }
        }
    }

    @Test
    void isEmptyForWhatIsNoPosition() {
        assertEquals(0, CellsAround.cells(14, Double.NaN, 0, 1e-3).length);
        assertEquals(0, CellsAround.cells(14, 0, 90.1, 1e-3).length);
        assertEquals(0, CellsAround.ranges(0, Double.NaN, 1e-3).length);
    }

    @Test
    void rangesOfMostOfTheSkyAreTheSky() {
        assertArrayEquals(new long[] {0, Healpix.cellCount(29) - 1}, CellsAround.ranges(10, 20, 120));
    }
}
