// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.HashSet;
import java.util.Set;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Relation;

/** What a query mentions and what it declares. */
final class BruteReferences {
    private final Set<Integer> mentioned = new HashSet<>();
    private final Set<Integer> declared = new HashSet<>();
    private final Set<Integer> commonUsed = new HashSet<>();
    private final Set<Integer> commonDeclared = new HashSet<>();

    private BruteReferences() {}

    static int highestSource(CheckedQuery query) {
        BruteReferences all = of(query);
        return all.declared.stream().mapToInt(i -> i).max().orElse(0);
    }

    /** Whether the answer is the same wherever the query stands. */
    static boolean isSelfContained(CheckedQuery query) {
        BruteReferences all = of(query);
        return all.declared.containsAll(all.mentioned);
    }

    static boolean hasAggregate(Expression expression) {
        if (expression.isAggregate()) {
            return true;
        }
        if (expression instanceof Expression.Case c
                && c.branches().stream().anyMatch(when -> hasAggregate(when.condition()))) {
            return true;
        }
        return References.parts(expression).stream().anyMatch(BruteReferences::hasAggregate);
    }

    private static boolean hasAggregate(Condition condition) {
        return switch (condition) {
            case Condition.Comparison c -> hasAggregate(c.left()) || hasAggregate(c.right());
            case Condition.And c -> c.conditions().stream().anyMatch(BruteReferences::hasAggregate);
            case Condition.Or c -> c.conditions().stream().anyMatch(BruteReferences::hasAggregate);
            case Condition.Not c -> hasAggregate(c.condition());
            case Condition.IsNull c -> hasAggregate(c.expression());
            case Condition.Between c -> hasAggregate(c.expression()) || hasAggregate(c.low()) || hasAggregate(c.high());
            case Condition.Like c -> hasAggregate(c.text()) || hasAggregate(c.pattern());
            case Condition.InList c -> hasAggregate(c.expression());
            case Condition.InQuery c -> hasAggregate(c.expression());
            case Condition.Exists c -> false;
        };
    }

    private static BruteReferences of(CheckedQuery query) {
        BruteReferences references = new BruteReferences();
        references.add(query);
        return references;
    }

    private void add(CheckedQuery query) {
        query.with().forEach(table -> {
            commonDeclared.add(table.id());
            add(table.query());
        });
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
            case Relation.TableSource source -> declared.add(source.id());
            case Relation.SubquerySource source -> {
                declared.add(source.id());
                add(source.query());
            }
            case Relation.CommonTableSource source -> {
                declared.add(source.id());
                commonUsed.add(source.table().id());
                add(source.table().query());
            }
            case Relation.Join join -> {
                join.on().ifPresent(this::add);
                add(join.left());
                add(join.right());
            }
        }
    }

    private void add(Expression expression) {
        if (expression instanceof Expression.ColumnRef ref) {
            mentioned.add(ref.source().id());
        } else if (expression instanceof Expression.ScalarQuery scalar) {
            add(scalar.query());
        } else if (expression instanceof Expression.Case choice) {
            choice.branches().forEach(when -> add(when.condition()));
        }
        References.parts(expression).forEach(this::add);
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
}
