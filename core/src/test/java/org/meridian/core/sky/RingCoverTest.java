// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells along parallels. */
class RingCoverTest {

    /** Longitude and latitude of a cell by the formulas of Gorski et al. 2005, section 5.1. */
    private static double[] centre(long nside, long ring) {
        long cells = 12 * nside * nside;
        long cap = 2 * nside * (nside - 1);
        boolean south = ring >= cells - cap;
        if (ring < cap || south) {
            long fromPole = south ? cells - 1 - ring : ring;
            long parallel = 1;
            while (2 * parallel * (parallel + 1) <= fromPole) {
                parallel++;
            }
            long along = fromPole - 2 * parallel * (parallel - 1);
            double counted = south ? 4 * parallel - 1 - along : along;
            double z = 1 - parallel * parallel / (3.0 * nside * nside);
            return new double[] {(counted + 0.5) * 90 / parallel, Math.toDegrees(Math.asin(south ? -z : z))};
        }
        long parallel = (ring - cap) / (4 * nside) + nside;
        double shift = (parallel - nside) % 2 == 0 ? 0.5 : 0;
        return new double[] {
            ((ring - cap) % (4 * nside) + shift) * 90 / nside,
            Math.toDegrees(Math.asin(4.0 / 3 - 2.0 * parallel / (3 * nside)))
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 7})
    void everyCellHasBothNumbers(int order) {
        BitSet met = new BitSet();
        for (long ring = 0; ring < Healpix.cellCount(order); ring++) {
            double[] centre = centre(1L << order, ring);
            long nested = Healpix.ofRing(order, ring);
            assertEquals(Healpix.hash(order, centre[0], centre[1]), nested, "cell " + ring);
            met.set((int) nested);
        }
        assertEquals(Healpix.cellCount(order), met.cardinality());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CIRCLE 10 20 3",
                "CIRCLE 0 89.5 2",
                "CIRCLE 200 -90 0.001",
                "RANGE 350 10 -80 -40",
                "POLYGON 1 1 20 5 10 45",
                "RANGE 0 360 -90 90"
            })
    void rangesAreTheCellsOfTheRegion(String pos) {
        SkyRegion region = DaliRegion.parsePos(pos);
        int order = 5;
        long[] ranges = RingCover.cellRanges(region, order, () -> {});
        long[] nested = LongStream.range(0, Healpix.cellCount(order))
                .filter(ring -> RingCover.contains(ranges, ring))
                .map(ring -> Healpix.ofRing(order, ring))
                .sorted()
                .toArray();
        assertArrayEquals(Cover.cells(region, order), nested, Arrays.toString(ranges));
    }
}
