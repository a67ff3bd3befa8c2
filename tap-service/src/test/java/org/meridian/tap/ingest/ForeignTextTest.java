// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in text formats: CSV, ECSV, IPAC and others. */
class ForeignTextTest extends ForeignTables {
    @ParameterizedTest
    @CsvSource({"2020-01-02, TIMESTAMP", "2020-13-01, CHAR"})
    void takesTextsForTimesWhereAllAreTimes(String cell, String primitive) throws Exception {
        byte[] table = ("n,t\n1,2020-01-01\n2," + cell + "\n").getBytes(ISO_8859_1);
        try (ForeignTable open = ForeignTable.open(file(table), "the table", disk, LIMITS)) {
            assertEquals(primitive, open.fields().get(1).primitive().name());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,BIG\n",
                "a,b\n1,\"x\n\nBIG",
                "a,b\nBIG",
                "a\tb\n1\tBIG\n",
                "a b\n1 BIG\n",
                "# %ECSV 1.0\n# ---\n# datatype:\n# - {name: a, datatype: string, description: '5\"'}\na\nBIG\n",
                "# %ECSV 1.0\n# ---\n# datatype:\n# - {name: a, datatype: string}\na\n\"BIG",
                "|a  |\n|int|\nBIG",
                "# a b\n1 2\n'BIG\n",
            })
    void refusesRowsOfTextFormatsLargerThanMemory(String table) {
        byte[] bytes = table.replace("BIG", "x\"\"y".repeat(2_200_000)).getBytes(ISO_8859_1);
        refuses(bytes, "has more than 8388608 bytes");
    }

    private static byte[] ecsv(String type, String cells) {
        return ("# %ECSV 1.0\n# ---\n# datatype:\n# - {name: n, datatype: int32}\n# - {name: a, datatype: " + type
                        + "}\n" + "n a\n" + cells)
                .getBytes(UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int16 | 1.5 | a whole number is needed",
                "int16 | 70000 | the column holds whole numbers from -32768 to 32767",
                "int64 | 99999999999999999999 | the column holds whole numbers from -9223372036854775808 to 9223372036854775807",
                "int64 | x | a whole number is needed",
                "float32 | 1e39 | the number is too large for a float",
                "float64 | 1e400 | the number is too large for a double",
                "float64 | -- | a number is needed, or nan, inf or -inf",
                "bool | yes | True or False is needed",
                "string, subtype: 'int32[2]' | [1,2,3] | the array has 3 elements; its subtype says 2",
                "string, subtype: 'int32[2]' | [1,2.5] | '''2.5'' is wrong: a whole number is needed'",
                "string, subtype: 'int32[2]' | [1,2 | an array in JSON is needed",
                "string, subtype: 'int32[null]' | [1,2]x | an array in JSON is needed",
                "string, subtype: 'int32[null]' | null | an array in JSON is needed",
                "string, subtype: 'bool[null]' | [true,1] | '''1'' is wrong: True or False is needed'",
                "string, subtype: 'float64[2,2]' | [[1,2],[3]] | the array has 3 elements; its subtype says 4",
            })
    void refusesWrongCellsOfEcsv(String type, String cell, String reason) {
        refuses(ecsv(type, "1 \"\"\n2 " + cell + "\n"), ", row 2, column a, value '" + cell + "': " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int16 | -32768",
                "float32 | nan",
                "float64 | -inf",
                "float64 | 1.5e-3",
                "bool | TRUE",
                "string | 'x\"y'",
                "string | '\"a \"\"b\n\nc\"'",
                "string, subtype: 'int32[2]' | [1,null]",
                "string, subtype: 'float32[null]' | '\"[1, NaN, -Infinity, null]\"'",
                "string, subtype: 'float64[null]' | [1e999,-1e999]",
                "string, subtype: 'bool[null]' | [true,null]",
                "string, subtype: 'string[null]' | '\"[\"\"a, \\u00e9]\"\", null]\"'",
            })
    void readsCellsOfEcsv(String type, String cell) throws Exception {
        // Without a line end behind the last row.
        assertEquals(2, rows(ecsv(type, "1 \"\"\n\n2 " + cell)));
    }

