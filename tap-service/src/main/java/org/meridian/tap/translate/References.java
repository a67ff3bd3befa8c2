// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Relation;

/** Which sources expressions look at. A subquery counts as looking at everything it mentions. */
final class References {
    private final Set<Integer> ids = new HashSet<>();

    private References() {}

    /** The sources that a relation consists of, outermost level only. */
    static List<Relation.Source> sources(Relation relation) {
        return switch (relation) {
            case Relation.Source source -> List.of(source);
            case Relation.Join join ->
                Stream.concat(sources(join.left()).stream(), sources(join.right()).stream())
                        .toList();
        };
    }

    /** Their numbers. */
    static Set<Integer> sourceIds(Relation relation) {
        Set<Integer> ids = new HashSet<>();
        sources(relation).forEach(source -> ids.add(source.id()));
        return ids;
    }

    /** Numbers of the sources that an expression mentions. */
    static Set<Integer> sourceIds(Expression expression) {
        References references = new References();
        references.add(expression);
        return references.ids;
    }

    /** The columns that an expression without subqueries mentions. */
    static List<Expression.ColumnRef> columns(Expression expression) {
        List<Expression.ColumnRef> found = new ArrayList<>();
        if (expression instanceof Expression.ColumnRef ref) {
            found.add(ref);
        }
        parts(expression).forEach(part -> found.addAll(columns(part)));
        return found;
    }

    /** Whether an expression contains an aggregate of its own query. */
    static boolean hasAggregate(Expression expression) {
        return expression.isAggregate() || parts(expression).stream().anyMatch(References::hasAggregate);
    }

    /** Whether an expression contains a subquery or a condition, into which {@link #columns} does not look. */
    static boolean isPlain(Expression expression) {
        return !(expression instanceof Expression.ScalarQuery || expression instanceof Expression.Case)
                && parts(expression).stream().allMatch(References::isPlain);
    }

    private void add(Expression expression) {
        switch (expression) {
            case Expression.ColumnRef ref -> ids.add(ref.source().id());
            case Expression.ScalarQuery scalar -> add(scalar.query());
            case Expression.Case choice -> {
                choice.branches().forEach(when -> add(when.condition()));
                parts(choice).forEach(this::add);
            }
            default -> parts(expression).forEach(this::add);
        }
    }

    /** The expressions an expression is computed from; not those inside conditions and subqueries. */
    static List<Expression> parts(Expression expression) {
        return switch (expression) {
            case Expression.ColumnRef e -> List.of();
            case Expression.OutputRef e -> List.of();
            case Expression.IntegerLiteral e -> List.of();
            case Expression.DoubleLiteral e -> List.of();
            case Expression.TextLiteral e -> List.of();
            case Expression.NullLiteral e -> List.of();
            case Expression.RegionLiteral e -> List.of();
            case Expression.ScalarQuery e -> List.of();
            case Expression.Negation e -> List.of(e.operand());
            case Expression.Arithmetic e -> List.of(e.left(), e.right());
            case Expression.Concatenation e -> List.of(e.left(), e.right());
            case Expression.FunctionCall e -> e.arguments();
            case Expression.UserFunctionCall e -> e.arguments();
            case Expression.Aggregate e -> e.argument().map(List::of).orElse(List.of());
            case Expression.Case e ->
                Stream.concat(e.branches().stream().map(Expression.When::value), e.otherwise().stream())
                        .toList();
            case Expression.Cast e -> List.of(e.operand());
            case Expression.Point e -> List.of(e.lonDeg(), e.latDeg());
            case Expression.Circle e -> List.of(e.center(), e.radiusDeg());
            case Expression.Box e -> List.of(e.center(), e.widthDeg(), e.heightDeg());
            case Expression.Polygon e -> e.vertices();
            case Expression.Contains e -> List.of(e.inner(), e.outer());
            case Expression.Intersects e -> List.of(e.left(), e.right());
            case Expression.Distance e -> List.of(e.from(), e.to());
            case Expression.Area e -> List.of(e.geometry());
            case Expression.Centroid e -> List.of(e.geometry());
            case Expression.Coordinate e -> List.of(e.point());
            case Expression.CoordinateSystem e -> List.of(e.geometry());
        };
    }

    private void add(Condition condition) {
        switch (condition) {
            case Condition.Comparison c -> {
                add(c.left());
                add(c.right());
            }
            case Condition.And c -> c.conditions().forEach(this::add);
            case Condition.Or c -> c.conditions().forEach(this::add);
            case Condition.Not c -> add(c.condition());
            case Condition.IsNull c -> add(c.expression());
            case Condition.Between c -> {
                add(c.expression());
                add(c.low());
                add(c.high());
            }
            case Condition.Like c -> {
                add(c.text());
                add(c.pattern());
            }
            case Condition.InList c -> {
                add(c.expression());
                c.values().forEach(this::add);
            }
            case Condition.InQuery c -> {
                add(c.expression());
                add(c.query());
            }
            case Condition.Exists c -> add(c.query());
        }
    }

    private void add(CheckedQuery query) {
        query.with().forEach(table -> add(table.query()));
        query.orderBy().forEach(key -> add(key.expression()));
        switch (query.body()) {
            case CheckedQuery.Select select -> {
                select.outputs().forEach(output -> add(output.expression()));
                select.from().ifPresent(this::add);
                select.where().ifPresent(this::add);
                select.groupBy().forEach(this::add);
                select.having().ifPresent(this::add);
            }
            case CheckedQuery.SetOperation operation -> {
                add(operation.left());
                add(operation.right());
            }
        }
    }

    private void add(Relation relation) {
        switch (relation) {
            case Relation.TableSource source -> {}
            case Relation.SubquerySource source -> add(source.query());
            case Relation.CommonTableSource source -> {}
            case Relation.Join join -> {
                Optional<Condition> on = join.on();
                on.ifPresent(this::add);
                add(join.left());
                add(join.right());
            }
        }
    }
}
