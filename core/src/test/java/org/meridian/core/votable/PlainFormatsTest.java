// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.votable.spool.SpoolArea;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableFactory;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.util.ByteArrayDataSource;

class PlainFormatsTest {
    @TempDir
    private Path scratch;

    private byte[] bytes(TableFormat format, RowStream rows, ResultDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SpoolArea area = SpoolArea.open(scratch, SpoolArea.Limits.DEFAULT);
        ResponseFormat.of(format).writer(area).write(rows, document, out);
        return out.toByteArray();
    }

    private String text(TableFormat format, RowStream rows) throws IOException {
        return new String(bytes(format, rows, ResultDocument.plain()), StandardCharsets.UTF_8);
    }

    @Test
    void csvKeepsEveryValue() throws IOException {
        List<List<@Nullable String>> records = CsvRecords.read(text(TableFormat.CSV, SampleTable.rows()));
        assertEquals(SampleTable.FIELDS.stream().map(Field::name).toList(), records.get(0));
        List<@Nullable String> first = records.get(1);
        assertEquals(
                List.of("true", "200", "-5", "42", "1234567890123456789", "1.5", "3.141592653589793", "plain"),
                first.subList(0, 8));
        assertEquals("Ünïcödé ☃ 𝔘 <&>\"'", first.get(8));
        assertEquals("2024-02-29T23:59:59.123456", first.get(11));
        assertEquals("10.5 -20.25", first.get(12));
        assertEquals("1 null -3", first.get(14));
        assertEquals("[\"one\",\"zwölf, \\\"x\\\"\"]", first.get(21));
        records.get(2).forEach(cell -> assertNull(cell));
        List<@Nullable String> third = records.get(3);
        assertEquals("NaN", third.get(5));
        assertEquals(" blanks, kept ", third.get(7));
        assertEquals("line\nbreak\ttab", third.get(8));
        assertEquals("-Inf +Inf", third.get(12));
        assertEquals("", records.get(4).get(7), "the empty text is not NULL");
        assertEquals(5, records.size());
    }

    @Test
    void csvLeavesTheHeaderOutWhenAsked() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ResponseFormat format = ResponseFormat.negotiate(Optional.of("text/csv; header=absent"), Optional.empty());
        new DelimitedWriter(format)
                .write(new BrokenRows(0), ResultDocument.plain().withMaxrec(0), out);
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void tsvHasOneLinePerRowAndOneFieldPerColumn() throws IOException {
        List<String> lines = text(TableFormat.TSV, SampleTable.rows()).lines().toList();
        assertEquals(5, lines.size());
        lines.forEach(line -> assertEquals(SampleTable.FIELDS.size(), line.split("\t", -1).length));
        assertEquals("line break tab", lines.get(3).split("\t", -1)[8]);
    }

    @Test
    void tsvQuotesOnlyWhatReadersWouldTakeForQuoted() throws IOException {
        RowStream rows = ArrayRowStream.of(
                List.of(Field.of("t", Primitive.TEXT)),
                List.of(List.of("a \"b\""), List.of("\"a\"\tb"), List.of("[\"a\"]"), List.of(Optional.empty())));
        assertEquals("t\na \"b\"\n\"\"\"a\"\" b\"\n[\"a\"]\n\"\"\n", text(TableFormat.TSV, rows));
    }

    @Test
    void delimitedTextThatFailsEndsWithAVisibleLine() throws IOException {
        assertEquals(
                "n\r\n1\r\n2\r\n# QUERY_STATUS=ERROR: division by zero\r\n", text(TableFormat.CSV, new BrokenRows(2)));
        assertEquals("n\n1\n# QUERY_STATUS=ERROR: division by zero\n", text(TableFormat.TSV, new BrokenRows(1)));
    }

    @Test
    void jsonKeepsEveryValue() throws IOException {
        Map<?, ?> document = JsonTree.read(text(TableFormat.JSON, SampleTable.rows()));
        assertEquals("OK", document.get("status"));
        assertEquals(4L, document.get("rows"));
        List<?> metadata = assertInstanceOf(List.class, document.get("metadata"));
        assertEquals("deg", assertInstanceOf(Map.class, metadata.get(6)).get("unit"));
        List<?> data = assertInstanceOf(List.class, document.get("data"));
        List<?> first = assertInstanceOf(List.class, data.get(0));
        assertEquals(List.of(true, 200L, -5L, 42L, 1234567890123456789L, 1.5, Math.PI), first.subList(0, 7));
        assertEquals("Ünïcödé ☃ 𝔘 <&>\"'", first.get(8));
        assertEquals(List.of("one", "zwölf, \"x\""), first.get(21));
        assertInstanceOf(List.class, data.get(1)).forEach(cell -> assertNull(cell));
        List<?> third = assertInstanceOf(List.class, data.get(2));
        assertEquals(List.of("NaN", "NaN", " blanks, kept ", "line\nbreak\ttab"), third.subList(5, 9));
        assertEquals(List.of("-Infinity", "Infinity"), third.get(12));
    }

