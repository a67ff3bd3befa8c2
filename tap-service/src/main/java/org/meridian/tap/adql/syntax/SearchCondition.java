// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;

/** {@code search_condition} (ADQL 2.1, section 2.2.3). */
public sealed interface SearchCondition extends SyntaxNode {

    /** {@code left operator right}. */
    record Comparison(Operator operator, ValueExpression left, ValueExpression right, Position position)
            implements SearchCondition {}

    /** Comparison operators. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** As ADQL writes it. */
        public String symbol() {
            return symbol;
        }
    }

    /** Joined by AND; at least two. */
    record And(List<SearchCondition> conditions, Position position) implements SearchCondition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** Joined by OR; at least two. */
    record Or(List<SearchCondition> conditions, Position position) implements SearchCondition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /** {@code NOT condition}. */
    record Not(SearchCondition condition, Position position) implements SearchCondition {}

    /** {@code value [NOT] BETWEEN low AND high}. */
    record Between(ValueExpression value, boolean negated, ValueExpression low, ValueExpression high, Position position)
            implements SearchCondition {}

    /** {@code value [NOT] IN (values)}. */
    record InList(ValueExpression value, boolean negated, List<ValueExpression> values, Position position)
            implements SearchCondition {
        public InList {
            values = List.copyOf(values);
        }
    }

    /** {@code value [NOT] IN (query)}. */
    record InQuery(ValueExpression value, boolean negated, SelectExpression query, Position position)
            implements SearchCondition {}

    /** {@code text [NOT] LIKE pattern} or {@code ILIKE}. */
    record Like(ValueExpression text, boolean negated, ValueExpression pattern, boolean ignoreCase, Position position)
            implements SearchCondition {}

    /** {@code value IS [NOT] NULL}. */
    record IsNull(ValueExpression value, boolean negated, Position position) implements SearchCondition {}

    /** {@code EXISTS (query)}. */
    record Exists(SelectExpression query, Position position) implements SearchCondition {}
}
