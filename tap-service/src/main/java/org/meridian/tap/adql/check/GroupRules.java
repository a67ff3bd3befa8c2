// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.List;
import java.util.Set;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Relation;
import org.meridian.tap.adql.syntax.Position;

/** In a query with groups each column has to be grouped by or be inside an aggregate (SQL-92, section 7.9). */
final class GroupRules {
    private final Context context;
    private final List<Expression> grouped;
    private final Set<Integer> sources;

    GroupRules(Context context, List<Expression> grouped, Scope scope) {
        this.context = context;
        this.grouped = grouped;
        this.sources = ColumnUses.ids(scope);
    }

    // Loops here and below, not streams: these methods call themselves as deep as a query is nested.

    /** Whether an expression contains an aggregate of this query. */
    static boolean hasAggregate(Expression expression) {
        return expression.isAggregate() || hasAggregate(Parts.of(expression));
    }

    private static boolean hasAggregate(Parts parts) {
        for (Expression value : parts.values()) {
            if (hasAggregate(value)) {
                return true;
            }
        }
        for (Condition condition : parts.conditions()) {
            if (hasAggregate(Parts.of(condition))) {
                return true;
            }
        }
        return false;
    }

    void check(Expression expression, Position position) throws AdqlException {
        check(expression, position, false);
    }

    void check(Condition condition, Position position) throws AdqlException {
        check(Parts.of(condition), position, false);
    }

    private void check(Expression expression, Position position, boolean inSubquery) throws AdqlException {
        if (grouped.contains(expression) || (expression.isAggregate() && !inSubquery)) {
            return;
        }
        if (expression instanceof Expression.ColumnRef ref
                && sources.contains(ref.source().id())) {
            String name = name(ref);
            throw new AdqlException(
                    context.position(ref, position),
                    "the column " + name
                            + " is neither in GROUP BY nor inside an aggregate; add it to GROUP BY or write, say, MIN("
                            + name + ")");
        }
        check(Parts.of(expression), position, inSubquery);
    }

    private void check(Parts parts, Position position, boolean inSubquery) throws AdqlException {
        for (Expression value : parts.values()) {
            check(value, position, inSubquery);
        }
        for (Condition condition : parts.conditions()) {
            check(Parts.of(condition), position, inSubquery);
        }
        for (CheckedQuery query : parts.queries()) {
            check(Parts.of(query), position, true);
        }
    }

    private static String name(Expression.ColumnRef ref) {
        return switch (ref.source()) {
            case Relation.TableSource table ->
                table.table().columns().get(ref.index()).name();
            case Relation.SubquerySource subquery ->
                subquery.query().outputs().get(ref.index()).field().name();
            case Relation.CommonTableSource common ->
                common.table().query().outputs().get(ref.index()).field().name();
        };
    }
}
