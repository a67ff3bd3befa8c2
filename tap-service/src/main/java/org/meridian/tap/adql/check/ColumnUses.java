// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;

/** Finds out whether an expression uses columns of a scope or only those of enclosing ones. */
final class ColumnUses {
    private final Set<Integer> own;
    private final Set<Integer> enclosing;
    private boolean usesOwn;
    private boolean usesEnclosing;

    ColumnUses(Scope scope) {
        this.own = ids(scope);
        this.enclosing = scope.outer().stream()
                .flatMap(Scope::allTables)
                .map(table -> table.source().id())
                .collect(Collectors.toSet());
    }

    static Set<Integer> ids(Scope scope) {
        return scope.tables().stream().map(table -> table.source().id()).collect(Collectors.toSet());
    }

    boolean outerOnly() {
        return usesEnclosing && !usesOwn;
    }

    void visit(Expression expression) {
        if (expression instanceof Expression.ColumnRef ref) {
            usesOwn |= own.contains(ref.source().id());
            usesEnclosing |= enclosing.contains(ref.source().id());
        }
        visit(Parts.of(expression));
    }

    private void visit(Parts parts) {
        for (Expression value : parts.values()) {
            visit(value);
        }
        for (Condition condition : parts.conditions()) {
            visit(Parts.of(condition));
        }
        for (CheckedQuery query : parts.queries()) {
            visit(Parts.of(query));
        }
    }
}
