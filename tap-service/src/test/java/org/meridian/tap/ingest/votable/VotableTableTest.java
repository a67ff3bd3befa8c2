// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.util.ByteArrayDataSource;

/** Cells as VOTable 1.4, section 6, spells them, and what is none. */
class VotableTableTest {
    private static final byte[] TWO_ROWS = {0, 0, 0, 1, 'T', 0, 0, 0, 2, '?'};
    private static final String INT_AND_BOOLEAN =
            "<FIELD name='i' datatype='int'><VALUES null='2'/></FIELD><FIELD name='b' datatype='boolean'/>";

    private static VotableTable open(String table) throws IOException {
        String document = "<VOTABLE version='1.4' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'><RESOURCE>" + table
                + "</RESOURCE></VOTABLE>";
        return VotableTable.open(new ByteArrayDataSource("t", document.getBytes(UTF_8)))
                .orElseThrow();
    }

    private static List<Object[]> rows(String table) throws IOException {
        List<Object[]> rows = new ArrayList<>();
        try (RowSequence sequence = open(table).getRowSequence()) {
            while (sequence.next()) {
                rows.add(sequence.getRow());
            }
        }
        return rows;
    }

    private static String tabledata(String attributes, String td) {
        return "<TABLE><FIELD name='a' " + attributes + "/><DATA><TABLEDATA><TR><TD>" + td
                + "</TD></TR></TABLEDATA></DATA></TABLE>";
    }

