// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Foreign keys and indexes that tables have, which are cheaper to make for all rows at once than to keep for each. Keys that
 * identify rows stay.
 *
 * @param definitions statements that make them again
 */
record TableRules(List<String> definitions) {

    private static final String KEYS =
            "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),"
                    + " 'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' '"
                    + " || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = '%s'::regclass";
    private static final String INDEXES = "SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)"
            + " FROM pg_index WHERE NOT indisunique AND indrelid = '%s'::regclass";

    /** Takes them off empty or full tables. */
    static TableRules takeOff(Connection owner, List<String> tables) throws SQLException {
        List<String> drops = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        try (Statement statement = owner.createStatement()) {
            for (String query : List.of(INDEXES, KEYS)) {
                for (String table : tables) {
                    try (ResultSet rows = statement.executeQuery(String.format(query, table))) {
                        while (rows.next()) {
                            drops.add(rows.getString(1));
                            definitions.add(rows.getString(2));
                        }
                    }
                }
            }
            for (String drop : drops) {
                statement.execute(drop);
            }
        }
        return new TableRules(List.copyOf(definitions));
    }

    /** Makes them again. */
    void putBack(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            for (String definition : definitions) {
                statement.execute(definition);
            }
        }
    }
}
