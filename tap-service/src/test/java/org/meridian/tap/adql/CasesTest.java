// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Queries in {@code cases/*.adql} against {@link SampleSchema}: each file holds several, begun by a line {@code -- case NAME};
 * what comes out is in the file of the same name ending {@code .out}, a fault as {@code LINE:COLUMN: message}. To write the
 * files anew, run with {@code -Dmeridian.golden=write} and read the difference.
 */
class CasesTest {
    private static final Path CASES = Path.of("src/test/resources/org/meridian/tap/adql/cases");
    private static final String MARK = "-- case ";

    @TestFactory
    Stream<DynamicTest> everyCaseGivesWhatIsWritten() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(CASES)) {
            files = list.filter(file -> file.toString().endsWith(".adql"))
                    .sorted()
                    .toList();
        }
        assertTrue(files.size() >= 5, "cases are missing");
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path file) throws IOException {
        Path expected = Path.of(file.toString().replace(".adql", ".out"));
        StringBuilder actual = new StringBuilder();
        for (String part : Files.readString(file).split("(?m)^" + MARK)) {
            if (!part.isBlank()) {
                int end = part.indexOf('\n');
                actual.append(MARK).append(part, 0, end).append('\n');
                actual.append(outcome(part.substring(end + 1))).append('\n');
            }
        }
        if ("write".equals(System.getProperty("meridian.golden"))) {
            Files.writeString(expected, actual.toString());
        }
        assertEquals(Files.readString(expected), actual.toString());
    }

    private static String outcome(String query) {
        try {
            return CheckedText.of(Adql.check(query, SampleSchema.TABLES, SampleSchema.UDFS));
        } catch (AdqlException e) {
            return e.line() + ":" + e.column() + ": " + e.reason() + "\n";
        }
    }
}