    @Test
    void countsTheCellsOfEcsv() {
        refuses(ecsv("string", "1 x\n2 x y\n"), "row 2 (line 8) has 3 cells; the table has 2 columns");
        refuses(ecsv("string", "1 x\n2 \"x\n"), "the quotation mark of a cell at line 8 has no second one");
    }

    @Test
    void readsManyRowsOfTextFormats() throws Exception {
        assertEquals(900, rows(("a,b\n" + ("1,\"" + "x\ny".repeat(5000) + "\"\n").repeat(900)).getBytes(ISO_8859_1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a,b\n1,2\n\n3\n' | line 4 has 1 field where line 1, the first, has 2 fields; each line needs as many, and a text with commas",
                "'a,b\n1,2\n3,4,5\n' | line 3 has 3 fields where line 1, the first, has 2 fields",
                "'a,b\n1,2,3\n4,5,6\n' | line 2 has 3 fields where line 1, the first, has 2 fields",
                "'a,b\n1,\"x\ny\"\n2\n' | line 4 has 1 field",
                "'a\tb\n1\t2\n3\n' | line 3 has 1 field where line 1, the first, has 2 fields; each line needs as many, and a text with tabulators",
                "'a,b\n1,\"x\n' | the quotation mark of a cell at line 2 has no second one",
                "'a,b\n1,\"x\" y\n' | at line 2 a cell goes on behind its second quotation mark",
            })
    void saysWhichLineOfCsvIsWrong(String table, String reason) {
        refuses(table.replace("\\n", "\n").replace("\\t", "\t").getBytes(UTF_8), reason);
    }

    private String types(String table) throws Exception {
        try (ForeignTable open = ForeignTable.open(file(table.getBytes(UTF_8)), "the table", disk, LIMITS)) {
            return open.fields().stream()
                    .map(field -> field.name() + ":" + field.primitive())
                    .collect(Collectors.joining(" "));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,7,-12,+5 | INT",
                "9223372036854775807,5 | LONG",
                "007,12 | CHAR",
                "12,007 | CHAR",
                "00,12 | CHAR",
                "9223372036854775808,5 | CHAR",
                "5,-9223372036854775809 | CHAR",
                "-0,12 | DOUBLE",
                "007,1.5 | DOUBLE",
                "05.5,-00.1 | DOUBLE",
                "007,x | CHAR",
            })
    void takesWholeNumbersForNumbersWhereNothingIsLost(String cells, String primitive) throws Exception {
        String rows = cells.strip().replace(",", ",1\n") + ",1\n";
        assertEquals("a:" + primitive + " b:INT", types("a,b\n" + rows));
        assertEquals("a:" + primitive + " b:INT", types("a\tb\n" + rows.replace(',', '\t')));
        assertEquals("a:" + primitive + " b:INT", types("# a b\n" + rows.replace(',', ' ')));
    }

    @Test
    void readsNamesAndCommentsOfCsv() throws Exception {
        assertEquals("ra:INT dec:INT", types("# who made it\n\n#and when\nra,dec\n1,2\n"));
        assertEquals("#ra:INT dec:INT", types("#ra,dec\n1,2\n"));
        assertEquals("ra:INT dec:INT", types("\uFEFFra,dec\r\n1,2\r\n"));
        assertEquals("ra:INT dec:INT", types("ra,dec\r1,2\r"));
        assertEquals("col1:INT col2:INT", types("1,2\n3,4\n"));
    }

    @Test
    void readsTablesOfCatalogues() throws Exception {
        String table =
                "QUICK CATALOGUE\n\n# a comment\nEQUINOX: 2000\n\nId\tRa\tDec\n--\t--\t---\nx1\t10.5\t-3\nx2\t11\t4\n[EOD]\n";
        assertEquals("Id:CHAR Ra:FLOAT Dec:SHORT", types(table));
        assertEquals(2, rows(table.getBytes(UTF_8)));
        assertEquals("a:CHAR b:CHAR", types("a\tb\n-\t-\nx\ty\n"));
    }
}
