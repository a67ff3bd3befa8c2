// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.syntax.AdqlPrinter;
import org.meridian.tap.adql.syntax.Query;
import org.meridian.tap.translate.PostgresEngine;
import org.meridian.tap.translate.TranslationContext;
import org.meridian.tap.translate.TranslationException;

/**
 * What a fuzzer may do to the ADQL parser: any text is read, or refused with a position; what is read is printed and read
 * back as it was; what is valid becomes SQL. {@code .ci/fuzz} runs it under Jazzer.
 */
public final class AdqlFuzz {
    private static final Path CASES = Path.of("tap-service/src/test/resources/org/meridian/tap/adql/cases");

    private AdqlFuzz() {}

    /** Writes the queries of the test cases into the folder {@code args[0]}, for a fuzzer to begin with. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int number = 0;
        try (DirectoryStream<Path> cases = Files.newDirectoryStream(CASES, "*.adql")) {
            for (Path file : cases) {
                for (String query : Files.readString(file).split("(?m)^-- case .*$")) {
                    Files.writeString(folder.resolve("case-" + number++), query);
                }
            }
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, UTF_8);
        try {
            Query tree = Adql.parse(text, AdqlLimits.DEFAULT);
            String printed = AdqlPrinter.print(tree);
            requireSame(tree, printed);
            CheckedQuery query = Adql.check(text, SampleSchema.TABLES, SampleSchema.UDFS);
            new PostgresEngine().translate(query, TranslationContext.UNLIMITED);
        } catch (AdqlException e) {
            if (e.reason().isBlank() || e.line() < 0 || e.column() < 0) {
                throw new IllegalStateException("a fault that says nothing: " + e.describe());
            }
        } catch (TranslationException e) {
            Objects.requireNonNull(e.getMessage());
        }
    }

    private static void requireSame(Query tree, String printed) {
        try {
            if (!tree.equals(Adql.parse(printed, AdqlLimits.DEFAULT))) {
                throw new IllegalStateException("read back otherwise: " + printed);
            }
        } catch (AdqlException e) {
            throw new IllegalStateException("not read back: " + printed + ": " + e.describe(), e);
        }
    }
}
