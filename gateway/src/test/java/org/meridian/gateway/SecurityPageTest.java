// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/security.md names exist. */
class SecurityPageTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:IT|Test|Check))(?:\\.(\\w+))?`");

    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            List<Path> folders = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            return folders.stream()
                    .flatMap(SecurityPageTest::files)
                    .filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            SecurityPageTest::text,
                            (one, other) -> one + other));
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void namesTestsThatExist() throws IOException {
        Map<String, String> tests = tests();
        List<MatchResult> named =
                NAMED.matcher(text(Path.of("../docs/security.md"))).results().toList();
        assertTrue(named.size() > 50, named.size() + " tests named");
        List<String> missing = named.stream()
                .filter(one -> !tests.containsKey(one.group(1))
                        || one.group(2) != null && !tests.get(one.group(1)).contains("void " + one.group(2) + "("))
                .map(MatchResult::group)
                .toList();
        assertEquals(List.of(), missing);
    }
}
