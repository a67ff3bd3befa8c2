// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.Locale;
import java.util.Set;
import org.meridian.tap.schema.AdqlName;

/**
 * Name of a table to be loaded: two regular ADQL identifiers (ADQL 2.1, section 2.1.3), folded to lower case.
 *
 * @param schema name of the schema
 * @param table name of the table inside it
 */
public record TableName(String schema, String table) {
    private static final int MAX_LENGTH = 48;
    private static final Set<String> TAKEN =
            Set.of("tap_schema", "tap_upload", "information_schema", "public", "meridian", "ivoa");

    /**
     * Checks and folds both names.
     *
     * @throws IllegalArgumentException if one of them is not a regular identifier, is a reserved word, is too long, or the
     *     schema belongs to the gateway or to PostgreSQL
     */
    public TableName {
        schema = checked("schema", schema);
        table = checked("table", table);
        if (TAKEN.contains(schema) || schema.startsWith("pg_") || schema.startsWith("meridian_")) {
            throw new IllegalArgumentException(
                    "schema " + schema + " is kept for the gateway itself; choose another, such as my_catalogues");
        }
        if (table.startsWith("meridian_")) {
            throw new IllegalArgumentException("table names that begin with meridian_ are kept for the gateway");
        }
    }

    /**
     * Parses {@code schema.table}.
     *
     * @throws IllegalArgumentException if it is not two names with a dot between, or a name is refused
     */
    public static TableName parse(String text) {
        String[] parts = text.strip().split("\\.", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "a table is named schema.table, such as my_catalogues.stars, not '" + text + "'");
        }
        return new TableName(parts[0], parts[1]);
    }

    private static String checked(String what, String name) {
        if (!AdqlName.isRegular(name)) {
            throw new IllegalArgumentException(
                    AdqlName.isReserved(name)
                            ? "'" + name + "' is a reserved word of ADQL and cannot name a " + what
                            : "'" + name + "' cannot name a " + what
                                    + ": a letter, then letters, digits and underscores are needed");
        }
        if (name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the name of a " + what + " has at most " + MAX_LENGTH + " characters: '" + name + "'");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