    private static String binary(String nrows, String fields, byte[] bytes) {
        return "<TABLE" + nrows + ">" + fields + "<DATA><BINARY><STREAM encoding='base64'>"
                + Base64.getMimeEncoder().encodeToString(bytes) + "</STREAM></BINARY></DATA></TABLE>";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "datatype='boolean'|tRUe|true",
                "datatype='boolean'|?|null",
                "datatype='bit'|1|true",
                "datatype='bit' arraysize='5'|10 110|[true, false, true, true, false]",
                "datatype='unsignedByte'|0xfF|255",
                "datatype='short'|0xFFFF|-1",
                "datatype='short'|+7|7",
                "datatype='int'|' -2147483648 '|-2147483648",
                "datatype='long'|0x8000000000000000|-9223372036854775808",
                "datatype='double'|+Inf|Infinity",
                "datatype='float'|1.5e-3|0.0015",
                "datatype='float'|NaN|NaN",
                "datatype='floatComplex'|1 -2.5|[1.0, -2.5]",
                "datatype='doubleComplex' arraysize='*'|1 2 3 4|[1.0, 2.0, 3.0, 4.0]",
                "datatype='boolean' arraysize='3'|T ? 0|[true, null, false]",
                "datatype='int' arraysize='2x*'|1 2 3 4|[1, 2, 3, 4]",
                "datatype='char' arraysize='4'|'ab  '|ab",
                "datatype='char' arraysize='*'|'ab  '|'ab  '",
                "datatype='char' arraysize='2x3'|a bcd|[a, bc, d]",
                "datatype='unicodeChar'|ß|ß",
            })
    void readsCellsOfTabledata(String attributes, String td, String expected) throws IOException {
        Object cell = rows(tabledata(attributes, td)).get(0)[0];
        String text = cell == null
                ? "null"
                : cell.getClass().isArray() ? Arrays.deepToString(new Object[] {cell}) : cell.toString();
        assertEquals(expected, cell != null && cell.getClass().isArray() ? text.substring(1, text.length() - 1) : text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "datatype='int'|one|one|a whole number is needed (datatype int)",
                "datatype='int'|1.0|1.0|a whole number is needed (datatype int)",
                "datatype='short'|40000|40000|datatype short holds whole numbers from -32768 to 32767",
                "datatype='unsignedByte'|-1|-1|datatype unsignedByte holds whole numbers from 0 to 255",
                "datatype='double'|1d|1d|a number is needed (datatype double), or NaN, +Inf or -Inf",
                "datatype='float'|1e39|1e39|the number is too large for datatype float",
                "datatype='boolean'|yes|yes|a truth value is needed",
                "datatype='int' arraysize='3'|1 2|1 2|the array has 2 elements; its arraysize says 3",
                "datatype='int' arraysize='2x*'|1 2 3|1 2 3|the array has 3 elements; its arraysize says a multiple of 2",
                "datatype='double' arraysize='*'|1 x 3|1 x 3|'''x'' is wrong: a number is needed'",
                "datatype='char'|ab|ab|the column has one character a cell",
                "datatype='bit' arraysize='3'|012|2|0 or 1 is needed",
            })
    void refusesWhatIsNoValue(String attributes, String td, String value, String message) {
        MalformedCellException e = assertThrows(MalformedCellException.class, () -> rows(tabledata(attributes, td)));
        assertEquals(value, e.value());
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "datatype='integer'|column a has datatype 'integer', which VOTable does not know; there are boolean,",
                "unit='m'|column a has no datatype",
                "datatype='int' arraysize='x3'|column a has arraysize 'x3'",
            })
    void refusesFieldsThatAreNone(String attributes, String message) {
        IOException e = assertThrows(IOException.class, () -> open(tabledata(attributes, "")));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @Test
    void readsBinary() throws IOException {
        List<Object[]> rows = rows(binary(" nrows='2'", INT_AND_BOOLEAN, TWO_ROWS));
        assertArrayEquals(new Object[] {1L, true}, rows.get(0));
        assertArrayEquals(new @org.jspecify.annotations.Nullable Object[] {null, null}, rows.get(1));
    }

    @Test
    void takesTheNullOfValuesForOneElementOfAnArray() throws IOException {
        String table = tabledata("datatype='int' arraysize='*'", "-9")
                .replace("/><DATA>", "><VALUES null='-9'/></FIELD><DATA>");
        assertArrayEquals(new @org.jspecify.annotations.Nullable Object[] {null}, (Object[])
                rows(table).get(0)[0]);
    }

    @Test
    void noticesAStreamThatWasCut() {
        for (int length = 1; length < TWO_ROWS.length; length++) {
            byte[] cut = Arrays.copyOf(TWO_ROWS, length);
            IOException e = assertThrows(
                    IOException.class, () -> rows(binary(" nrows='2'", INT_AND_BOOLEAN, cut)), "" + length);
            String expected = length == 5
                    ? "the table has 1 rows, its attribute nrows says 2"
                    : "the stream ends within row " + (length / 5 + 1);
            assertTrue(e.getMessage().startsWith(expected), e.getMessage());
        }
    }

    @Test
    void noticesBase64ThatIsNone() {
        for (String stream : new String[] {"AAAAAVQ", "AAAA!VQ=", "AAAA=VQ=", "AAAAAVQ=AAAA"}) {
            String table = "<TABLE>" + INT_AND_BOOLEAN + "<DATA><BINARY><STREAM encoding='base64'>" + stream
                    + "</STREAM></BINARY></DATA></TABLE>";
            IOException e = assertThrows(IOException.class, () -> rows(table), stream);
            assertTrue(e.getMessage().contains("base64"), e.getMessage());
        }
    }

    @Test
    void countsCellsAndRowsOfTabledata() {
        String fields = "<FIELD name='a' datatype='int'/><FIELD name='b' datatype='int'/><DATA><TABLEDATA>";
        String end = "</TABLEDATA></DATA></TABLE>";
        for (String row : new String[] {"<TR><TD>1</TD></TR>", "<TR><TD/><TD/><TD/></TR>"}) {
            IOException e = assertThrows(IOException.class, () -> rows("<TABLE>" + fields + row + end));
            assertTrue(e.getMessage().startsWith("row 1 (line 1) has"), e.getMessage());
        }
        IOException e = assertThrows(
                IOException.class, () -> rows("<TABLE nrows='2'>" + fields + "<TR><TD>1</TD><TD>2</TD></TR>" + end));
        assertTrue(e.getMessage().startsWith("the table has 1 rows, its attribute nrows says 2"), e.getMessage());
    }

    @Test
    void tellsEmptyTextsOfBinary2FromNull() throws IOException {
        byte[] bytes = {0, 0, 0, 0, 0, (byte) 0x80, 0, 0, 0, 0};
        String table = binary("", "<FIELD name='a' datatype='char' arraysize='*'/>", bytes)
                .replace("BINARY>", "BINARY2>");
        List<Object[]> rows = rows(table);
        assertEquals("", rows.get(0)[0]);
        assertTrue(Objects.isNull(rows.get(1)[0]));
    }

    private static String resource(String attributes, String content) {
        return "<RESOURCE" + attributes + ">" + content + "</RESOURCE>";
    }

    @Test
    void readsTheTableOfResults() throws IOException {
        String other = tabledata("datatype='int'", "1");
        String wanted = tabledata("datatype='int'", "2");
        for (String content : new String[] {
            other + resource(" type='results'", wanted) + resource(" type='results'", other),
            resource(" type='meta'", other) + resource(" type='results'", wanted),
            resource(" type='meta'", other) + resource("", wanted),
            resource(" type='meta'", resource("", other)) + wanted,
            resource(" type='meta'", other + resource(" type='results'", wanted)),
            resource(" type='results'", resource(" type='meta'", other) + wanted),
            resource(" type='results'", "<INFO name='QUERY_STATUS' value='OVERFLOW'/>" + wanted),
            resource("", "<INFO name='QUERY_STATUS' value='ERROR'/>" + other) + resource(" type='results'", wanted),
        }) {
            assertEquals(2L, rows(content).get(0)[0], content);
        }
        IOException e = assertThrows(IOException.class, () -> rows(resource(" type='meta'", other)));
        assertTrue(e.getMessage().contains("TABLEs in RESOURCEs of type meta only"), e.getMessage());
    }

    @Test
    void refusesAnAnswerThatIsAFailure() {
        String info = "<INFO name='QUERY_STATUS' value='ERROR'>no such\n table</INFO>";
        String table = tabledata("datatype='int'", "1");
        for (String content : new String[] {
            resource(" type='results'", info),
            resource(" type='results'", table + info),
            resource("", resource(" type='results'", info + table)),
        }) {
            IOException e = assertThrows(IOException.class, () -> rows(content), content);
            assertEquals(
                    "the VOTable is the answer to a query that failed (QUERY_STATUS is ERROR): no such table",
                    e.getMessage());
        }
    }

    @Test
    void readsTheTableAskedFor() throws IOException {
        String first = tabledata("datatype='int'", "1");
        assertEquals(1L, rows(first + tabledata("datatype='int'", "2")).get(0)[0]);
        assertFalse(VotableTable.isVotable(new ByteArrayDataSource("t", "a,b\n<VOTABLE>".getBytes(UTF_8))));
    }
}
