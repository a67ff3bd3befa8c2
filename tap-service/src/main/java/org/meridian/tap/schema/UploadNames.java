// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import org.meridian.core.db.SqlLiteral;

/**
 * How uploaded tables (TAP 1.1, section 2.5) are called in ADQL and in the database. There they are temporary tables, of
 * which PostgreSQL looks for one first wherever a name has no schema, a type's name too: each has a prefix that no other
 * name has, so that an upload called {@code float8} stands in nobody's way. Pure functions.
 */
public final class UploadNames {
    /** The schema in ADQL, as the model has it. */
    public static final String SCHEMA = "tap_upload";

    /** Hidden column with the number of the row. */
    public static final String ROW = "meridian_row";

    private static final String TEMPORARY = "pg_temp";
    private static final String PREFIX = SCHEMA + ".";

    /** Length of a table's name at most, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = SqlLiteral.MAX_IDENTIFIER_BYTES - PREFIX.length();

    private UploadNames() {}

    /** Whether a table was uploaded with the request at hand. */
    public static boolean isUpload(TapTable table) {
        return table.schema().equals(SCHEMA);
    }

    /** SQL name of an uploaded table. */
    public static String sql(String table) {
        return SqlLiteral.qualified(TEMPORARY, PREFIX + table);
    }

    /** SQL name of the cells around the positions of an uploaded table; they are numbered within a query. */
    public static String cells(int number) {
        return SqlLiteral.qualified(TEMPORARY, "tap_cells." + number);
    }
}
