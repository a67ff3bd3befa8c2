// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridian.core.BrokenBytes;

/** The fuzzer's property on every sample of parameters, and on each of them broken at random. */
class FuzzedCutoutsTest {
    private static final int BREAKS = 20;

    @ParameterizedTest
    @MethodSource("org.meridian.sia.soda.CutoutFuzz#samples")
    void parametersChoosePixelsOrAreRefused(String sample) {
        Random random = new Random(20261124);
        CutoutFuzz.fuzzerTestOneInput(sample.getBytes(UTF_8));
        for (int i = 0; i < BREAKS; i++) {
            CutoutFuzz.fuzzerTestOneInput(BrokenBytes.of(sample.getBytes(UTF_8), random));
        }
    }
}
