// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import org.meridian.tap.adql.check.QueryChecker;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.syntax.FunctionNames;
import org.meridian.tap.adql.syntax.Query;
import org.meridian.tap.adql.syntax.QueryParser;
import org.meridian.tap.schema.TapSchema;

/**
 * ADQL 2.1 from text to a checked query. LANG ADQL, ADQL-2.0 and ADQL-2.1 are all read with the grammar of 2.1, which
 * contains that of 2.0. Stateless; safe from any thread.
 */
public final class Adql {

    private Adql() {}

    /**
     * Reads a query; names are not looked up.
     *
     * @throws AdqlException if the text is not a query or is larger than the limits
     */
    public static Query parse(String text, AdqlLimits limits) throws AdqlException {
        return QueryParser.parse(text, limits, FunctionNames.ANY);
    }

    /**
     * Reads a query within {@link AdqlLimits#DEFAULT} and binds its names and types.
     *
     * @param schema what is published
     * @param udfs functions it may call
     * @throws AdqlException if the query is not valid
     */
    public static CheckedQuery check(String text, TapSchema schema, Udfs udfs) throws AdqlException {
        return check(parse(text, AdqlLimits.DEFAULT), schema, udfs);
    }

    /**
     * Binds names and types of a query.
     *
     * @param schema what is published
     * @param udfs functions it may call
     * @throws AdqlException if the query is not valid
     */
    public static CheckedQuery check(Query query, TapSchema schema, Udfs udfs) throws AdqlException {
        return QueryChecker.check(query, schema, udfs);
    }
}
