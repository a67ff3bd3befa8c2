// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void takesTheMiddleOfAnOddNumber() {
        assertEquals(3, Samples.of(9, 1, 3).median());
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        assertEquals(2.5, Samples.of(4, 1, 2, 3).median());
    }

    @Test
    void interpolatesQuantiles() {
        Samples samples = Samples.of(10, 20, 30, 40, 50);
        assertEquals(10, samples.quantile(0));
        assertEquals(48, samples.quantile(0.95), 1e-12);
        assertEquals(50, samples.quantile(1));
    }

    @Test
    void refusesNoMeasurementsAndSharesBeyondOne() {
        assertThrows(IllegalArgumentException.class, Samples::of);
        assertThrows(IllegalArgumentException.class, () -> Samples.of(1).quantile(95));
    }
}
