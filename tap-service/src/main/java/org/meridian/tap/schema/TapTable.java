// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.util.List;
import java.util.Optional;

/**
 * A published table: one row of TAP_SCHEMA.tables with its columns and foreign keys (TAP 1.1, section 4.2 to 4.5).
 * Immutable.
 *
 * @param schema name of its schema, without ADQL quotes
 * @param name its own name, without schema and ADQL quotes
 * @param kind {@code table} or {@code view}
 * @param description free text, empty if none
 * @param utype data model path, empty if none
 * @param columns in the order in which {@code SELECT *} gives them
 * @param foreignKeys from this table to others
 * @param sky indexes of its positions and regions
 */
public record TapTable(
        String schema,
        String name,
        String kind,
        Optional<String> description,
        Optional<String> utype,
        List<TapColumn> columns,
        List<ForeignKey> foreignKeys,
        Sky sky) {

    public TapTable {
        columns = List.copyOf(columns);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /**
     * What indexes the sky has on this table.
     *
     * @param positions position indexes; the first is the main one
     * @param regions cover indexes of region columns
     */
    public record Sky(List<SkyIndex> positions, List<SkyIndex.RegionIndex> regions) {
        /** No index. */
        public static final Sky NONE = new Sky(List.of(), List.of());

        public Sky {
            positions = List.copyOf(positions);
            regions = List.copyOf(regions);
        }
    }

    /**
     * A row of TAP_SCHEMA.keys with its key_columns.
     *
     * @param id key_id
     * @param targetTable qualified name of the table it points to
     * @param columns pairs of column names, from and target
     * @param description free text, empty if none
     */
    public record ForeignKey(String id, String targetTable, List<ColumnPair> columns, Optional<String> description) {
        public ForeignKey {
            columns = List.copyOf(columns);
        }
    }

    /** A column of this table and the one it points to. */
    public record ColumnPair(String from, String target) {}

    /** {@code schema.name}, without ADQL quotes. */
    public String qualifiedName() {
        return schema + "." + name;
    }

    /** The same table with other foreign keys. */
    public TapTable withForeignKeys(List<ForeignKey> keys) {
        return new TapTable(schema, name, kind, description, utype, columns, keys, sky);
    }

    /** The column of exactly this name. */
    public Optional<TapColumn> column(String columnName) {
        return columns.stream().filter(c -> c.name().equals(columnName)).findFirst();
    }
}
