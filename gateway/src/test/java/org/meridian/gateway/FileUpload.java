// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.fits.FitsTableWriter;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.table.RowListStarTable;
import uk.ac.starlink.table.Tables;

/** Writes a generated table in the other formats that uploads may have. Pure functions. */
final class FileUpload {
    private FileUpload() {}

    static byte[] csv(RandomUpload upload) {
        return records(upload, ",", "").getBytes(UTF_8);
    }

    static byte[] tsv(RandomUpload upload) {
        return records(upload, "\t", "").getBytes(UTF_8);
    }

    static byte[] ecsv(RandomUpload upload) {
        String header = upload.columns().stream()
                .map(column -> "# - {name: " + quotedYaml(column.name()) + ", datatype: " + ecsvType(column) + "}\n")
                .collect(Collectors.joining());
        return ("# %ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n" + header + "# schema: astropy-2.0\n"
                        + records(upload, ",", "nan"))
                .getBytes(UTF_8);
    }

    private static String quotedYaml(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String ecsvType(UploadColumn column) {
        return switch (column.datatype()) {
            case "boolean", "bit" -> "bool";
            case "unsignedByte" -> "uint8";
            case "short" -> "int16";
            case "int" -> "int32";
            case "long" -> "int64";
            case "float" -> "float32";
            case "double" -> "float64";
            default -> "string";
        };
    }

    /**
     * @param delimiter between cells
     * @param nan how NaN is spelt
     */
    private static String records(RandomUpload upload, String delimiter, String nan) {
        StringBuilder csv = new StringBuilder();
        csv.append(upload.columns().stream()
                .map(column -> quoted(column.name()))
                .collect(Collectors.joining(delimiter, "", "\n")));
        for (List<@Nullable Object> row : upload.rows()) {
            csv.append(row.stream()
                    .map(value -> switch (value) {
                        case null -> "";
                        case String text -> quoted(text);
                        case Boolean truth -> truth ? "True" : "False";
                        case Double d when d.isNaN() -> nan;
                        case Double d when d.isInfinite() -> d > 0 ? "inf" : "-inf";
                        default -> value.toString();
                    })
                    .collect(Collectors.joining(delimiter, "", "\n")));
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    static byte[] fits(RandomUpload upload) throws IOException {
        RowListStarTable table = new RowListStarTable(
                upload.columns().stream().map(FileUpload::info).toArray(ColumnInfo[]::new));
        for (List<@Nullable Object> row : upload.rows()) {
            Object[] cells = new Object[row.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = fitsCell(upload.columns().get(i), row.get(i));
            }
            table.addRow(cells);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        new FitsTableWriter().writeStarTable(table, file);
        return file.toByteArray();
    }

    private static ColumnInfo info(UploadColumn column) {
        Class<?> kind = switch (column.datatype()) {
            case "boolean", "bit" -> Boolean.class;
            case "unsignedByte", "short" -> Short.class;
            case "int" -> Integer.class;
            case "long" -> Long.class;
            case "float" -> Float.class;
            case "double" -> Double.class;
            default -> String.class;
        };
        ColumnInfo info = new ColumnInfo(column.name(), kind, null);
        if (column.datatype().equals("unsignedByte")) {
            info.setAuxDatum(new DescribedValue(Tables.UBYTE_FLAG_INFO, Boolean.FALSE));
        }
        return info;
    }

    private static @Nullable Object fitsCell(UploadColumn column, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Long n ->
                switch (column.datatype()) {
                    case "unsignedByte", "short" -> (Object) n.shortValue();
                    case "int" -> n.intValue();
                    default -> n;
                };
            case Double d when column.isSingle() -> d.floatValue();
            case Boolean truth -> truth;
            case Double d -> d;
            case String text -> FormatLimits.answered("fits", column, text);
            default -> value.toString();
        };
    }

    static byte[] parquet(RandomUpload upload) throws IOException, SQLException {
        Path file = Files.createTempFile("upload", ".parquet");
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
                Statement statement = connection.createStatement()) {
            // DuckDB's names are the same in any case.
            Set<String> taken = new HashSet<>();
            String columns = upload.columns().stream()
                    .map(column -> quoted(
                                    taken.add(column.name().toLowerCase(Locale.ROOT))
                                            ? column.name()
                                            : column.name() + "_2")
                            + " " + duckType(column))
                    .collect(Collectors.joining(", "));
            statement.execute("CREATE TABLE t (" + columns + ")");
            for (List<@Nullable Object> row : upload.rows()) {
                statement.execute("INSERT INTO t VALUES ("
                        + row.stream().map(FileUpload::literal).collect(Collectors.joining(", ")) + ")");
            }
            statement.execute("COPY t TO '" + file + "' (FORMAT parquet)");
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static String duckType(UploadColumn column) {
        String type = switch (column.datatype()) {
            case "boolean", "bit" -> "BOOLEAN";
            case "unsignedByte" -> "UTINYINT";
            case "short" -> "SMALLINT";
            case "int" -> "INTEGER";
            case "long" -> "BIGINT";
            case "float", "floatComplex" -> "FLOAT";
            case "double", "doubleComplex" -> "DOUBLE";
            default -> column.isTimestamp() ? "TIMESTAMP" : "VARCHAR";
        };
        return column.isList() ? type + "[]" : type;
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Double d -> "'" + d + "'::DOUBLE";
            case List<?> list -> list.stream().map(FileUpload::literal).collect(Collectors.joining(", ", "[", "]"));
            case Long n -> "'" + n + "'::BIGINT";
            default -> "'" + value.toString().replace("'", "''") + "'";
        };
    }
}
