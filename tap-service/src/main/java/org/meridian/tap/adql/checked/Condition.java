// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.checked;

import java.util.List;

/** A condition with SQL's three truth values (ADQL 2.1, section 2.2.3). */
public sealed interface Condition {

    /** {@code left operator right}; both of comparable type. */
    record Comparison(ComparisonOperator operator, Expression left, Expression right) implements Condition {}

    /** Comparison operators. */
    enum ComparisonOperator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /** All hold; at least two. */
    record And(List<Condition> conditions) implements Condition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** At least one holds; at least two. */
    record Or(List<Condition> conditions) implements Condition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /** Negation, also of {@code NOT IN}, {@code NOT LIKE}, {@code NOT BETWEEN}, {@code IS NOT NULL}. */
    record Not(Condition condition) implements Condition {}

    /** {@code IS NULL}. */
    record IsNull(Expression expression) implements Condition {}

    /** {@code expression BETWEEN low AND high}, both ends included. */
    record Between(Expression expression, Expression low, Expression high) implements Condition {}

    /** {@code LIKE} or, where {@code ignoreCase}, {@code ILIKE}; {@code %} and {@code _} are wild, nothing escapes. */
    record Like(Expression text, Expression pattern, boolean ignoreCase) implements Condition {}

    /** {@code IN (a, b, ...)}. */
    record InList(Expression expression, List<Expression> values) implements Condition {
        public InList {
            values = List.copyOf(values);
        }
    }

    /** {@code IN (SELECT ...)}; the query has one output. */
    record InQuery(Expression expression, CheckedQuery query) implements Condition {}

    /** {@code EXISTS (SELECT ...)}. */
    record Exists(CheckedQuery query) implements Condition {}
}
