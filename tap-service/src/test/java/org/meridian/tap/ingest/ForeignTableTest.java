// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.TemporaryFiles;
import uk.ac.starlink.fits.FitsTableWriter;
import uk.ac.starlink.table.ArrayColumn;
import uk.ac.starlink.table.ColumnStarTable;

/** Tables that take more room than they should, or say they do. */
class ForeignTableTest {
    private static final ForeignTable.Limits LIMITS = new ForeignTable.Limits(1000, 100_000);

    @TempDir
    private Path folder;

    private TemporaryFiles disk;
    private long rowBytes;

    @BeforeEach
    void openDisk() throws IOException {
        disk = TemporaryFiles.open(folder.resolve("disk"), 150_000);
    }

    private static String votable(String fields, String data) {
        return "<VOTABLE version='1.4' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'><RESOURCE><TABLE>" + fields
                + "<DATA>" + data + "</DATA></TABLE></RESOURCE></VOTABLE>";
    }

    private static String binary(byte[] rows) {
        return "<BINARY><STREAM encoding='base64'>" + Base64.getEncoder().encodeToString(rows) + "</STREAM></BINARY>";
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("table"), content);
    }

    private long rows(byte[] content) throws IOException, IngestException {
        rowBytes = 0;
        try (ForeignTable table = ForeignTable.open(file(content), "the table", disk, LIMITS)) {
            return table.putRows((bytes, offset, length) -> rowBytes += length, LIMITS.rows());
        } finally {
            assertEquals(0, disk.usedBytes());
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder.resolve("disk"))) {
                assertEquals(List.of(), List.copyOf(asList(left)));
            }
        }
    }

    private static List<Path> asList(DirectoryStream<Path> files) {
        List<Path> list = new ArrayList<>();
        files.forEach(list::add);
        return list;
    }

    private void refuses(byte[] content, String reason) {
        IngestException refused = assertThrows(IngestException.class, () -> rows(content));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("the table")
                        && String.valueOf(refused.getMessage()).contains(reason),
                refused.getMessage());
    }

    @Test
    void readsRowsOfVotablesWhereTheyStand() throws Exception {
        String rows = "<TABLEDATA>" + "<TR><TD>x</TD></TR>".repeat(900) + "</TABLEDATA>";
        String plain = votable("<FIELD name='a' datatype='char' arraysize='*'/>", rows);
        assertEquals(900, rows(plain.getBytes(ISO_8859_1)));
        try (ForeignTable open = ForeignTable.open(file(plain.getBytes(ISO_8859_1)), "the table", disk, LIMITS)) {
            assertEquals(0, disk.usedBytes());
        }
    }

    /** A table that cannot be read where it stands, of rows with 100 numbers each. */
    private static byte[] fitsInVotable(int rows) throws IOException {
        ColumnStarTable table = ColumnStarTable.makeTableWithRows(rows);
        table.addColumn(ArrayColumn.makeColumn("a", new double[rows][100]));
        ByteArrayOutputStream fits = new ByteArrayOutputStream();
        new FitsTableWriter().writeStarTable(table, fits);
        String data = "<FITS extnum='1'><STREAM encoding='base64'>"
                + Base64.getEncoder().encodeToString(fits.toByteArray()) + "</STREAM></FITS>";
        return votable("<FIELD name='a' datatype='double' arraysize='100'/>", data)
                .getBytes(ISO_8859_1);
    }

    @Test
    void readsTheTableOfResultsInEverySerialization() throws Exception {
        String meta = "<RESOURCE type='meta'><TABLE><FIELD name='m' datatype='int'/></TABLE></RESOURCE>";
        String document = new String(fitsInVotable(3), ISO_8859_1).replaceFirst("<RESOURCE>", meta + "<RESOURCE>");
        assertEquals(3, rows(document.getBytes(ISO_8859_1)));
    }

    @Test
    void countsRowsThatAreKeptOnDisk() throws Exception {
        byte[] table = fitsInVotable(20);
        assertEquals(20, rows(table));
        try (ForeignTable open = ForeignTable.open(file(table), "the table", disk, LIMITS)) {
            assertTrue(disk.usedBytes() >= 16_000, "they are counted");
        }
        UsageFault fault = assertThrows(UsageFault.class, () -> rows(fitsInVotable(150)));
        assertEquals("the table has more than 100000 bytes of rows; send fewer", fault.message());
    }

    @Test
    void asksForPatienceWhenOthersFillTheDisk() throws Exception {
        byte[] table = fitsInVotable(90);
        try (TemporaryFiles.TemporaryFile other = disk.newFile();
                var out = other.write(100_000, "too large")) {
            out.write(new byte[100_000]);
            assertThrows(TransientFault.class, () -> ForeignTable.open(file(table), "the table", disk, LIMITS));
            assertEquals(100_000, disk.usedBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<FIELD name='a' datatype='double' arraysize='2000000000'/>",
                "<FIELD name='a' datatype='bit' arraysize='65536x65536'/>",
                "<FIELD name='a' datatype='double' arraysize='1000000'/><FIELD name='b' datatype='char' arraysize='500000'/>",
                "<FIELD name='a' datatype='int'/><PARAM name='p' datatype='long' arraysize='2000000000' value='1'/>",
                "<FIeLD name='b' datatype='int'/><FIELD name='a' datatype='int'/>",
            })
    void refusesFieldsWiderThanMemory(String fields) {
        byte[] table =
                votable(fields, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>").getBytes(ISO_8859_1);
        refuses(table, "the XML, at line 1, has a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<G*200> | nests elements deeper than 100",
                "<RESOURCE*200> | nests elements deeper than 100",
                "<ATTRIBUTES*201/> | the XML, at line 2, goes beyond a limit of this service: an element with more than 200 attributes",
                "<NAME*1001/> | the XML, at line 2, goes beyond a limit of this service: a name of more than 1000 characters",
                "<x:a/> | the XML is broken at line 2: the prefix x is not declared",
                "<a x:b='1'/> | the XML is broken at line 2: the prefix x is not declared",
                "<a b='1' b='2'/> | the XML is broken at line 2: the attribute b is there twice",
                "<a>&nbsp;</a> | the XML is broken at line 2: The entity \"nbsp\" was referenced, but not declared",
                "<a><b></a></b> | the XML is broken at line 2: The element type \"b\" must be terminated",
                "<a>BYTE</a> | the XML is broken at line 2: a byte (hexadecimal E9) that has no place in UTF-8",
            })
    void saysWhatIsWrongWithADocument(String part, String reason) throws IOException {
        StringBuilder attributes = new StringBuilder("<a");
        for (int i = 0; i < 201; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        String content = part.replace("<G*200>", "<GROUP>".repeat(200) + "</GROUP>".repeat(200))
                .replace("<RESOURCE*200>", "<RESOURCE>".repeat(200) + "</RESOURCE>".repeat(200))
                .replace("<ATTRIBUTES*201", attributes)
                .replace("NAME*1001", "a".repeat(1001))
                .replace("BYTE", "\u00e9");
        refuses(
                votable("\n" + content + "<FIELD name='a' datatype='int'/>", "<TABLEDATA/>")
                        .getBytes(ISO_8859_1),
                reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text<TABLEDATA/> | DATA has text in it",
                "<TABLEDATA><TR><TD>1<B/></TD></TR></TABLEDATA> | row 1 (line 1), column a, has an element B in its cell",
                "<TABLEDATA><TR><B/></TR></TABLEDATA> | row 1 (line 1) has an element B",
                "<TABLEDATA>1</TABLEDATA> | row 1 (line 1) has text outside its cells",
                "<BINARY>AAAA<STREAM encoding='base64'>AAAA</STREAM></BINARY> | BINARY has text in it",
            })
    void saysWhatIsWrongWithWellFormedData(String data, String reason) {
        refuses(votable("<FIELD name='a' datatype='int'/>", data).getBytes(ISO_8859_1), reason);
    }

    @Test
    void readsUnusualButCorrectDocuments() throws Exception {
        String field = "<FIELD name='a' datatype='int'/>";
        String[] documents = {
            votable(
                    field,
                    "<!-- c --><?pi x?> <TABLEDATA><!-- c --><TR> <TD><![CDATA[1]]><!-- c --></TD><?x y?></TR></TABLEDATA>"),
            votable(field, "<TABLEDATA><TR><TD>&#x31;</TD></TR></TABLEDATA><INFO name='x' value='y'/>"),
            "<?xml version='1.1'?>" + votable(field, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>"),
            votable("<GROUP>".repeat(90) + "</GROUP>".repeat(90) + field, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>"),
            votable(field, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>")
                    .replaceAll("<(/?)(?=[A-Z])", "<$1v:")
                    .replace(" xmlns=", " xmlns:v="),
        };
        for (String document : documents) {
            assertEquals(1, rows(document.getBytes(ISO_8859_1)), document);
        }
        assertEquals(
                1,
                rows(votable(field, "<TABLEDATA><TR><TD>1</TD></TR></TABLEDATA>")
                        .getBytes(UTF_16)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "datatype='char' | ab | the column has one character a cell; declare texts with arraysize=\"*\"",
                "datatype='unicodeChar' | ab | the column has one character a cell; declare texts with arraysize=\"*\"",
                "datatype='int' | ab | a whole number is needed (datatype int)",
                "datatype='char' arraysize='2x2' | abcde | the text has 5 characters, more than its arraysize says",
                "datatype='boolean' arraysize='2' | T | the array has 1 elements; its arraysize says 2",
                "datatype='char' arraysize='*' xtype='timestamp' | 2020-13-01 | a time as YYYY-MM-DDThh:mm:ss.sss is needed",
                "datatype='char' arraysize='*' xtype='adql:TIMESTAMP' | ab | a time as YYYY-MM-DDThh:mm:ss.sss is needed",
                "datatype='double' arraysize='2' xtype='point' | 1 2 3 | the array has 3 elements; its arraysize says 2",
            })
    void namesRowAndColumnOfAWrongCell(String attributes, String cell, String reason) {
        String rows = "<TR><TD>7</TD><TD/></TR><TR><TD>8</TD><TD>" + cell + "</TD></TR>";
        String fields = "<FIELD name='first' datatype='int'/><FIELD name='other' " + attributes + "/>";
        String table = votable(fields, "<TABLEDATA>" + rows + "</TABLEDATA>");
        refuses(table.getBytes(ISO_8859_1), ", row 2, column other, value '" + cell + "': " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xtype='timestamp' | 2020-01-02T03:04:05 | TIMESTAMP",
                "xtype='timestamp' | 2020-01-02T03:04:05.123456789 | CHAR",
                "xtype='iso8601' | 2020-01-02 | TIMESTAMP",
                "xtype='iso8601' | 2020-13-01 | CHAR",
                "'' | 2020-01-02 | CHAR",
            })
    void makesTimesOfWhatIsSaidToBeTimes(String xtype, String cell, String primitive) throws Exception {
        String fields = "<FIELD name='t' datatype='char' arraysize='*' " + xtype + "/>";
        byte[] table = votable(fields, "<TABLEDATA><TR><TD>" + cell + "</TD></TR></TABLEDATA>")
                .getBytes(ISO_8859_1);
        try (ForeignTable open = ForeignTable.open(file(table), "the table", disk, LIMITS)) {
            assertEquals(primitive, open.fields().get(0).primitive().name());
        }
    }

    @ParameterizedTest
    @CsvSource({"2020-01-02, TIMESTAMP", "2020-13-01, CHAR"})
    void takesTextsForTimesWhereAllAreTimes(String cell, String primitive) throws Exception {
        byte[] table = ("n,t\n1,2020-01-01\n2," + cell + "\n").getBytes(ISO_8859_1);
        try (ForeignTable open = ForeignTable.open(file(table), "the table", disk, LIMITS)) {
            assertEquals(primitive, open.fields().get(1).primitive().name());
        }
    }

    @Test
    void refusesBinaryRowsThatPromiseMoreThanTheyHave() throws Exception {
        String field = "<FIELD name='a' datatype='double' arraysize='*'/>";
        ByteArrayOutputStream good = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(good);
        out.writeInt(2);
        out.writeDouble(1);
        out.writeDouble(2);
        assertEquals(1, rows(votable(field, binary(good.toByteArray())).getBytes(ISO_8859_1)));
        refuses(votable(field, binary(new byte[] {0x7F, -1, -1, -1})).getBytes(ISO_8859_1), "a row of more than");
        refuses(votable(field, binary(new byte[] {-1, -1, -1, -1})).getBytes(ISO_8859_1), "a row of more than");
        refuses(votable(field, binary(new byte[] {0, 0, 0, 9, 1, 2})).getBytes(ISO_8859_1), "ends within row 1");
        refuses(votable("", binary(new byte[] {0})).getBytes(ISO_8859_1), "rows without columns");
        refuses(
                votable("<FIELD name='a' datatype='string'/>", binary(new byte[] {0}))
                        .getBytes(ISO_8859_1),
                "a datatype that is none");
    }

    @ParameterizedTest
    @CsvSource({
        "int 2x*, 00000004 00000001 00000002 00000003 00000004, 1",
        "char 3x*, 00000006 414243444546, 1",
        "bit 4x*, 00000008 A5, 1",
        "char 0 | int, 00000001 00000002, 2",
    })
    void countsTheElementsOfArraysInBinary(String fields, String hex, int rows) throws Exception {
        StringBuilder declared = new StringBuilder();
        for (String field : fields.split(" \\| ")) {
            String[] type = field.split(" ");
            declared.append("<FIELD name='a")
                    .append(declared.length())
                    .append("' datatype='")
                    .append(type[0])
                    .append("'");
            declared.append(type.length > 1 ? " arraysize='" + type[1] + "'/>" : "/>");
        }
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertEquals(rows, rows(votable(declared.toString(), binary(bytes)).getBytes(ISO_8859_1)));
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

    @Test
    void readsManyRowsOfTextFormats() throws Exception {
        assertEquals(900, rows(("a,b\n" + ("1,\"" + "x\ny".repeat(5000) + "\"\n").repeat(900)).getBytes(ISO_8859_1)));
    }

    @Test
    void refusesRowsWithoutAByte() {
        refuses(
                votable("<FIELD name='a' datatype='int' arraysize='0'/>", binary(new byte[] {0}))
                        .getBytes(ISO_8859_1),
                "rows in BINARY without a byte");
    }

    private byte[] parquet(String select) throws Exception {
        Path file = folder.resolve("made.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet, COMPRESSION zstd)");
        }
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repeat('x', 9000000)",
                "repeat('x', 9000000)::BLOB",
                "range(2000000)",
                "['a', repeat('x', 9000000)]"
            })
    void refusesParquetCellsLargerThanMemory(String cell) throws Exception {
        refuses(parquet("SELECT 1 AS n, " + cell + " AS big"), "column big has a cell of");
    }

    @Test
    void readsParquetOfAllKinds() throws Exception {
        assertEquals(
                2,
                rows(parquet("SELECT 1 AS n, 'x' AS s, 'x'::BLOB AS b, [1, 2] AS l, ['a', NULL] AS t"
                        + " UNION ALL SELECT NULL, NULL, NULL, NULL, NULL")));
    }

    private static byte[] fits() throws IOException {
        ColumnStarTable table = ColumnStarTable.makeTableWithRows(2);
        table.addColumn(ArrayColumn.makeColumn("id", new int[] {1, 2}));
        table.addColumn(ArrayColumn.makeColumn("list", new int[][] {{1}, {1, 2, 3}}));
        FitsTableWriter writer = new FitsTableWriter();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.setVarArray(FitsTableWriter.VarArrayMode.P);
        writer.writeStarTable(table, out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "NAXIS1, 2000000000, promises",
        "NAXIS2, 9000000000000000000, promises",
        "NAXIS2, -1, NAXIS2 = -1",
        "NAXIS1, 5, its columns have more bytes",
        "PCOUNT, 4, outside the heap",
        "PCOUNT, 2000000000, promises",
        "TFIELDS, 3, TFORM3",
    })
    void refusesFitsThatPromiseMoreThanTheyHave(String key, String value, String reason) throws Exception {
        byte[] good = fits();
        assertEquals(2, rows(good));
        String text = new String(good, ISO_8859_1);
        int at = text.indexOf(String.format("%-8s=", key), 2880);
        String lied = text.substring(0, at + 10) + " ".repeat(20 - value.length()) + value + text.substring(at + 30);
        refuses(lied.getBytes(ISO_8859_1), reason);
    }

    @Test
    void refusesFitsWithAnArrayBehindItsHeap() throws Exception {
        byte[] table = fits();
        // The second row, of 4 + 8 bytes each: how many elements, where.
        table[2 * 2880 + 12 + 4] = 0x1F;
        refuses(table, "an array of row 2 lies outside the heap");
        String inside =
                "<FITS><STREAM encoding='base64'>" + Base64.getEncoder().encodeToString(table) + "</STREAM></FITS>";
        refuses(votable("", inside).getBytes(ISO_8859_1), "an array of row 2 lies outside the heap");
    }
}
