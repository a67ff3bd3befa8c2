// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file in the making: rows are collected in a database of DuckDB's in a folder, within bounded memory, and written
 * when all are there. DuckDB can touch nothing but that folder. Belongs to one thread.
 */
public final class ParquetFile implements AutoCloseable {
    private static final String MEMORY = "256MB";
    private static final int ROWS_PER_GROUP = 61_440;
    private static final int BYTES_PER_FLUSH = 8 << 20;

    private final Path target;
    private final DuckDBConnection connection;
    private final DuckDBAppender appender;
    private final List<Column> columns;
    private long pending;

    private ParquetFile(Path target, DuckDBConnection connection, DuckDBAppender appender, List<Column> columns) {
        this.target = target;
        this.connection = connection;
        this.appender = appender;
        this.columns = columns;
    }

    /** What a value is, with DuckDB's name for it. */
    public enum Type {
        /** {@code Boolean}. */
        TRUTH("BOOLEAN"),
        /** 0 to 255, {@code Byte} of the same bits. */
        UNSIGNED_BYTE("UTINYINT"),
        /** {@code Short}. */
        SHORT("SMALLINT"),
        /** {@code Integer}. */
        INT("INTEGER"),
        /** {@code Long}. */
        LONG("BIGINT"),
        /** {@code Float}. */
        FLOAT("FLOAT"),
        /** {@code Double}. */
        DOUBLE("DOUBLE"),
        /** Microseconds since 1970, {@code Long}. */
        TIME("TIMESTAMP"),
        /** {@code byte[]}. */
        BYTES("BLOB"),
        /** {@code String}. */
        TEXT("VARCHAR");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    /**
     * A column.
     *
     * @param name unique, also in other case
     * @param type of a value, or of an element
     * @param list whether values are lists of elements: a {@code java.util.List} with null for NULL
     */
    public record Column(String name, Type type, boolean list) {}

    /**
     * Begins a file.
     *
     * @param folder empty; everything is kept in it
     * @throws IOException if DuckDB cannot work there
     */
    public static ParquetFile begin(Path folder, List<Column> columns) throws IOException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", MEMORY);
        settings.setProperty("threads", "1");
        settings.setProperty("temp_directory", folder.resolve("overflow").toString());
        Path target = folder.resolve("table.parquet");
        try {
            DuckDBConnection connection = (DuckDBConnection)
                    new DuckDBDriver().connect("jdbc:duckdb:" + folder.resolve("rows.duckdb"), settings);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET allowed_paths = [" + literal(target.toString()) + "]");
                statement.execute("SET enable_external_access = false");
                statement.execute("SET lock_configuration = true");
                // One transaction that is never committed: full groups of rows go to disk without a journal.
                connection.setAutoCommit(false);
                statement.execute(IntStream.range(0, columns.size())
                        .mapToObj(i -> "c" + i + " " + sqlType(columns.get(i)))
                        .collect(Collectors.joining(", ", "CREATE TABLE rows (", ")")));
                return new ParquetFile(target, connection, connection.createAppender("main", "rows"), columns);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot begin a Parquet file: " + e.getMessage(), e);
        }
    }

    private static String sqlType(Column column) {
        return column.type.sql + (column.list ? "[]" : "");
    }

    private static String literal(String text) {
        // DuckDB has no backslash escapes in plain strings.
        return "'" + text.replace("'", "''") + "'";
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column, of the class that its type names; null for NULL
     * @param bytes about how many bytes they are
     * @throws IOException if the disk is full or fails
     */
    public void add(@Nullable Object[] cells, int bytes) throws IOException {
        try {
            appender.beginRow();
            for (int i = 0; i < cells.length; i++) {
                append(columns.get(i), cells[i]);
            }
            appender.endRow();
            pending += bytes;
            if (pending > BYTES_PER_FLUSH) {
                appender.flush();
                pending = 0;
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB does not take a row: " + e.getMessage(), e);
        }
    }

    private void append(Column column, @Nullable Object cell) throws SQLException {
        switch (cell) {
            case null -> appender.appendNull();
            case List<?> list -> appender.append(list);
            case Boolean value -> appender.append(value.booleanValue());
            case Byte value -> appender.append(value.byteValue());
            case Short value -> appender.append(value.shortValue());
            case Integer value -> appender.append(value.intValue());
            case Long value when column.type == Type.TIME -> appender.appendEpochMicros(value);
            case Long value -> appender.append(value.longValue());
            case Float value -> appender.append(value.floatValue());
            case Double value -> appender.append(value.doubleValue());
            case byte[] value -> appender.append(value);
            case String value -> appender.append(value);
            default -> throw new IllegalArgumentException(cell.getClass() + " is no value of a Parquet file");
        }
    }

    /**
     * Writes the file; no row can be added any more.
     *
     * @param metadata texts by key, for the footer
     * @return where it is, until this is closed
     * @throws IOException if the disk is full or fails
     */
    public Path finish(Map<String, String> metadata) throws IOException {
        String select = IntStream.range(0, columns.size())
                .mapToObj(i -> "c" + i + " AS \"" + columns.get(i).name.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(", ", "SELECT ", " FROM rows"));
        String pairs = metadata.entrySet().stream()
                .map(pair -> literal(pair.getKey()) + ": " + literal(pair.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        try (Statement statement = connection.createStatement()) {
            appender.close();
            statement.execute("COPY (" + select + ") TO " + literal(target.toString())
                    + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + ROWS_PER_GROUP + ", KV_METADATA " + pairs
                    + ")");
            return target;
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot write a Parquet file: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            appender.close();
        } catch (SQLException e) {
            throw new IOException("DuckDB does not let go of a Parquet file", e);
        }
    }
}
