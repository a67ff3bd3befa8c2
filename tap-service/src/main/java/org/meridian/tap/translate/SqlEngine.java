// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import org.meridian.tap.adql.checked.CheckedQuery;

/** The dialect of one kind of database. Implementations are immutable and thread-safe. */
@FunctionalInterface
public interface SqlEngine {

    /**
     * Writes a checked query in the engine's SQL.
     *
     * @param query what is asked
     * @param context on whose behalf and within which limits
     * @return statements that need no parameters
     * @throws TranslationException if the engine cannot answer such a query
     */
    EngineQuery translate(CheckedQuery query, TranslationContext context);
}
