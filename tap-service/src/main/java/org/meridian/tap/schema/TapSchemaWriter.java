// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.meridian.core.votable.Field;

/**
 * Writes metadata of tables inside the transaction of whoever changes the tables, so that both become visible together.
 * Not thread-safe; made for one transaction.
 */
public final class TapSchemaWriter {
    private final Connection connection;

    /**
     * A writer.
     *
     * @param connection of the owner, in a transaction that the caller commits
     */
    public TapSchemaWriter(Connection connection) {
        this.connection = connection;
    }

    /**
     * Adds a schema, or gives an existing one the description.
     *
     * @param schema bare name
     * @param description free text; empty leaves an existing one as it is
     * @throws SQLException if the database fails
     */
    public void writeSchema(String schema, Optional<String> description) throws SQLException {
        execute(
                "INSERT INTO tap_schema.schemas (schema_name, description) VALUES (?, ?) ON CONFLICT (schema_name) DO UPDATE SET description ="
                        + " COALESCE(excluded.description, tap_schema.schemas.description)",
                AdqlName.written(schema),
                description.orElse(null));
    }

    /**
     * Adds a table of a schema that is there, or replaces what is said of it: its columns, frames and sky indexes. Foreign
     * keys whose columns are gone are taken away; those of the model are added.
     *
     * @param table what is to be said
     * @throws SQLException if the database fails
     */
    public void writeTable(TapTable table) throws SQLException {
        String written = AdqlName.written(table.schema(), table.name());
        execute(
                "INSERT INTO tap_schema.tables (schema_name, table_name, table_type, utype, description)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (table_name) DO UPDATE SET table_type = excluded.table_type,"
                        + " utype = excluded.utype, description = excluded.description",
                AdqlName.written(table.schema()),
                written,
                table.kind(),
                table.utype().orElse(null),
                table.description().orElse(null));
        execute("DELETE FROM tap_schema.columns WHERE table_name = ?", written);
        writeColumns(written, table.columns());
        writeFrames(written, table.columns());
        removeBrokenKeys(written);
        writeKeys(written, table.foreignKeys());
        writeSky(written, table.sky());
        numberListing(connection);
    }

