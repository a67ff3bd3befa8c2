// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.util.List;
import java.util.Set;
import org.meridian.core.db.CallerGroups;
import org.meridian.core.votable.Field;
import org.meridian.tap.translate.EngineQuery;

/**
 * A query that its subject may run, and the rights it needs for that. Only {@link QueryEngine} makes them. Immutable.
 *
 * @param query for the engine
 * @param groups whose rights the database has to know of; none where it would make no difference
 * @param proprietary tables, by qualified name, of which it may show rows that are not public
 */
public record PermittedQuery(EngineQuery query, CallerGroups groups, Set<String> proprietary) {

    public PermittedQuery {
        proprietary = Set.copyOf(proprietary);
    }

    /** The columns of the answer. */
    public List<Field> fields() {
        return query.fields();
    }
}
