// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.List;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.votable.Field;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.OutputColumn;

/**
 * ADQL 2.1 in PostgreSQL 14 or newer. The functions of the migrations V100 and later of the TAP service must be there;
 * nothing else is needed but the tables themselves. Stateless.
 */
public final class PostgresEngine implements SqlEngine {

    /** An engine. */
    public PostgresEngine() {}

    @Override
    public EngineQuery translate(CheckedQuery query, TranslationContext context) {
        Translation translation = new Translation(context);
        List<Field> fields = query.outputs().stream().map(OutputColumn::field).toList();
        String sql = translation.queries().result(query, context.maxrec());
        List<String> preparation = new ArrayList<>();
        // Any number is a seed; PostgreSQL wants one in [-1, 1].
        translation.seed().ifPresent(seed -> preparation.add("SELECT setseed(" + SqlLiteral.of(Math.sin(seed)) + ")"));
        if (translation.searchesWords()) {
            // Or there is a notice for each text that consists of common words only.
            preparation.add("SET LOCAL client_min_messages = error");
        }
        boolean small = SmallQueries.contains(query, context.maxrec().orElse(Long.MAX_VALUE), context.guarded());
        return new EngineQuery(preparation, sql, fields, translation.readyCells(), small);
    }
}
