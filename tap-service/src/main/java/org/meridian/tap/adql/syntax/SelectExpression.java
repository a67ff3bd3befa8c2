// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;
import java.util.OptionalLong;

/** {@code select_expression}: queries combined, then sorted, then cut. */
public record SelectExpression(QuerySet body, List<SortItem> orderBy, OptionalLong offset) {

    public SelectExpression {
        orderBy = List.copyOf(orderBy);
    }

    /** An expression without ORDER BY and OFFSET. */
    public static SelectExpression of(QuerySet body) {
        return new SelectExpression(body, List.of(), OptionalLong.empty());
    }

    /** Whether it is a body and nothing else. */
    public boolean isBare() {
        return orderBy.isEmpty() && offset.isEmpty();
    }

    /** {@code order_by_term}; an integer literal is a position, from 1. */
    public record SortItem(ValueExpression expression, boolean descending) {}
}
