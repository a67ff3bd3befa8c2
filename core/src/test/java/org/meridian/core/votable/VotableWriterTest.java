// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridian.core.IvoaSchemas;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.votable.ResponseFormat.VotableVersion;
import org.meridian.core.votable.ResultDocument.Info;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableFactory;
import uk.ac.starlink.util.ByteArrayDataSource;

class VotableWriterTest {
    private static final ResultDocument DOCUMENT = new ResultDocument(
            Optional.of("sample"),
            Optional.of("Sample & more"),
            List.of(new Info("standardID", "ivo://ivoa.net/std/TAP"), new Info("QUERY", "SELECT\n\"x\" < 1")),
            Long.MAX_VALUE);

    private static String write(RowStream rows, ResponseFormat format, ResultDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new VotableWriter(format).write(rows, document, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static StarTable read(String xml) throws IOException {
        return new StarTableFactory()
                .makeStarTable(new ByteArrayDataSource("sample", xml.getBytes(StandardCharsets.UTF_8)), "votable");
    }

    private static void validate(String xml, VotableVersion version) throws Exception {
        IvoaSchemas.of("VOTable-v" + version.number() + ".xsd").validate(xml);
    }

    @ParameterizedTest
    @EnumSource(names = {"VOTABLE_BINARY2", "VOTABLE_TABLEDATA", "VOTABLE_BINARY"})
    void everyDatatypeReadsBackAsItWas(TableFormat format) throws Exception {
        StarTable table = read(write(SampleTable.rows(), ResponseFormat.of(format), DOCUMENT));
        assertEquals(SampleTable.FIELDS.size(), table.getColumnCount());
        try (RowSequence rows = table.getRowSequence()) {
            for (List<?> expected : SampleTable.ROWS) {
                assertTrue(rows.next());
                for (int i = 0; i < expected.size(); i++) {
                    Column column = Column.of(SampleTable.FIELDS.get(i));
                    Object[] wanted = StilValues.expected(column, expected.get(i), format);
                    Object[] found = StilValues.found(rows.getCell(i));
                    assertArrayEquals(wanted, found, column.field().name());
                }
            }
            assertFalse(rows.next());
        }
    }

    @Test
    void scalarNullsAreNullInBinary() throws Exception {
        StarTable table = read(write(SampleTable.rows(), ResponseFormat.of(TableFormat.VOTABLE_BINARY), DOCUMENT));
        try (RowSequence rows = table.getRowSequence()) {
            rows.next();
            assertTrue(rows.next());
            for (int i = 0; i < 5; i++) {
                assertNull(rows.getCell(i), SampleTable.FIELDS.get(i).name());
            }
        }
    }

    @Test
    void noNumberIsTakenForNullInBinary() throws Exception {
        List<Field> fields = List.of(Field.of("s", Primitive.SHORT), Field.of("i", Primitive.INT));
        List<List<?>> rows =
                List.of(List.of(Short.MIN_VALUE, Integer.MIN_VALUE), List.of(SampleTable.NULL, SampleTable.NULL));
        for (TableFormat format :
                List.of(TableFormat.VOTABLE_BINARY, TableFormat.VOTABLE_BINARY2, TableFormat.VOTABLE_TABLEDATA)) {
            String xml = write(ArrayRowStream.of(fields, rows), ResponseFormat.of(format), DOCUMENT);
            try (RowSequence sequence = read(xml).getRowSequence()) {
                assertTrue(sequence.next());
                assertEquals(Short.MIN_VALUE, ((Number) sequence.getCell(0)).longValue(), format.name());
                assertEquals(Integer.MIN_VALUE, ((Number) sequence.getCell(1)).longValue(), format.name());
                assertTrue(sequence.next());
                assertNull(sequence.getCell(0));
                assertNull(sequence.getCell(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VOTABLE_BINARY2", "VOTABLE_TABLEDATA", "VOTABLE_BINARY"})
    void documentsOfBothVersionsAreValid(TableFormat format) throws Exception {
        for (VotableVersion version : VotableVersion.values()) {
            ResponseFormat asked = new ResponseFormat(format, version, true, "x");
            validate(write(SampleTable.rows(), asked, DOCUMENT), version);
            validate(write(new BrokenRows(2), asked, DOCUMENT), version);
            ErrorDocument error = ErrorDocument.of(new UsageFault("no <such> column"), asked, DOCUMENT.infos());
            validate(new String(error.body(), StandardCharsets.UTF_8), version);
        }
    }

    @Test
    void fieldsCarryTheirWholeDescription() throws Exception {
        String xml = write(SampleTable.rows(), ResponseFormat.votable(), DOCUMENT);
        ColumnInfo info = read(xml).getColumnInfo(6);
        assertEquals("deg", info.getUnitString());
        assertEquals("pos.eq.ra;meta.main", info.getUCD());
        assertEquals("stc:a.b", info.getUtype());
        assertEquals("Right ascension, α < 360 & > 0", info.getDescription());
        assertTrue(xml.contains("<COOSYS ID=\"coosys1\" system=\"ICRS\" epoch=\"J1991.25\"/>"));
        assertTrue(xml.contains("<TIMESYS ID=\"timesys2\" timescale=\"UTC\" refposition=\"TOPOCENTER\"/>"));
        assertTrue(xml.contains(
                "<FIELD name=\"interval\" datatype=\"double\" arraysize=\"2\" xtype=\"interval\" ref=\"coosys1\"/>"));
        assertTrue(
                xml.contains(
                        "<FIELD name=\"time\" datatype=\"char\" arraysize=\"*\" xtype=\"timestamp\" ucd=\"time.start\" ref=\"timesys2\"/>"));
    }

    @Test
    void framesUseTheWordsOfTheirVersion() throws Exception {
        Field galactic = new Field(
                "l",
                Primitive.DOUBLE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Field.CoordinateFrame("GALACTIC", Optional.empty())));
        for (VotableVersion version : VotableVersion.values()) {
            ResponseFormat format = new ResponseFormat(TableFormat.VOTABLE_TABLEDATA, version, true, "x");
            String xml = write(ArrayRowStream.of(List.of(galactic), List.of()), format, DOCUMENT);
            assertTrue(xml.contains(version == VotableVersion.V1_4 ? "system=\"galactic\"" : "system=\"GALACTIC\""));
            validate(xml, version);
        }
    }

    @Test
    void anEquinoxIsSaidWhereThereIsOne() throws Exception {
        Field ra = new Field(
                "ra",
                Primitive.DOUBLE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Field.CoordinateFrame("FK5", Optional.of("J2015.5"), Optional.of("J1975"))));
        String xml = write(ArrayRowStream.of(List.of(ra), List.of()), ResponseFormat.votable(), DOCUMENT);
        assertTrue(xml.contains("system=\"eq_FK5\" equinox=\"J1975\" epoch=\"J2015.5\""), xml);
        validate(xml, VotableVersion.V1_4);
    }

    @Test
    void nanAndNullDiffer() throws Exception {
        List<Field> fields = List.of(Field.of("x", Primitive.DOUBLE));
        List<List<?>> rows = List.of(List.of(Double.NaN), List.of(SampleTable.NULL));
        String xml = write(ArrayRowStream.of(fields, rows), ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA), DOCUMENT);
        assertTrue(xml.contains("<TR><TD>NaN</TD></TR>\n<TR><TD/></TR>"));
        String binary = write(ArrayRowStream.of(fields, rows), ResponseFormat.votable(), DOCUMENT);
        String base64 = binary.replaceAll("(?s).*base64\">|</STREAM>.*", "");
        byte[] bytes = java.util.Base64.getMimeDecoder().decode(base64);
        assertArrayEquals(new int[] {18, 0, 0x80}, new int[] {bytes.length, bytes[0] & 0xFF, bytes[9] & 0xFF});
    }

    @Test
    void controlCharactersThatXmlForbidsAreReplaced() throws Exception {
        List<Field> fields = List.of(Field.of("a", Primitive.CHAR), Field.of("u", Primitive.TEXT));
        ArrayRowStream rows = ArrayRowStream.of(fields, List.of(List.of("a\u0001b\rc", "a\u0002\uFFFEb\r")));
        String xml = write(rows, ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA), DOCUMENT);
        assertTrue(xml.contains("<TD>a?b&#13;c</TD><TD>a\uFFFD\uFFFDb&#13;</TD>"), xml);
        validate(xml, VotableVersion.V1_4);
    }

    @Test
    void rowsAreCutAtMaxrecAndSaidToBe() throws Exception {
        String overflow = "</TABLE>\n<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>\n</RESOURCE>";
        ResponseFormat format = ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA);
        String cut = write(SampleTable.rows(), format, DOCUMENT.withMaxrec(3));
        assertEquals(3, cut.split("<TR>", -1).length - 1);
        assertTrue(cut.contains(overflow));
        assertFalse(write(SampleTable.rows(), format, DOCUMENT.withMaxrec(4)).contains("OVERFLOW"));
        String none = write(SampleTable.rows(), format, DOCUMENT.withMaxrec(0));
        assertTrue(none.contains(overflow));
        assertFalse(none.contains("<TR>"));
    }

    @ParameterizedTest
    @EnumSource(names = {"VOTABLE_BINARY2", "VOTABLE_TABLEDATA", "VOTABLE_BINARY"})
    void failureAfterRowsEndsTheDocumentWithAnError(TableFormat format) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableOutcome outcome = new VotableWriter(ResponseFormat.of(format)).write(new BrokenRows(2), DOCUMENT, out);
        assertEquals(2, assertInstanceOf(TableOutcome.Failed.class, outcome).rows());
        String xml = out.toString(StandardCharsets.UTF_8);
        assertTrue(
                xml.endsWith(
                        "</TABLE>\n<INFO name=\"QUERY_STATUS\" value=\"ERROR\">division by zero</INFO>\n</RESOURCE>\n</VOTABLE>\n"));
        try (RowSequence rows = read(xml).getRowSequence()) {
            assertTrue(rows.next());
            assertTrue(rows.next());
            assertEquals(2, ((Number) rows.getCell(0)).longValue());
            assertFalse(rows.next());
        }
    }

    @Test
    void aCellThatContradictsItsDescriptionEndsTheTableBeforeItsRow() throws Exception {
        List<Field> fields = List.of(Field.of("n", Primitive.INT), Field.of("name", Primitive.CHAR));
        for (TableFormat format :
                List.of(TableFormat.VOTABLE_BINARY2, TableFormat.VOTABLE_TABLEDATA, TableFormat.CSV)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ArrayRowStream rows =
                    ArrayRowStream.of(fields, List.of(List.of(1, "ok"), List.of(2, "né"), List.of(3, "x")));
            TableWriter writer = format == TableFormat.CSV
                    ? new DelimitedWriter(ResponseFormat.of(format))
                    : new VotableWriter(ResponseFormat.of(format));
            TableOutcome.Failed failed =
                    assertInstanceOf(TableOutcome.Failed.class, writer.write(rows, ResultDocument.plain(), out));
            assertEquals(1, failed.rows());
            assertTrue(failed.cause().fault().message().contains("column name is described as ASCII"));
        }
        Field fixed = SampleTable.sized("v", Primitive.FLOAT, "2", "");
        ArrayRowStream wrong = ArrayRowStream.of(List.of(fixed), List.of(List.of(List.of(1f, 2f, 3f))));
        assertTrue(write(wrong, ResponseFormat.votable(), DOCUMENT).contains("arraysize 2 but holds 3 elements"));
        Field text = SampleTable.sized("t", Primitive.CHAR, "2", "");
        ArrayRowStream tooLong = ArrayRowStream.of(List.of(text), List.of(List.of("abc")));
        assertTrue(write(tooLong, ResponseFormat.votable(), DOCUMENT).contains("a text of 3 characters"));
    }

    @Test
    void manyRowsPassTheBufferWhole() throws Exception {
        List<Field> fields = List.of(Field.of("n", Primitive.INT), Field.of("t", Primitive.TEXT));
        List<List<Object>> rows = java.util.stream.IntStream.range(0, 30_000)
                .mapToObj(i -> List.<Object>of(i, "row " + i))
                .toList();
        for (TableFormat format : List.of(TableFormat.VOTABLE_BINARY2, TableFormat.VOTABLE_TABLEDATA)) {
            StarTable table = read(write(ArrayRowStream.of(fields, rows), ResponseFormat.of(format), DOCUMENT));
            try (RowSequence sequence = table.getRowSequence()) {
                for (int i = 0; i < rows.size(); i++) {
                    assertTrue(sequence.next());
                    assertArrayEquals(new Object[] {i, "row " + i}, sequence.getRow());
                }
                assertFalse(sequence.next());
            }
        }
    }
}
