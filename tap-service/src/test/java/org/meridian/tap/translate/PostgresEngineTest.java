// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.meridian.core.auth.RowFilter;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.IvoaFunctions;

/**
 * Translations as they should read: {@code cases/NAME.adql} becomes {@code cases/NAME.sql}. With
 * {@code -Dmeridian.golden=write} they are written anew: read the difference.
 */
class PostgresEngineTest {
    private static final Path CASES = Path.of("src/test/resources/org/meridian/tap/translate/cases");

    private static EngineQuery translate(String adql, TranslationContext context) throws AdqlException {
        return new PostgresEngine()
                .translate(Adql.check(adql, SkySample.schema(), IvoaFunctions.with(Optional.empty())), context);
    }

    private static String text(EngineQuery query) {
        return String.join(
                        ";\n",
                        Stream.concat(query.preparation().stream(), Stream.of(query.sql()))
                                .toList())
                + "\n";
    }

    @TestFactory
    Stream<DynamicTest> translatesTheCases() throws IOException {
        List<Path> cases;
        try (Stream<Path> files = Files.list(CASES)) {
            cases = files.filter(f -> f.toString().endsWith(".adql")).sorted().toList();
        }
        assertTrue(cases.size() > 15);
        return cases.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path file) throws IOException, AdqlException {
        String sql = text(translate(Files.readString(file), TranslationContext.UNLIMITED));
        String name = file.getFileName().toString().replace(".adql", ".sql");
        Path expected = CASES.resolve(name);
        if ("write".equals(System.getProperty("meridian.golden"))) {
            Files.writeString(expected, sql);
        }
        assertEquals(Files.readString(expected), sql);
    }

    @Test
    void asksForOneRowMoreThanMaxrec() throws AdqlException {
        TranslationContext context = new TranslationContext(OptionalLong.of(100), table -> new RowFilter.All());
        assertTrue(translate("SELECT id FROM sample.stars", context).sql().endsWith(" LIMIT 101"));
        assertTrue(translate("SELECT TOP 7 id FROM sample.stars", context).sql().endsWith(" LIMIT 7"));
        assertTrue(translate("SELECT id FROM sample.stars UNION SELECT id FROM sample.faint", context)
                .sql()
                .endsWith(" LIMIT 101"));
    }

    @Test
    void showsOnlyTheRowsThePolicyAllows() throws AdqlException {
        TranslationContext context = new TranslationContext(
                OptionalLong.empty(),
                table -> table.name().equals("stars") ? new RowFilter.None() : new RowFilter.All());
        assertTrue(translate("SELECT id FROM sample.stars", context)
                .sql()
                .contains("(SELECT * FROM \"sample\".\"stars\" WHERE false) AS t"));
    }

    @Test
    void saysWhatTheEngineCannotDo() {
        TranslationException e = assertThrows(
                TranslationException.class,
                () -> translate(
                        "SELECT id FROM sample.plates WHERE CONTAINS(disc, REGION('RANGE 1 2 3 4')) = 1",
                        TranslationContext.UNLIMITED));
        assertEquals(
                "such a REGION can only be asked what overlaps it and whether it contains a point; write a POLYGON"
                        + " instead",
                e.getMessage());
    }
}
