// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation;

/**
 * What an expression or condition is made of, one level down.
 *
 * @param values expressions
 * @param conditions conditions
 * @param queries subqueries
 */
record Parts(List<Expression> values, List<Condition> conditions, List<CheckedQuery> queries) {
    private static final Parts NONE = new Parts(List.of(), List.of(), List.of());

    private static Parts of(Expression... values) {
        return new Parts(List.of(values), List.of(), List.of());
    }

    private static Parts of(List<Expression> values) {
        return new Parts(values, List.of(), List.of());
    }

    static Parts of(Expression expression) {
        return switch (expression) {
            case Expression.ColumnRef e -> NONE;
            case Expression.OutputRef e -> NONE;
            case Expression.IntegerLiteral e -> NONE;
            case Expression.DoubleLiteral e -> NONE;
            case Expression.TextLiteral e -> NONE;
            case Expression.NullLiteral e -> NONE;
            case Expression.RegionLiteral e -> NONE;
            case Expression.Negation e -> of(new Expression[] {e.operand()});
            case Expression.Arithmetic e -> of(e.left(), e.right());
            case Expression.Concatenation e -> of(e.left(), e.right());
            case Expression.FunctionCall e -> of(e.arguments());
            case Expression.UserFunctionCall e -> of(e.arguments());
            case Expression.Aggregate e -> of(e.argument().stream().toList());
            case Expression.Case e -> {
                List<Expression> values = new ArrayList<>(
                        e.branches().stream().map(Expression.When::value).toList());
                e.otherwise().ifPresent(values::add);
                yield new Parts(
                        values,
                        e.branches().stream().map(Expression.When::condition).toList(),
                        List.of());
            }
            case Expression.Cast e -> of(new Expression[] {e.operand()});
            case Expression.ScalarQuery e -> new Parts(List.of(), List.of(), List.of(e.query()));
            case Expression.Point e -> of(e.lonDeg(), e.latDeg());
            case Expression.Circle e -> of(e.center(), e.radiusDeg());
            case Expression.Box e -> of(e.center(), e.widthDeg(), e.heightDeg());
            case Expression.Polygon e -> of(e.vertices());
            case Expression.Contains e -> of(e.inner(), e.outer());
            case Expression.Intersects e -> of(e.left(), e.right());
            case Expression.Distance e -> of(e.from(), e.to());
            case Expression.Area e -> of(new Expression[] {e.geometry()});
            case Expression.Centroid e -> of(new Expression[] {e.geometry()});
            case Expression.Coordinate e -> of(new Expression[] {e.point()});
            case Expression.CoordinateSystem e -> of(new Expression[] {e.geometry()});
        };
    }

    static Parts of(Condition condition) {
        return switch (condition) {
            case Condition.Comparison c -> of(c.left(), c.right());
            case Condition.And c -> new Parts(List.of(), c.conditions(), List.of());
            case Condition.Or c -> new Parts(List.of(), c.conditions(), List.of());
            case Condition.Not c -> new Parts(List.of(), List.of(c.condition()), List.of());
            case Condition.IsNull c -> of(new Expression[] {c.expression()});
            case Condition.Between c -> of(c.expression(), c.low(), c.high());
            case Condition.Like c -> of(c.text(), c.pattern());
            case Condition.InList c -> {
                List<Expression> values = new ArrayList<>(c.values());
                values.add(c.expression());
                yield of(values);
            }
            case Condition.InQuery c -> new Parts(List.of(c.expression()), List.of(), List.of(c.query()));
            case Condition.Exists c -> new Parts(List.of(), List.of(), List.of(c.query()));
        };
    }

    /** Everything in a query that can refer to columns; its common tables left out, which refer to none outside. */
    static Parts of(CheckedQuery query) {
        List<Expression> values = new ArrayList<>();
        List<Condition> conditions = new ArrayList<>();
        List<CheckedQuery> queries = new ArrayList<>();
        query.orderBy().forEach(key -> values.add(key.expression()));
        switch (query.body()) {
            case CheckedQuery.SetOperation set -> {
                queries.add(set.left());
                queries.add(set.right());
            }
            case CheckedQuery.Select select -> {
                select.outputs().stream().map(OutputColumn::expression).forEach(values::add);
                values.addAll(select.groupBy());
                select.where().ifPresent(conditions::add);
                select.having().ifPresent(conditions::add);
                select.from().ifPresent(from -> collect(from, conditions, queries));
            }
        }
        return new Parts(values, conditions, queries);
    }

    private static void collect(Relation relation, List<Condition> conditions, List<CheckedQuery> queries) {
        switch (relation) {
            case Relation.TableSource table -> {}
            case Relation.CommonTableSource table -> {}
            case Relation.SubquerySource subquery -> queries.add(subquery.query());
            case Relation.Join join -> {
                collect(join.left(), conditions, queries);
                collect(join.right(), conditions, queries);
                join.on().ifPresent(conditions::add);
            }
        }
    }
}
