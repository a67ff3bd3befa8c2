// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meridian.core.BrokenBytes;

/** The fuzzers' properties on every sample, and on each of them broken at random. */
class FuzzedHeadersTest {
    private static final int BREAKS = 4;

    private final Random random = new Random(20261124);

    @Test
    void filesAreReadOrRefused() throws IOException {
        for (byte[] sample : SampleFits.all()) {
            FitsFuzz.fuzzerTestOneInput(sample);
            for (int i = 0; i < BREAKS; i++) {
                FitsFuzz.fuzzerTestOneInput(BrokenBytes.of(sample, random));
            }
        }
    }

    @Test
    void headersSayNothingImpossible() throws IOException {
        for (String name : HeaderFile.names()) {
            byte[] sample = HeaderFile.text(name).getBytes(UTF_8);
            HeaderFuzz.fuzzerTestOneInput(sample);
            for (int i = 0; i < BREAKS; i++) {
                HeaderFuzz.fuzzerTestOneInput(BrokenBytes.of(sample, random));
            }
        }
    }

    @Test
    void rulesAreReadOrRefused() {
        byte[] sample = RulesFuzz.sample().getBytes(UTF_8);
        RulesFuzz.fuzzerTestOneInput(sample);
        for (int i = 0; i < 50 * BREAKS; i++) {
            RulesFuzz.fuzzerTestOneInput(BrokenBytes.of(sample, random));
        }
    }
}
