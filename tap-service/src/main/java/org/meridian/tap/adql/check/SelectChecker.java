// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.CheckedQuery.SortKey;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.adql.syntax.QuerySet.AllColumns;
import org.meridian.tap.adql.syntax.QuerySet.AllColumnsOf;
import org.meridian.tap.adql.syntax.QuerySet.DerivedColumn;
import org.meridian.tap.adql.syntax.QuerySet.SelectItem;
import org.meridian.tap.adql.syntax.QuerySet.SelectQuery;
import org.meridian.tap.adql.syntax.SelectExpression.SortItem;
import org.meridian.tap.adql.syntax.ValueExpression;

/** Binds one SELECT with what sorts and cuts it. */
final class SelectChecker {
    /** PostgreSQL computes 1664 columns (MaxTupleAttributeNumber); the rest is for sort keys and the sky index. */
    private static final int MAX_COLUMNS = 1600;

    private final Context context;
    private final QueryChecker queries;
    private final Optional<Scope> outer;

    SelectChecker(Context context, QueryChecker queries, Optional<Scope> outer) {
        this.context = context;
        this.queries = queries;
        this.outer = outer;
    }

    CheckedQuery select(SelectQuery select, List<SortItem> orderBy, OptionalLong offset) throws AdqlException {
        FromChecker.From from = new FromChecker(context, queries, outer).from(select.from());
        Scope scope = from.scope();
        Optional<Condition> where = Optional.empty();
        if (select.where().isPresent()) {
            where = Optional.of(at(scope, Optional.of("WHERE"))
                    .conditions()
                    .condition(select.where().get()));
        }
        List<OutputNames.Item> items = items(select, scope);
        Scope withAliases = scope.withAliases(aliases(items));
        List<Expression> groupBy = groupBy(select.groupBy(), withAliases);
        Optional<Condition> having = Optional.empty();
        if (select.having().isPresent()) {
            having = Optional.of(at(withAliases, Optional.empty())
                    .conditions()
                    .condition(select.having().get()));
        }
        OrderRules order = new OrderRules(context, queries);
        List<SortKey> keys = order.overSelect(items, withAliases, orderBy, select.distinct());
        requireGrouped(items, groupBy, having, keys, orderBy, select, scope);
        List<OutputColumn> outputs = OutputNames.outputs(items);
        CheckedQuery.Select body = new CheckedQuery.Select(
                select.distinct(), outputs, Optional.of(from.relation()), where, groupBy, having);
        List<ColumnName> names = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String generated = outputs.get(i).field().name();
            names.add(items.get(i).name().orElse(new ColumnName(generated, true)));
        }
        return context.named(new CheckedQuery(List.of(), body, keys, select.top(), offset), names);
    }

    private ExpressionChecker at(Scope scope, Optional<String> noAggregates) {
        return new ExpressionChecker(context, queries, scope, noAggregates);
    }

    private List<OutputNames.Item> items(SelectQuery select, Scope scope) throws AdqlException {
        ExpressionChecker expressions = at(scope, Optional.empty());
        List<OutputNames.Item> items = new ArrayList<>();
        for (SelectItem item : select.items()) {
            switch (item) {
                case AllColumns all -> addAll(scope.columns(), all.position(), items);
                case AllColumnsOf all ->
                    addAll(scope.table(all.table()).columns(), all.table().position(), items);
                case DerivedColumn column -> {
                    Value value = expressions.value(column.expression());
                    items.add(OutputNames.Item.of(column, value));
                }
            }
            if (items.size() > MAX_COLUMNS) {
                throw new AdqlException(select.position(), "a query selects at most " + MAX_COLUMNS + " columns");
            }
        }
        return items;
    }

    private void addAll(List<Scope.Column> columns, Position position, List<OutputNames.Item> items) {
        for (Scope.Column column : columns) {
            Expression expression = context.placed(column.value().expression(), position);
            Value value = new Value(expression, column.value().metadata(), position);
            items.add(new OutputNames.Item(Optional.of(column.name()), "", false, value));
        }
    }

    /** Names given with AS. */
    private static List<Scope.Column> aliases(List<OutputNames.Item> items) {
        return items.stream()
                .filter(OutputNames.Item::alias)
                .flatMap(item -> item.name().stream().map(name -> new Scope.Column(name, item.value(), name.text())))
                .toList();
    }

    private List<Expression> groupBy(List<ValueExpression> terms, Scope scope) throws AdqlException {
        ExpressionChecker expressions = at(scope, Optional.of("GROUP BY"));
        List<Expression> grouped = new ArrayList<>();
        for (ValueExpression term : terms) {
            if (term instanceof ValueExpression.NumericLiteral || term instanceof ValueExpression.StringLiteral) {
                throw new AdqlException(
                        term.position(), "GROUP BY takes columns and expressions, not positions or other constants");
            }
            Value value = expressions.known(term);
            if (GroupRules.hasAggregate(value.expression())) {
                throw new AdqlException(term.position(), "GROUP BY takes no aggregate");
            }
            grouped.add(value.expression());
        }
        return grouped;
    }

    private void requireGrouped(
            List<OutputNames.Item> items,
            List<Expression> groupBy,
            Optional<Condition> having,
            List<SortKey> keys,
            List<SortItem> orderBy,
            SelectQuery select,
            Scope scope)
            throws AdqlException {
        boolean groups = !groupBy.isEmpty()
                || having.isPresent()
                || items.stream()
                        .anyMatch(item -> GroupRules.hasAggregate(item.value().expression()))
                || keys.stream().anyMatch(key -> GroupRules.hasAggregate(key.expression()));
        if (!groups) {
            return;
        }
        GroupRules rules = new GroupRules(context, groupBy, scope);
        for (OutputNames.Item item : items) {
            rules.check(item.value().expression(), item.value().position());
        }
        if (having.isPresent()) {
            rules.check(having.get(), select.position());
        }
        for (int i = 0; i < keys.size(); i++) {
            rules.check(keys.get(i).expression(), orderBy.get(i).expression().position());
        }
    }
}
