// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.CheckedQuery.SortKey;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.syntax.Identifier;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.adql.syntax.SelectExpression.SortItem;
import org.meridian.tap.adql.syntax.ValueExpression;
import org.meridian.tap.schema.ValueType;

/** What ORDER BY may name: a position, a result column or an expression. */
record OrderRules(Context context, QueryChecker queries) {

    /** Keys of a SELECT; a lone name is first looked for among the aliases. */
    List<SortKey> overSelect(List<OutputNames.Item> items, Scope scope, List<SortItem> orderBy, boolean distinct)
            throws AdqlException {
        ExpressionChecker expressions = new ExpressionChecker(context, queries, scope, Optional.empty());
        List<SortKey> keys = new ArrayList<>();
        for (SortItem item : orderBy) {
            ValueExpression written = item.expression();
            Optional<Expression> alias = alias(written, items);
            Expression key;
            if (written instanceof ValueExpression.NumericLiteral number) {
                key = items.get(index(number, items.size())).value().expression();
            } else if (alias.isPresent()) {
                key = alias.get();
            } else {
                key = expressions.known(written).expression();
            }
            boolean selected =
                    items.stream().anyMatch(i -> i.value().expression().equals(key));
            if (distinct && !selected) {
                throw new AdqlException(
                        written.position(), "with SELECT DISTINCT, ORDER BY takes only what is selected");
            }
            keys.add(key(key, item));
        }
        return keys;
    }

    private static Optional<Expression> alias(ValueExpression written, List<OutputNames.Item> items)
            throws AdqlException {
        if (!(written instanceof ValueExpression.ColumnReference column)
                || column.name().parts().size() > 1) {
            return Optional.empty();
        }
        Identifier name = column.name().last();
        List<Expression> found = items.stream()
                .filter(OutputNames.Item::alias)
                .filter(item -> item.name().filter(n -> n.matches(name)).isPresent())
                .map(item -> item.value().expression())
                .distinct()
                .toList();
        if (found.size() > 1) {
            throw new AdqlException(
                    name.position(), "the column name " + name + " is ambiguous: it is given twice in SELECT");
        }
        return found.stream().findFirst();
    }

    /** Keys of a combined query: over its result columns. */
    List<SortKey> overOutputs(CheckedQuery query, List<SortItem> orderBy) throws AdqlException {
        List<Expression> references = new ArrayList<>();
        for (OutputColumn output : query.outputs()) {
            references.add(new Expression.OutputRef(
                    references.size(), output.expression().type()));
        }
        return over(query, references, orderBy);
    }

    /** Keys of a query that selects all of a subquery. */
    List<SortKey> overWrapped(CheckedQuery query, List<SortItem> orderBy) throws AdqlException {
        return over(
                query, query.outputs().stream().map(OutputColumn::expression).toList(), orderBy);
    }

    private List<SortKey> over(CheckedQuery query, List<Expression> columns, List<SortItem> orderBy)
            throws AdqlException {
        List<ColumnName> names = context.names(query);
        List<Scope.Column> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Value value =
                    new Value(columns.get(i), Metadata.of(query.outputs().get(i).field()), Position.NONE);
            named.add(new Scope.Column(names.get(i), value, "column " + (i + 1)));
        }
        Scope scope = new Scope(List.of(), named, List.of(), Optional.empty());
        ExpressionChecker expressions =
                new ExpressionChecker(context, queries, scope, Optional.of("ORDER BY of a combined query"));
        List<SortKey> keys = new ArrayList<>();
        for (SortItem item : orderBy) {
            Expression key = item.expression() instanceof ValueExpression.NumericLiteral number
                    ? columns.get(index(number, columns.size()))
                    : expressions.known(item.expression()).expression();
            keys.add(key(key, item));
        }
        return keys;
    }

    private static SortKey key(Expression key, SortItem item) throws AdqlException {
        if (key.type() instanceof ValueType.Geometry || key.type() instanceof ValueType.Array) {
            throw new AdqlException(item.expression().position(), "ORDER BY cannot sort " + Types.name(key.type()));
        }
        return new SortKey(key, item.descending());
    }

    private static int index(ValueExpression.NumericLiteral number, int count) throws AdqlException {
        int position = number.isInteger() && number.text().length() < 9 ? Integer.parseInt(number.text()) : 0;
        if (position < 1 || position > count) {
            throw new AdqlException(
                    number.position(),
                    "ORDER BY " + number.text() + ": there is no such column; the query has " + count);
        }
        return position - 1;
    }
}
