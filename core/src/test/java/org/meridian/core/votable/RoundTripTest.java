// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridian.core.votable.spool.SpoolArea;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableFactory;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.util.ByteArrayDataSource;

/**
 * Random values of every kind, NULLs and text beyond ASCII, written in every format and read by somebody else's reader: the
 * same values come back, but for what the format cannot hold (docs/conformance.md).
 */
class RoundTripTest {
    private static final int ROWS = 150;
    private static final int SEEDS = 4;

    @TempDir
    private Path scratch;

    private byte[] written(TableFormat format, List<List<?>> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SpoolArea area = SpoolArea.open(scratch, SpoolArea.Limits.DEFAULT);
        TableOutcome outcome = ResponseFormat.of(format)
                .writer(area)
                .write(ArrayRowStream.of(SampleTable.FIELDS, rows), ResultDocument.plain(), out);
        assertEquals(new TableOutcome.Complete(rows.size()), outcome);
        assertEquals(0, area.usedBytes());
        return out.toByteArray();
    }

    /** Compares cell by cell; {@code seen} says what a reader may make of a value, as a text. */
    private static void compare(List<List<?>> rows, Object[][] found, Expectation expectation) {
        assertEquals(rows.size(), found.length);
        for (int r = 0; r < found.length; r++) {
            for (int c = 0; c < SampleTable.FIELDS.size(); c++) {
                Column column = Column.of(SampleTable.FIELDS.get(c));
                Object value = rows.get(r).get(c);
                Object cell = found[r][c];
                assertEquals(
                        expectation.of(column, value),
                        Values.text(cell),
                        "row " + r + ", column " + column.field().name() + " of " + Values.text(value));
            }
        }
    }

    @FunctionalInterface
    private interface Expectation {
        String of(Column column, Object value);
    }

    private static Object[][] byStil(byte[] document, String format) throws IOException {
        StarTable table = Tables.randomTable(
                new StarTableFactory().makeStarTable(new ByteArrayDataSource("t", document), format));
        Object[][] rows = new Object[(int) table.getRowCount()][];
        for (int r = 0; r < rows.length; r++) {
            Object[] row = table.getRow(r);
            rows[r] = row;
            // STIL makes no difference between no array and one without elements.
            Arrays.setAll(rows[r], i -> Values.text(row[i]).equals("[]") ? null : row[i]);
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(names = {"VOTABLE_TABLEDATA", "VOTABLE_BINARY2", "VOTABLE_BINARY"})
    void votable(TableFormat format) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<List<?>> rows = new RandomRows(seed).rows(ROWS);
            Object[][] found = byStil(written(format, rows), "votable");
            for (int r = 0; r < found.length; r++) {
                for (int c = 0; c < SampleTable.FIELDS.size(); c++) {
                    Column column = Column.of(SampleTable.FIELDS.get(c));
                    assertEquals(
                            Arrays.toString(
                                    StilValues.expected(column, rows.get(r).get(c), format)),
                            Arrays.toString(StilValues.found(found[r][c])),
                            column.field().name());
                }
            }
        }
    }

    @Test
    void ecsv() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<List<?>> rows = new RandomRows(seed).rows(ROWS);
            // STIL reads each byte as a character.
            UnaryOperator<@Nullable Object> utf8 = cell -> cell instanceof String text
                    ? new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                    : cell instanceof String[] texts
                            ? Arrays.stream(texts)
                                    .map(text -> text == null
                                            ? null
                                            : new String(
                                                    text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                                    .toArray(String[]::new)
                            : cell;
            Object[][] found = byStil(written(TableFormat.ECSV, rows), "ecsv");
            for (Object[] row : found) {
                Arrays.setAll(row, i -> utf8.apply(row[i]));
            }
            compare(rows, found, Values::inEcsv);
        }
    }

    @Test
    void fits() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<List<?>> rows = new RandomRows(seed).rows(ROWS);
            compare(rows, byStil(written(TableFormat.FITS, rows), "fits"), Values::inFits);
        }
    }

    @Test
    void parquet() throws IOException, SQLException {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<List<?>> rows = new RandomRows(seed).rows(ROWS);
            Path file = Files.write(scratch.resolve("t.parquet"), written(TableFormat.PARQUET, rows));
            Object[][] found = new Object[rows.size()][SampleTable.FIELDS.size()];
            try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new java.util.Properties());
                    Statement statement = connection.createStatement();
                    ResultSet read = statement.executeQuery("SELECT * FROM '" + file + "'")) {
                for (Object[] row : found) {
                    assertTrue(read.next());
                    for (int c = 0; c < row.length; c++) {
                        row[c] = Values.fromDuckDb(read.getObject(c + 1));
                    }
                }
            }
            compare(rows, found, (column, value) -> Values.text(value));
        }
    }

    @Test
    void json() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<List<?>> rows = new RandomRows(seed).rows(ROWS);
            Map<?, ?> document = JsonTree.read(new String(written(TableFormat.JSON, rows), StandardCharsets.UTF_8));
            Object[][] found = ((List<?>) java.util.Objects.requireNonNull(document.get("data")))
                    .stream().map(row -> ((List<?>) row).toArray()).toArray(Object[][]::new);
            compare(rows, found, Values::inJson);
        }
    }

    @Test
    void csv() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<List<?>> rows = new RandomRows(seed).rows(ROWS);
            List<List<@Nullable String>> records =
                    CsvRecords.read(new String(written(TableFormat.CSV, rows), StandardCharsets.UTF_8));
            Object[][] found = records.stream().skip(1).map(List::toArray).toArray(Object[][]::new);
            // An empty array is an empty field, as NULL is.
            compare(rows, found, (column, value) -> {
                String text = Values.inPlainText(column, value);
                return text.isEmpty() && column.shape() != Column.Shape.TEXT ? "null" : text;
            });
        }
    }

    @Test
    void html() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<List<?>> rows = new RandomRows(seed).rows(ROWS);
            String page = new String(written(TableFormat.HTML, rows), StandardCharsets.UTF_8);
            List<Object[]> found = new ArrayList<>();
            for (String row : page.substring(page.indexOf("<tbody>")).split("<tr>", -1)) {
                if (row.startsWith("<td")) {
                    found.add(java.util.regex.Pattern.compile("(?s)<td[^>]*>(.*?)</td>")
                            .matcher(row)
                            .results()
                            .map(cell -> Values.unescaped(cell.group(1)))
                            .toArray());
                }
            }
            // An empty cell is NULL or an empty text.
            compare(
                    rows,
                    found.toArray(Object[][]::new),
                    (column, value) -> value.equals(SampleTable.NULL) ? "" : Values.inPlainText(column, value));
        }
    }
}
