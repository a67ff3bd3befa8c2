// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meridian.core.BrokenBytes;

/** The fuzzer's property on every sample query, and on each of them broken at random. */
class AdqlFuzzTest {
    private static final Path CASES = Path.of("src/test/resources/org/meridian/tap/adql/cases");
    private static final int BREAKS = 20;

    @Test
    void everySampleIsReadOrRefusedWithItsPlace() throws IOException {
        List<String> samples = samples();
        assertTrue(samples.size() > 100, "samples are missing: " + samples.size());
        Random random = new Random(20261122);
        for (String sample : samples) {
            byte[] bytes = sample.getBytes(UTF_8);
            AdqlFuzz.fuzzerTestOneInput(bytes);
            for (int i = 0; i < BREAKS; i++) {
                AdqlFuzz.fuzzerTestOneInput(BrokenBytes.of(bytes, random));
            }
        }
    }

    private static List<String> samples() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(file -> file.toString().endsWith(".adql"))
                    .flatMap(AdqlFuzzTest::queries)
                    .toList();
        }
    }

    private static Stream<String> queries(Path file) {
        try {
            return Arrays.stream(Files.readString(file).split("(?m)^-- case .*\n"))
                    .filter(query -> !query.isBlank());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
