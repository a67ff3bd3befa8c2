// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.List;
import org.meridian.core.votable.Field;

/**
 * A query ready for an engine. Immutable.
 *
 * @param preparation statements to run before {@code sql} in the same transaction, in order; they change nothing and their
 *     results are of no interest. Usually empty
 * @param sql one SELECT without parameters and without final semicolon, fit for {@code COPY (...) TO STDOUT}; it has one
 *     result column per field, of exactly the engine type that the field's primitive names
 * @param fields the columns of the result, in order
 * @param readyCells tables that must be there before, made from uploaded ones
 * @param small whether it is known to take the engine next to no work, on a table of any size
 */
public record EngineQuery(
        List<String> preparation, String sql, List<Field> fields, List<ReadyCells> readyCells, boolean small) {
    public EngineQuery {
        readyCells = List.copyOf(readyCells);
        preparation = List.copyOf(preparation);
        fields = List.copyOf(fields);
    }
}
