// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCheckTest {
    private static final QueryCheck.Options SYNTAX_ONLY = new QueryCheck.Options(Optional.empty(), Udfs.NONE);

    @TempDir
    Path folder;

    @Test
    void saysOneLineForEachFile() throws IOException {
        Path good = Files.writeString(folder.resolve("good.adql"), "SELECT a, ivo_any(b) FROM t");
        Path bad = Files.writeString(folder.resolve("bad.adql"), "SELECT a,\n  FROM t");
        Path none = folder.resolve("none.adql");
        assertEquals(
                "1\n" + good + ": valid\n" + bad + ":2:3: expected a column or expression, found FROM\n" + none
                        + ":1:1: the file cannot be read\n-: valid\n",
                run(SYNTAX_ONLY, "SELECT 1 FROM t;", good.toString(), bad.toString(), none.toString(), "-"));
    }

    @Test
    void succeedsIfAllAreValid() throws IOException {
        assertEquals("0\n-: valid\n", run(SYNTAX_ONLY, "SELECT 1 FROM t", "-"));
    }

    @Test
    void acceptsDeclaredFunctionsAndThoseOfTheIvoaOnly() throws Exception {
        Udfs udfs = new Udfs(List.of(new Udf(UdfSignature.parse("gavo_match(p VARCHAR, s VARCHAR) -> INTEGER"), "")));
        QueryCheck.Options options = new QueryCheck.Options(Optional.empty(), udfs);
        assertEquals("0\n-: valid\n", run(options, "SELECT GAVO_MATCH('a', b) FROM t", "-"));
        assertEquals(
                "1\n-:1:8: there is no function gavo_mach; did you mean gavo_match?\n",
                run(options, "SELECT gavo_mach('a', b) FROM t", "-"));
    }

    @Test
    void checksNamesWhereThereIsASchema() throws IOException {
        QueryCheck.Options options = new QueryCheck.Options(Optional.of(SampleSchema.TABLES), SampleSchema.UDFS);
        assertEquals("0\n-: valid\n", run(options, "SELECT ra FROM demo.stars", "-"));
        assertEquals(
                "1\n-:1:8: there is no function ivo_any\n", run(options, "SELECT ivo_any(ra) FROM demo.stars", "-"));
    }

    @Test
    void refusesFilesThatAreNotText() throws IOException {
        Path binary = Files.write(folder.resolve("x"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertEquals("1\n" + binary + ":1:1: the file is not UTF-8 text\n", run(SYNTAX_ONLY, "", binary.toString()));
    }

    private static String run(QueryCheck.Options options, String input, String... files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            int status = new QueryCheck(options, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out)
                    .run(List.of(files));
            return status + "\n" + bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
        }
    }
}