    @Test
    void jsonSaysHowItEnded() throws IOException {
        assertEquals(
                "OVERFLOW",
                JsonTree.read(new String(
                                bytes(
                                        TableFormat.JSON,
                                        SampleTable.rows(),
                                        ResultDocument.plain().withMaxrec(1)),
                                StandardCharsets.UTF_8))
                        .get("status"));
        Map<?, ?> failed = JsonTree.read(text(TableFormat.JSON, new BrokenRows(2)));
        assertEquals("ERROR", failed.get("status"));
        assertEquals("division by zero", failed.get("message"));
        assertEquals(List.of(List.of(1L), List.of(2L)), failed.get("data"));
    }

    @Test
    void textIsAligned() throws IOException {
        List<Field> fields = List.of(
                Field.of("n", Primitive.INT), Field.of("naïve", Primitive.TEXT), Field.of("x", Primitive.DOUBLE));
        ArrayRowStream rows =
                ArrayRowStream.of(fields, List.of(List.of(1, "é", 1.5), List.of(1000, "longer", Optional.empty())));
        assertEquals("""
                   n  naïve     x
                ----  ------  ---
                   1  é       1.5
                1000  longer    -
                (2 rows)
                """, text(TableFormat.TEXT, rows));
        assertTrue(text(TableFormat.TEXT, new BrokenRows(1)).endsWith("ERROR after 1 row: division by zero\n"));
    }

    @Test
    void textStreamsBeyondItsLookAhead() throws IOException {
        List<List<Object>> rows = java.util.stream.IntStream.range(0, 1000)
                .mapToObj(i -> List.<Object>of(i, "r" + i, (double) i))
                .toList();
        List<Field> fields =
                List.of(Field.of("n", Primitive.INT), Field.of("t", Primitive.TEXT), Field.of("x", Primitive.DOUBLE));
        List<String> lines =
                text(TableFormat.TEXT, ArrayRowStream.of(fields, rows)).lines().toList();
        assertEquals(1003, lines.size());
        assertEquals(
                List.of("999", "r999", "999.0"), List.of(lines.get(1001).strip().split(" +", -1)));
    }

    @Test
    void fitsReadsBackThroughStil() throws IOException {
        byte[] fits = bytes(TableFormat.FITS, SampleTable.rows(), ResultDocument.plain());
        StarTable table =
                Tables.randomTable(new StarTableFactory().makeStarTable(new ByteArrayDataSource("s", fits), "fits"));
        assertEquals(4, table.getRowCount());
        assertEquals("deg", table.getColumnInfo(6).getUnitString());
        assertEquals("pos.eq.ra;meta.main", table.getColumnInfo(6).getUCD());
        assertEquals(
                List.of(true, (short) 200, (short) -5, 42, 1234567890123456789L, 1.5f, Math.PI, "plain"),
                List.of(table.getRow(0)).subList(0, 8));
        assertEquals("??????", table.getCell(0, 10));
        assertEquals("2024-02-29T23:59:59.123456", table.getCell(0, 11));
        try (RowSequence rows = table.getRowSequence()) {
            rows.next();
            assertTrue(rows.next());
            for (int i : new int[] {0, 2, 3, 4}) {
                assertNull(rows.getCell(i), SampleTable.FIELDS.get(i).name());
            }
        }
        assertEquals(0, fits.length % 2880);
    }

    private static String fitsCards(byte[] fits) {
        return new String(fits, 2880, fits.length - 2880, StandardCharsets.ISO_8859_1);
    }

    @Test
    void fitsSaysWhatItIsAndWhatItLacks() throws IOException {
        List<Field> fields = List.of(Field.of("t", Primitive.TEXT));
        ResultDocument document = new ResultDocument(
                Optional.empty(),
                Optional.empty(),
                List.of(new ResultDocument.Info("QUERY", "SELECT\n" + "x".repeat(70))),
                1);
        ArrayRowStream accented = ArrayRowStream.of(fields, List.of(List.of("é𝔘"), List.of("cut")));
        String cards = fitsCards(bytes(TableFormat.FITS, accented, document));
        assertTrue(cards.contains("COMMENT QUERY = SELECT " + "x".repeat(57)), cards);
        assertTrue(cards.contains("COMMENT " + "x".repeat(13) + " "), cards);
        assertTrue(cards.contains("COMMENT QUERY_STATUS = OVERFLOW "), cards);
        assertTrue(cards.contains("COMMENT Characters that FITS cannot hold"), cards);
        assertTrue(cards.contains("TFORM1  = '2A"), cards);
        String plain = fitsCards(
                bytes(TableFormat.FITS, ArrayRowStream.of(fields, List.of(List.of("e"))), ResultDocument.plain()));
        assertFalse(plain.contains("COMMENT"), plain);
    }

