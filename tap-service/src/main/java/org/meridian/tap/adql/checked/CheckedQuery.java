// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.checked;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A query, or a subquery, whose names and types have been checked (ADQL 2.1, section 2.2).
 *
 * @param with common table expressions that {@code body} and later ones may use, in order
 * @param body what is selected
 * @param orderBy sort keys; over the body's source columns where it is a {@link Select}, over its output columns where it
 *     is a {@link SetOperation}
 * @param top at most so many rows: {@code TOP} of a body that is a {@link Select}, applied after the sort
 * @param offset so many rows are left out first
 */
public record CheckedQuery(
        List<CommonTable> with, Body body, List<SortKey> orderBy, OptionalLong top, OptionalLong offset) {

    public CheckedQuery {
        with = List.copyOf(with);
        orderBy = List.copyOf(orderBy);
    }

    /** Columns of the result, in order. */
    public List<OutputColumn> outputs() {
        return body.outputs();
    }

    /** A table named by WITH. It is a {@link Relation.Source} wherever it is used; {@code id} is unique in the query. */
    public record CommonTable(int id, CheckedQuery query) {}

    /** One SELECT or several combined. */
    public sealed interface Body {
        /** Columns of the result, in order. */
        List<OutputColumn> outputs();
    }

    /**
     * {@code SELECT ... FROM ... WHERE ... GROUP BY ... HAVING}.
     *
     * @param distinct duplicates are removed
     * @param outputs what is selected, stars expanded, names unique
     * @param from what it is selected from; several comma-separated tables are cross joins
     * @param where condition on rows
     * @param groupBy grouping expressions
     * @param having condition on groups
     */
    public record Select(
            boolean distinct,
            List<OutputColumn> outputs,
            Optional<Relation> from,
            Optional<Condition> where,
            List<Expression> groupBy,
            Optional<Condition> having)
            implements Body {
        public Select {
            outputs = List.copyOf(outputs);
            groupBy = List.copyOf(groupBy);
        }
    }

    /**
     * {@code UNION}, {@code EXCEPT} or {@code INTERSECT} (ADQL 2.1, section 4.6).
     *
     * @param outputs named after the left operand; their expressions are {@link Expression.OutputRef}s, types are those
     *     both operands are converted to
     */
    public record SetOperation(
            SetOperator operator, boolean all, CheckedQuery left, CheckedQuery right, List<OutputColumn> outputs)
            implements Body {
        public SetOperation {
            outputs = List.copyOf(outputs);
        }
    }

    /** How two queries are combined. */
    public enum SetOperator {
        UNION,
        EXCEPT,
        INTERSECT
    }

    /** An {@code ORDER BY} item; positions and aliases have been replaced by what they name. */
    public record SortKey(Expression expression, boolean descending) {}
}
