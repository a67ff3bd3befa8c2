// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
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
class ForeignTableTest extends ForeignTables {
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