    @Test
    void fitsNamesWhatStandsForNullInArrays() throws IOException {
        List<Field> fields = List.of(
                SampleTable.sized("short", Primitive.SHORT, "2", ""),
                SampleTable.sized("whole", Primitive.INT, "2", ""),
                SampleTable.sized("long", Primitive.LONG, "*", ""),
                SampleTable.sized("full", Primitive.INT, "2", ""),
                SampleTable.sized("real", Primitive.DOUBLE, "2", ""));
        Object none = SampleTable.NULL;
        List<List<?>> rows = List.of(
                List.of(List.of(1, 2), List.of(1, none), List.of(1L), List.of(1, 2), List.of(1.0, none)),
                List.of(List.of(none, 2), List.of(1, 2), List.of(none, none), List.of(3, 4), List.of(1.0, 2.0)));
        String cards = fitsCards(bytes(TableFormat.FITS, ArrayRowStream.of(fields, rows), ResultDocument.plain()));
        assertTrue(cards.contains("TNULL1  =               -32768"), cards);
        assertTrue(cards.contains("TNULL2  =          -2147483648"), cards);
        assertTrue(cards.contains("TNULL3  = -9223372036854775808"), cards);
        assertFalse(cards.contains("TNULL4"), cards);
        assertFalse(cards.contains("TNULL5"), cards);
    }

    @Test
    void fitsTextsAreNeverOfNoWidth() throws IOException {
        List<Field> fields = List.of(Field.of("t", Primitive.TEXT), Field.of("c", Primitive.CHAR));
        for (List<? extends List<?>> rows :
                List.of(List.<List<?>>of(), List.<List<?>>of(List.of("", SampleTable.NULL)))) {
            String cards = fitsCards(bytes(TableFormat.FITS, ArrayRowStream.of(fields, rows), ResultDocument.plain()));
            assertTrue(cards.contains("TFORM1  = '1A") || cards.contains("TFORM1  = 'A "), cards);
            assertFalse(cards.contains("'0A"), cards);
        }
    }

    @Test
    void fitsOfFailedRowsIsEmptyAndLeavesNoFile() throws IOException {
        assertEquals(0, bytes(TableFormat.FITS, new BrokenRows(2), ResultDocument.plain()).length);
        try (var files = java.nio.file.Files.list(scratch)) {
            assertFalse(files.findAny().isPresent());
        }
    }

    @Test
    void ecsvSaysInItsHeaderThatRowsWereCut() throws IOException {
        ResultDocument cut = new ResultDocument(
                Optional.of("t"), Optional.empty(), List.of(new ResultDocument.Info("QUERY", "SELECT\n\"α\"")), 1);
        ArrayRowStream rows = ArrayRowStream.of(
                List.of(Field.of("x", Primitive.TEXT)), List.of(List.of(Optional.empty()), List.of("cut")));
        assertEquals("""
                # %ECSV 1.0
                # ---
                # delimiter: ','
                # datatype:
                # - {name: "x", datatype: string}
                # meta:
                #   "name": "t"
                #   "QUERY": "SELECT\\n\\"\\u03B1\\""
                #   "QUERY_STATUS": "OVERFLOW"
                # schema: astropy-2.0
                "x"
                " "
                """, new String(bytes(TableFormat.ECSV, rows, cut), StandardCharsets.UTF_8));
    }

    @Test
    void formatsThatBeginWithTheLastRowWriteNothingOfFailedOnes() throws IOException {
        for (TableFormat format : List.of(TableFormat.ECSV, TableFormat.PARQUET)) {
            assertEquals(0, bytes(format, new BrokenRows(2), ResultDocument.plain()).length);
        }
        try (var files = java.nio.file.Files.list(scratch)) {
            assertFalse(files.findAny().isPresent());
        }
    }

    @Test
    void htmlEscapesAndLinksOnlyToTheWeb() throws IOException {
        List<Field> fields = List.of(Field.of("<b>", Primitive.TEXT));
        List<List<String>> rows = List.of(
                List.of("<script>alert(1)</script>"),
                List.of("https://e.org/?a=1&b='2"),
                List.of("javascript:alert(1)"),
                List.of("http://e.org/ onclick=x"),
                List.of("https://e.org/\"x"));
        String page = text(TableFormat.HTML, ArrayRowStream.of(fields, rows));
        assertTrue(page.contains("<th scope=\"col\">&lt;b&gt;</th>"), page);
        assertTrue(page.contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>"), page);
        assertTrue(
                page.contains("<td><a rel=\"nofollow noopener noreferrer\" href=\"https://e.org/?a=1&amp;b='2\">"),
                page);
        assertEquals(2, page.split("<a ", -1).length);
    }

    @Test
    void htmlSaysHowItEnded() throws IOException {
        String cut = new String(
                bytes(
                        TableFormat.HTML,
                        SampleTable.rows(),
                        ResultDocument.plain().withMaxrec(1)),
                StandardCharsets.UTF_8);
        assertTrue(cut.contains("class=\"status overflow\">OVERFLOW: cut after 1 row;"), cut);
        assertTrue(text(TableFormat.HTML, new BrokenRows(1)).contains("ERROR after 1 row: division by zero</p>"));
    }

    @Test
    void aLonelyNullIsALineAllTheSame() throws IOException {
        ArrayRowStream rows = ArrayRowStream.of(
                List.of(Field.of("x", Primitive.INT)), List.of(List.of(1), List.of(Optional.empty())));
        assertEquals("x\r\n1\r\n\"\"\r\n", text(TableFormat.CSV, rows));
    }
}