    /** Gives what has been added its place in listings; to be called when somebody else is told of a table, too. */
    static void numberListing(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT meridian.number_listing()")) {
            statement.execute();
        }
    }

    /**
     * Says how many rows an ingest has put into a table.
     *
     * @param table bare qualified parts as in the model
     * @param rows rows of the whole table
     * @throws SQLException if the database fails
     */
    public void writeRowCount(TapTable table, long rows) throws SQLException {
        execute(
                "INSERT INTO meridian.table_loads (table_name, row_count) VALUES (?, ?) ON CONFLICT (table_name)"
                        + " DO UPDATE SET row_count = excluded.row_count, loaded = now()",
                AdqlName.written(table.schema(), table.name()),
                rows);
    }

    private void writeColumns(String table, List<TapColumn> columns) throws SQLException {
        String sql = "INSERT INTO tap_schema.columns (table_name, column_name, datatype, arraysize, xtype, \"size\","
                + " description, utype, unit, ucd, indexed, principal, std, column_index)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 0;
            for (TapColumn column : columns) {
                Field field = column.field();
                VotableType type = column.votableType();
                bind(
                        statement,
                        table,
                        AdqlName.written(column.name()),
                        type.datatype(),
                        type.arraysize().orElse(null),
                        type.xtype().orElse(null),
                        type.size(),
                        field.description().orElse(null),
                        field.utype().orElse(null),
                        field.unit().orElse(null),
                        field.ucd().orElse(null),
                        column.indexed() ? 1 : 0,
                        column.principal() ? 1 : 0,
                        column.std() ? 1 : 0,
                        ++index);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void writeFrames(String table, List<TapColumn> columns) throws SQLException {
        for (TapColumn column : columns) {
            if (column.field().frame().isEmpty()) {
                continue;
            }
            String name = AdqlName.written(column.name());
            switch (column.field().frame().get()) {
                case Field.CoordinateFrame frame ->
                    execute(
                            "INSERT INTO meridian.column_frames (table_name, column_name, coordinate_system, epoch, equinox)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            table,
                            name,
                            frame.system(),
                            frame.epoch().orElse(null),
                            frame.equinox().orElse(null));
                case Field.TimeFrame frame ->
                    execute(
                            "INSERT INTO meridian.column_frames"
                                    + " (table_name, column_name, timescale, refposition, timeorigin)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            table,
                            name,
                            frame.timescale(),
                            frame.refposition(),
                            frame.timeorigin().orElse(null));
            }
        }
    }

    private void removeBrokenKeys(String table) throws SQLException {
        String broken = " IN (SELECT k.key_id FROM tap_schema.keys k JOIN tap_schema.key_columns p USING (key_id)"
                + " WHERE ? IN (k.from_table, k.target_table) AND NOT (EXISTS (SELECT FROM tap_schema.columns c"
                + " WHERE c.table_name = k.from_table AND c.column_name = p.from_column)"
                + " AND EXISTS (SELECT FROM tap_schema.columns c"
                + " WHERE c.table_name = k.target_table AND c.column_name = p.target_column)))";
        execute(
                "WITH broken AS (SELECT key_id FROM tap_schema.keys WHERE key_id" + broken + "), pairs AS"
                        + " (DELETE FROM tap_schema.key_columns WHERE key_id IN (SELECT key_id FROM broken))"
                        + " DELETE FROM tap_schema.keys WHERE key_id IN (SELECT key_id FROM broken)",
                table);
    }

    private void writeKeys(String table, List<TapTable.ForeignKey> keys) throws SQLException {
        for (TapTable.ForeignKey key : keys) {
            execute(
                    "INSERT INTO tap_schema.keys (key_id, from_table, target_table, description)"
                            + " VALUES (?, ?, ?, ?) ON CONFLICT (key_id) DO NOTHING",
                    key.id(),
                    table,
                    AdqlName.writtenQualified(key.targetTable()),
                    key.description().orElse(null));
            for (TapTable.ColumnPair pair : key.columns()) {
                execute(
                        "INSERT INTO tap_schema.key_columns (key_id, from_column, target_column) VALUES (?, ?, ?)"
                                + " ON CONFLICT (key_id, from_column) DO NOTHING",
                        key.id(),
                        AdqlName.written(pair.from()),
                        AdqlName.written(pair.target()));
            }
        }
    }

    private void writeSky(String table, TapTable.Sky sky) throws SQLException {
        execute("DELETE FROM meridian.sky_indexes WHERE table_name = ?", table);
        execute("DELETE FROM meridian.region_indexes WHERE table_name = ?", table);
        int index = 0;
        for (SkyIndex position : sky.positions()) {
            String lon = switch (position.position()) {
                case SkyIndex.LonLatColumns columns -> columns.lonColumn();
                case SkyIndex.PointColumn point -> point.column();
            };
            Optional<String> lat = switch (position.position()) {
                case SkyIndex.LonLatColumns columns -> Optional.of(columns.latColumn());
                case SkyIndex.PointColumn point -> Optional.empty();
            };
            execute(
                    "INSERT INTO meridian.sky_indexes VALUES (?, ?, ?, ?, ?, ?)",
                    table,
                    ++index,
                    lon,
                    lat.orElse(null),
                    position.cell29Column(),
                    position.cell14Column());
        }
        for (SkyIndex.RegionIndex region : sky.regions()) {
            execute(
                    "INSERT INTO meridian.region_indexes VALUES (?, ?, ?, ?)",
                    table,
                    region.column(),
                    region.rowColumn(),
                    region.coverTable());
        }
    }

    private void execute(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof OptionalInt number) {
                statement.setObject(i + 1, number.isPresent() ? number.getAsInt() : null, Types.INTEGER);
            } else if (values[i] == null) {
                statement.setNull(i + 1, Types.VARCHAR);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }
}
