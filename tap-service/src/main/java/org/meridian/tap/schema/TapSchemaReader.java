// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.votable.Field;

/** Reads all of TAP_SCHEMA and what the gateway knows beyond it, in one query per kind of row. */
final class TapSchemaReader {
    private final Connection connection;
    private final Map<String, List<TapColumn>> columns = new LinkedHashMap<>();
    private final Map<String, List<TapTable.ForeignKey>> keys = new LinkedHashMap<>();
    private final Map<String, List<SkyIndex>> positions = new LinkedHashMap<>();
    private final Map<String, List<SkyIndex.RegionIndex>> regions = new LinkedHashMap<>();
    private final Map<String, List<TapTable>> tables = new LinkedHashMap<>();

    private TapSchemaReader(Connection connection) {
        this.connection = connection;
    }

    /** The snapshot the transaction of {@code connection} sees. */
    static TapSchema read(Connection connection) throws SQLException {
        TapSchemaReader reader = new TapSchemaReader(connection);
        reader.readColumns();
        reader.readKeys();
        reader.readSkyIndexes();
        reader.readTables();
        return reader.readSchemas();
    }

    private void readColumns() throws SQLException {
        forEachRow(
                "SELECT c.*, f.coordinate_system, f.epoch, f.equinox, f.timescale, f.refposition, f.timeorigin"
                        + " FROM tap_schema.columns c LEFT JOIN meridian.column_frames f USING (table_name, column_name)"
                        + " ORDER BY c.table_name, c.column_index NULLS LAST, c.column_name",
                row -> add(columns, row.getString("table_name"), column(row)));
    }

    private static TapColumn column(ResultSet row) throws SQLException {
        VotableType type = new VotableType(row.getString("datatype"), text(row, "arraysize"), text(row, "xtype"));
        Field field = new Field(
                AdqlName.bare(row.getString("column_name")),
                type.primitive(),
                type.fieldArraysize(),
                text(row, "unit"),
                text(row, "ucd"),
                text(row, "utype"),
                text(row, "xtype"),
                text(row, "description"),
                frame(row));
        return new TapColumn(
                field,
                type.valueType(),
                row.getInt("indexed") == 1,
                row.getInt("principal") == 1,
                row.getInt("std") == 1);
    }

    private static Optional<Field.Frame> frame(ResultSet row) throws SQLException {
        Optional<String> system = text(row, "coordinate_system");
        if (system.isPresent()) {
            return Optional.of(new Field.CoordinateFrame(system.get(), text(row, "epoch"), text(row, "equinox")));
        }
        Optional<String> timescale = text(row, "timescale");
        if (timescale.isEmpty()) {
            return Optional.empty();
        }
        String refposition = text(row, "refposition").orElse("UNKNOWN");
        return Optional.of(new Field.TimeFrame(timescale.get(), refposition, text(row, "timeorigin")));
    }

    private void readKeys() throws SQLException {
        Map<String, List<TapTable.ColumnPair>> pairs = new LinkedHashMap<>();
        forEachRow(
                "SELECT * FROM tap_schema.key_columns ORDER BY key_id, from_column",
                row -> add(
                        pairs,
                        row.getString("key_id"),
                        new TapTable.ColumnPair(
                                AdqlName.bare(row.getString("from_column")),
                                AdqlName.bare(row.getString("target_column")))));
        forEachRow(
                "SELECT * FROM tap_schema.keys ORDER BY key_id",
                row -> add(
                        keys,
                        row.getString("from_table"),
                        new TapTable.ForeignKey(
                                row.getString("key_id"),
                                AdqlName.bareQualified(row.getString("target_table")),
                                pairs.getOrDefault(row.getString("key_id"), List.of()),
                                text(row, "description"))));
    }

    private void readSkyIndexes() throws SQLException {
        forEachRow("SELECT * FROM meridian.sky_indexes ORDER BY table_name, position_index", row -> {
            String lon = row.getString("lon_column");
            SkyIndex.Position position = text(row, "lat_column")
                    .<SkyIndex.Position>map(lat -> new SkyIndex.LonLatColumns(lon, lat))
                    .orElseGet(() -> new SkyIndex.PointColumn(lon));
            SkyIndex index = new SkyIndex(position, row.getString("cell29_column"), row.getString("cell14_column"));
            add(positions, row.getString("table_name"), index);
        });
        forEachRow(
                "SELECT * FROM meridian.region_indexes ORDER BY table_name, column_name",
                row -> add(
                        regions,
                        row.getString("table_name"),
                        new SkyIndex.RegionIndex(
                                row.getString("column_name"),
                                row.getString("row_column"),
                                row.getString("cover_table"))));
    }

    private void readTables() throws SQLException {
        forEachRow("SELECT * FROM tap_schema.tables ORDER BY table_index NULLS LAST, table_name", row -> {
            String written = row.getString("table_name");
            TapTable table = new TapTable(
                    AdqlName.bare(row.getString("schema_name")),
                    AdqlName.bareLast(written),
                    row.getString("table_type"),
                    text(row, "description"),
                    text(row, "utype"),
                    columns.getOrDefault(written, List.of()),
                    keys.getOrDefault(written, List.of()),
                    new TapTable.Sky(
                            positions.getOrDefault(written, List.of()), regions.getOrDefault(written, List.of())));
            add(tables, row.getString("schema_name"), table);
        });
    }

    private TapSchema readSchemas() throws SQLException {
        List<TapSchema.Schema> schemas = new ArrayList<>();
        forEachRow(
                "SELECT * FROM tap_schema.schemas ORDER BY schema_index NULLS LAST, schema_name",
                row -> schemas.add(new TapSchema.Schema(
                        AdqlName.bare(row.getString("schema_name")),
                        text(row, "description"),
                        text(row, "utype"),
                        tables.getOrDefault(row.getString("schema_name"), List.of()))));
        return new TapSchema(schemas, AccessRules.read(connection));
    }

    private void forEachRow(String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private static <T> void add(Map<String, List<T>> lists, String key, T value) {
        lists.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(s -> !s.isEmpty());
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
