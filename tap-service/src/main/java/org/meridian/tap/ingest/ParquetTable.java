// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.meridian.core.db.SqlLiteral;
import org.meridian.tap.ingest.votable.VotableTable;
import uk.ac.starlink.table.AbstractStarTable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.Tables;

/**
 * A Parquet file, read by DuckDB in this process; DuckDB can open this file and no other. Units and UCDs are known where
 * the file carries a VOTable header (VOParquet convention 1.0), else not. Rows are streamed. Each row sequence uses the one
 * connection: one at a time.
 */
final class ParquetTable extends AbstractStarTable {
    private static final String VOPARQUET_KEY = "IVOA.VOTable-Parquet.content";

    private final Connection connection;
    private final String file;
    private final List<Column> columns;
    private final long rows;

    private ParquetTable(Connection connection, String file, long maxCellBytes) throws SQLException, IngestException {
        this.connection = connection;
        this.file = file;
        this.columns = readColumns();
        this.rows = count();
        if (maxCellBytes < Long.MAX_VALUE) {
            checkCells(maxCellBytes);
        }
    }

    /** A column: what STIL is told, the SQL that gives its values in that type, and how many bytes they have. */
    private record Column(ColumnInfo info, String sql, String bytes) {}

    /**
     * Opens a file.
     *
     * @param path absolute, without symbolic links
     * @param maxCellBytes of a text, a blob or an array at most; the pages of a file unpack to any size
     * @throws IOException if it is no Parquet file
     * @throws IngestException if a column has a type no table can hold
     */
    static ParquetTable open(Path path, long maxCellBytes) throws IOException, IngestException {
        Properties settings = new Properties();
        settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        try {
            Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
            try (Statement statement = connection.createStatement()) {
                String file = literal(path.toString());
                statement.execute("SET allowed_paths = [" + file + "]");
                statement.execute("SET temp_directory = ''");
                statement.execute("SET enable_external_access = false");
                statement.execute("SET memory_limit = '512MB'");
                statement.execute("SET threads = 2");
                statement.execute("SET TimeZone = 'UTC'");
                statement.execute("SET lock_configuration = true");
                return new ParquetTable(connection, file, maxCellBytes);
            } catch (SQLException | IngestException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String literal(String text) {
        // DuckDB has no backslash escapes in plain strings.
        return "'" + text.replace("'", "''") + "'";
    }

    private List<Column> readColumns() throws SQLException, IngestException {
        List<Column> result = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM read_parquet(" + file + ")")) {
            while (described.next()) {
                result.add(column(described.getString("column_name"), described.getString("column_type")));
            }
        }
        describe(result);
        return result;
    }

    private static Column column(String name, String declared) throws IngestException {
        String type = declared.toUpperCase(Locale.ROOT);
        int bracket = type.lastIndexOf('[');
        boolean array = bracket > 0 && type.endsWith("]");
        String element = array ? type.substring(0, bracket) : type;
        if (element.endsWith("]")
                || element.startsWith("STRUCT")
                || element.startsWith("MAP")
                || element.startsWith("UNION")) {
            throw new IngestException("column " + name + " has values of type " + declared
                    + ", which no table can hold; leave it out of the file");
        }
        Kind kind = Kind.of(element);
        String sql = SqlLiteral.identifier(name);
        // UBIGINT is narrowed row by row, so that the row with too large a number can be named.
        boolean narrowedHere = element.equals("UBIGINT") && !array;
        if (!kind.sqlType.equals(element) && !narrowedHere) {
            sql = "CAST(" + sql + " AS " + kind.sqlType + (array ? "[]" : "") + ")";
        }
        ColumnInfo info = new ColumnInfo(name, array ? kind.arrayClass : kind.scalarClass, null);
        if (array || kind == Kind.BYTES) {
            String fixed = array ? type.substring(bracket + 1, type.length() - 1) : "";
            info.setShape(new int[] {fixed.isEmpty() ? -1 : Integer.parseInt(fixed)});
        }
        // A list can have NULLs among its bytes, a binary value cannot.
        if (kind == Kind.UNSIGNED_BYTE && !array || kind == Kind.BYTES) {
            info.setAuxDatum(new DescribedValue(Tables.UBYTE_FLAG_INFO, Boolean.TRUE));
        }
        info.setAuxDatum(new DescribedValue(VotableTable.EMPTY_IS_TEXT, Boolean.TRUE));
        if (kind == Kind.TIME && array) {
            throw new IngestException("column " + name + " has arrays of times, which no table can hold");
        }
        return new Column(info, sql, cellBytes(sql, kind, array));
    }

    /** Bytes of a cell, as SQL; 0 for what has always the same few. */
    private static String cellBytes(String sql, Kind kind, boolean array) {
        String each = kind == Kind.TEXT ? "strlen" : kind == Kind.BYTES ? "octet_length" : "";
        if (!array) {
            return each.isEmpty() ? "0" : each + "(" + sql + ")";
        }
        String numbers = "8 * len(" + sql + ")";
        return each.isEmpty()
                ? numbers
                : numbers + " + coalesce(list_sum(list_transform(" + sql + ", lambda x: " + each + "(x))), 0)";
    }

    /** Looks at the cells while they are in DuckDB, whose memory is limited: the pages of a file unpack to any size. */
    private void checkCells(long maxCellBytes) throws SQLException, IngestException {
        for (Column column : columns) {
            if (column.bytes.equals("0")) {
                continue;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet largest = statement.executeQuery(
                            "SELECT max(" + column.bytes + ") FROM read_parquet(" + file + ")")) {
                if (largest.next() && largest.getLong(1) > maxCellBytes) {
                    throw new IngestException("column " + column.info.getName() + " has a cell of " + largest.getLong(1)
                            + " bytes; it can have " + maxCellBytes);
                }
            }
        }
    }

    /** DuckDB's types as Java sees them. */
    private enum Kind {
        TRUTH("BOOLEAN", Boolean.class, boolean[].class),
        UNSIGNED_BYTE("UTINYINT", Short.class, short[].class),
        SHORT("SMALLINT", Short.class, short[].class),
        INT("INTEGER", Integer.class, int[].class),
        LONG("BIGINT", Long.class, long[].class),
        FLOAT("FLOAT", Float.class, float[].class),
        DOUBLE("DOUBLE", Double.class, double[].class),
        TIME("TIMESTAMP", LocalDateTime.class, LocalDateTime[].class),
        BYTES("BLOB", short[].class, short[].class),
        TEXT("VARCHAR", String.class, String[].class);

        private final String sqlType;
        private final Class<?> scalarClass;
        private final Class<?> arrayClass;

        Kind(String sqlType, Class<?> scalarClass, Class<?> arrayClass) {
            this.sqlType = sqlType;
            this.scalarClass = scalarClass;
            this.arrayClass = arrayClass;
        }

        static Kind of(String type) {
            return switch (type) {
                case "BOOLEAN" -> TRUTH;
                case "UTINYINT" -> UNSIGNED_BYTE;
                case "TINYINT", "SMALLINT" -> SHORT;
                case "USMALLINT", "INTEGER" -> INT;
                case "UINTEGER", "BIGINT", "UBIGINT" -> LONG;
                case "FLOAT" -> FLOAT;
                case "DOUBLE", "HUGEINT", "UHUGEINT" -> DOUBLE;
                case "BLOB" -> BYTES;
                case "DATE" -> TIME;
                default -> type.startsWith("DECIMAL") ? DOUBLE : type.startsWith("TIMESTAMP") ? TIME : TEXT;
            };
        }
    }

    /** Takes over what a VOTable header inside the file says of the columns, where there is one. */
    private void describe(List<Column> found) throws SQLException {
        Optional<byte[]> header = Optional.empty();
        try (Statement statement = connection.createStatement();
                ResultSet values = statement.executeQuery("SELECT value FROM parquet_kv_metadata(" + file
                        + ") WHERE key = '" + VOPARQUET_KEY + "'::BLOB")) {
            if (values.next()) {
                header = Optional.of(values.getBytes(1));
            }
        }
        if (header.isPresent()) {
            VotableHeader.describe(
                    header.get(), found.stream().map(Column::info).toList());
        }
    }

    private long count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery("SELECT count(*) FROM read_parquet(" + file + ")")) {
            counted.next();
            return counted.getLong(1);
        }
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public long getRowCount() {
        return rows;
    }

    @Override
    public ColumnInfo getColumnInfo(int index) {
        return columns.get(index).info;
    }

    @Override
    public RowSequence getRowSequence() throws IOException {
        String list = String.join(", ", columns.stream().map(Column::sql).toList());
        try {
            Statement statement = connection.createStatement();
            return new Rows(statement, statement.executeQuery("SELECT " + list + " FROM read_parquet(" + file + ")"));
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private final class Rows implements RowSequence {
        private final Statement statement;
        private final ResultSet rows;

        Rows(Statement statement, ResultSet rows) {
            this.statement = statement;
            this.rows = rows;
        }

        @Override
        public boolean next() throws IOException {
            try {
                return rows.next();
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public @Nullable Object getCell(int index) throws IOException {
            try {
                Object value = rows.getObject(index + 1);
                return value == null
                        ? null
                        : converted(value, columns.get(index).info.getContentClass());
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        @SuppressWarnings("NullAway") // in STIL's rows null is a blank cell
        public Object[] getRow() throws IOException {
            Object[] row = new Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = getCell(i);
            }
            return row;
        }

        @Override
        public void close() throws IOException {
            try {
                rows.close();
                statement.close();
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    private static Object converted(Object value, Class<?> kind) throws SQLException, IOException {
        return switch (value) {
            case BigInteger whole
            when whole.bitLength() > 63 ->
                throw new IOException(
                        whole + " is too large: the column can hold whole numbers up to " + Long.MAX_VALUE);
            case BigInteger whole -> whole.longValue();
            case java.sql.Timestamp time -> time.toLocalDateTime();
            case java.sql.Blob blob -> ParquetArrays.bytes(blob.getBytes(1, (int) blob.length()));
            case Array array -> ParquetArrays.of((Object[]) array.getArray(), kind);
            default -> value;
        };
    }
}
