// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code query_set_expression}: a SELECT or several combined. */
public sealed interface QuerySet {

    /** Where it begins. */
    Position position();

    /** {@code select_query}; ALL is what it is without {@code distinct}. */
    record SelectQuery(
            boolean distinct,
            OptionalLong top,
            List<SelectItem> items,
            List<TableReference> from,
            Optional<SearchCondition> where,
            List<ValueExpression> groupBy,
            Optional<SearchCondition> having,
            Position position)
            implements QuerySet {
        public SelectQuery {
            items = List.copyOf(items);
            from = List.copyOf(from);
            groupBy = List.copyOf(groupBy);
        }
    }

    /** {@code left UNION [ALL] right}; the position is the operator's. */
    record SetOperation(SetOperator operator, boolean all, QuerySet left, QuerySet right, Position position)
            implements QuerySet {}

    /** A query in parentheses that mean something: it is sorted or cut by itself. */
    record Nested(SelectExpression query, Position position) implements QuerySet {}

    /** Set operators. */
    enum SetOperator {
        UNION,
        EXCEPT,
        INTERSECT
    }

    /** What is selected. */
    sealed interface SelectItem {}

    /** {@code *}. */
    record AllColumns(Position position) implements SelectItem {}

    /** {@code table.*}. */
    record AllColumnsOf(QualifiedName table) implements SelectItem {}

    /** {@code expression [AS alias]}. */
    record DerivedColumn(ValueExpression expression, Optional<Identifier> alias) implements SelectItem {}
}
