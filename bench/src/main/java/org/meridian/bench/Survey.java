// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.meridian.core.auth.RowFilter;
import org.meridian.core.db.Database;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.SkyIndex.LonLatColumns;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapSchemaStore;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.translate.PostgresEngine;
import org.meridian.tap.translate.TranslationContext;

/**
 * The table on which everything is measured, and the queries on it, in ADQL and in the SQL that the gateway makes of them.
 *
 * @param schema what the gateway publishes
 * @param table the synthetic survey
 * @param rows its size
 */
record Survey(TapSchema schema, TapTable table, long rows) {
    /** Its name. */
    static final String NAME = "demo.survey";

    /** Reads its description. */
    static Survey of(FloorDatabase floor, long rows) throws IOException {
        try (Database database = Database.open(floor.config())) {
            TapSchema schema = new TapSchemaStore(database.owner()).snapshot();
            TapTable table = schema.tables().stream()
                    .filter(candidate -> candidate.qualifiedName().equals(NAME))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the demo has no table " + NAME));
            return new Survey(schema, table, rows);
        }
    }

    /** The SQL that the gateway runs for a query. */
    String sql(String adql) {
        try {
            TranslationContext everything =
                    new TranslationContext(OptionalLong.of(TapClient.MAXREC), any -> new RowFilter.All());
            return new PostgresEngine()
                    .translate(Adql.check(adql, schema, Udfs.NONE), everything)
                    .sql();
        } catch (AdqlException e) {
            throw new IllegalStateException("the benchmark's own query is refused: " + e.describe(), e);
        }
    }

    /** Every row, every column. */
    String export() {
        return "SELECT * FROM " + NAME;
    }

    /** Every row and column, not sorted along the sky as the table is, but as a survey without a sky index might be. */
    String unsorted() {
        return export() + " ORDER BY " + table.columns().getFirst().name();
    }

    /** The rows around a position. */
    String cone(double raDeg, double decDeg, double radiusDeg) {
        return export() + " WHERE 1 = CONTAINS(POINT(" + position().lonColumn() + ", "
                + position().latColumn() + "), CIRCLE(" + raDeg + ", " + decDeg + ", " + radiusDeg + "))";
    }

    /** The columns with the position. */
    LonLatColumns position() {
        return table.sky().positions().stream()
                .map(SkyIndex::position)
                .filter(LonLatColumns.class::isInstance)
                .map(LonLatColumns.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(NAME + " has no sky index"));
    }

    /** Names of its columns, for remarks. */
    String columns() {
        return table.columns().stream().map(TapColumn::name).collect(Collectors.joining(", "));
    }
}
