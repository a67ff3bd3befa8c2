// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;

/**
 * A whole query: {@code query_specification} of the grammar.
 *
 * @param with common table expressions, in order
 */
public record Query(List<CommonTable> with, SelectExpression body) {

    public Query {
        with = List.copyOf(with);
    }

    /** {@code name AS (query)}. */
    public record CommonTable(Identifier name, SelectExpression query) {}
}
