// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meridian.core.sky.Healpix;
import uk.ac.starlink.table.RowSequence;

class SyntheticSurveyTest {
    private static final int ROWS = 20_000;

    @Test
    void hasTheSameFirstRowsWhateverTheirNumber() throws Exception {
        try (RowSequence small = new SyntheticSurvey(50).getRowSequence();
                RowSequence large = new SyntheticSurvey(ROWS).getRowSequence()) {
            for (int i = 0; i < 50; i++) {
                assertTrue(small.next() && large.next());
                assertArrayEquals(small.getRow(), large.getRow());
            }
            assertEquals(false, small.next());
        }
    }

    @Test
    void isClusteredAndHasNullsWhereObjectsHaveNoValue() throws Exception {
        int[] perCell = new int[(int) Healpix.cellCount(2)];
        Set<Long> ids = new HashSet<>();
        int withoutParallax = 0;
        try (RowSequence rows = new SyntheticSurvey(ROWS).getRowSequence()) {
            while (rows.next()) {
                perCell[(int) Healpix.hash(2, (Double) rows.getCell(1), (Double) rows.getCell(2))]++;
                ids.add((Long) rows.getCell(0));
                withoutParallax += rows.getCell(3) == null ? 1 : 0;
                assertTrue((Short) rows.getCell(12) > -1000);
            }
        }
        assertEquals(ROWS, ids.size());
        java.util.Arrays.sort(perCell);
        assertTrue(perCell[0] > 0, "no part of the sky is empty");
        assertTrue(perCell[perCell.length - 1] > 20 * perCell[0], "the plane is much denser than the poles");
        assertTrue(withoutParallax > ROWS / 5 && withoutParallax < ROWS / 2);
    }
}
