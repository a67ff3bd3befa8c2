// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBArray;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTableFactory;
import uk.ac.starlink.util.ByteArrayDataSource;

/** Answers in FITS, read by STIL, and in Parquet, read by DuckDB. Cells as {@link RandomUpload} has them. */
final class BinaryAnswer {
    private BinaryAnswer() {}

    static List<List<@Nullable Object>> fits(byte[] answer, List<UploadColumn> columns) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (RowSequence sequence = new StarTableFactory()
                .makeStarTable(new ByteArrayDataSource("t", answer), "fits")
                .getRowSequence()) {
            while (sequence.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    row.add(value(columns.get(i), sequence.getCell(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    static List<List<@Nullable Object>> parquet(byte[] answer, List<UploadColumn> columns)
            throws IOException, SQLException {
        Path file = Files.createTempFile("answer", ".parquet");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement()) {
            Files.write(file, answer);
            try (ResultSet read = statement.executeQuery("SELECT * FROM '" + file + "'")) {
                while (read.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int i = 0; i < columns.size(); i++) {
                        row.add(value(columns.get(i), plain(read.getObject(i + 1))));
                    }
                    rows.add(row);
                }
            }
        } finally {
            Files.delete(file);
        }
        return rows;
    }

    private static @Nullable Object plain(@Nullable Object cell) throws SQLException {
        return switch (cell) {
            case DuckDBArray array -> array.getArray();
            case java.sql.Blob blob -> {
                byte[] bytes = blob.getBytes(1, (int) blob.length());
                short[] numbers = new short[bytes.length];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = (short) (bytes[i] & 0xFF);
                }
                yield numbers;
            }
            case java.sql.Timestamp time -> time.toLocalDateTime();
            case null, default -> cell;
        };
    }

    private static @Nullable Object value(UploadColumn column, @Nullable Object cell) {
        return switch (cell) {
            case null -> null;
            // FITS fills an empty text up with blanks.
            case Character c -> c.toString().strip();
            case Double d -> d;
            case Float f -> (double) f;
            case Number n -> n.longValue();
            case String text when column.isTimestamp() -> LocalDateTime.parse(text);
            case Object array
            when array.getClass().isArray() -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = 0; i < Array.getLength(array); i++) {
                    list.add(value(column, Array.get(array, i)));
                }
                yield list;
            }
            default -> cell;
        };
    }
}
