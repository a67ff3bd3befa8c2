// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.tap.adql.syntax.QuerySet.AllColumns;
import org.meridian.tap.adql.syntax.QuerySet.AllColumnsOf;
import org.meridian.tap.adql.syntax.QuerySet.DerivedColumn;
import org.meridian.tap.adql.syntax.QuerySet.Nested;
import org.meridian.tap.adql.syntax.QuerySet.SelectItem;
import org.meridian.tap.adql.syntax.QuerySet.SelectQuery;
import org.meridian.tap.adql.syntax.QuerySet.SetOperation;
import org.meridian.tap.adql.syntax.QuerySet.SetOperator;
import org.meridian.tap.adql.syntax.SelectExpression.SortItem;
import org.meridian.tap.adql.syntax.TableReference.DerivedTable;
import org.meridian.tap.adql.syntax.TableReference.JoinedTable;
import org.meridian.tap.adql.syntax.TableReference.NamedTable;
import org.meridian.tap.adql.syntax.TableReference.On;
import org.meridian.tap.adql.syntax.TableReference.Using;

/**
 * Writes a syntax tree as ADQL in one line, with no more parentheses than needed. What it writes is read back as an equal
 * tree, provided the tree is one a parser could have made. Stateless.
 */
public final class AdqlPrinter {

    private AdqlPrinter() {}

    /** A whole query. */
    public static String print(Query query) {
        String with = query.with().stream()
                .map(table -> table.name() + " AS (" + print(table.query()) + ")")
                .collect(Collectors.joining(", "));
        return (with.isEmpty() ? "" : "WITH " + with + " ") + print(query.body());
    }

    /** A query without WITH, such as a subquery, not in parentheses. */
    public static String print(SelectExpression query) {
        String sort = query.orderBy().stream().map(AdqlPrinter::print).collect(Collectors.joining(", "));
        return print(query.body())
                + (sort.isEmpty() ? "" : " ORDER BY " + sort)
                + (query.offset().isPresent() ? " OFFSET " + query.offset().getAsLong() : "");
    }

    /** A condition. */
    public static String print(SearchCondition condition) {
        return ExpressionPrinter.condition(condition);
    }

    /** A value. */
    public static String print(ValueExpression value) {
        return ExpressionPrinter.value(value);
    }

    private static String print(SortItem item) {
        return print(item.expression()) + (item.descending() ? " DESC" : "");
    }

    private static String print(QuerySet body) {
        return switch (body) {
            case SelectQuery select -> print(select);
            case Nested nested -> "(" + print(nested.query()) + ")";
            case SetOperation operation ->
                operand(operation.left(), needsParentheses(operation.operator(), operation.left(), false))
                        + " "
                        + operation.operator()
                        + (operation.all() ? " ALL " : " ")
                        + operand(operation.right(), needsParentheses(operation.operator(), operation.right(), true));
        };
    }

    private static boolean needsParentheses(SetOperator operator, QuerySet operand, boolean right) {
        return operand instanceof SetOperation inner
                && (operator == SetOperator.INTERSECT
                        ? right || inner.operator() != SetOperator.INTERSECT
                        : right && inner.operator() != SetOperator.INTERSECT);
    }

    private static String operand(QuerySet operand, boolean parentheses) {
        return parentheses ? "(" + print(operand) + ")" : print(operand);
    }

    private static String print(SelectQuery select) {
        StringBuilder text = new StringBuilder("SELECT ");
        if (select.distinct()) {
            text.append("DISTINCT ");
        }
        select.top().ifPresent(top -> text.append("TOP ").append(top).append(' '));
        text.append(select.items().stream().map(AdqlPrinter::print).collect(Collectors.joining(", ")));
        text.append(select.from().stream()
                .map(table -> print(table, false))
                .collect(Collectors.joining(", ", " FROM ", "")));
        select.where().ifPresent(where -> text.append(" WHERE ").append(print(where)));
        if (!select.groupBy().isEmpty()) {
            text.append(" GROUP BY ").append(ExpressionPrinter.list(select.groupBy()));
        }
        select.having().ifPresent(having -> text.append(" HAVING ").append(print(having)));
        return text.toString();
    }

    private static String print(SelectItem item) {
        return switch (item) {
            case AllColumns all -> "*";
            case AllColumnsOf all -> all.table() + ".*";
            case DerivedColumn column -> print(column.expression()) + as(column.alias());
        };
    }

    private static String as(Optional<Identifier> alias) {
        return alias.map(name -> " AS " + name).orElse("");
    }

    private static String print(TableReference table, boolean rightOfJoin) {
        return switch (table) {
            case NamedTable named -> named.name() + as(named.alias());
            case DerivedTable derived -> "(" + print(derived.query()) + ") AS " + derived.alias();
            case JoinedTable join -> rightOfJoin ? "(" + print(join) + ")" : print(join);
        };
    }

    private static String print(JoinedTable join) {
        String specification = join.specification()
                .map(given -> switch (given) {
                    case On on -> " ON " + print(on.condition());
                    case Using using -> " USING (" + names(using.columns()) + ")";
                })
                .orElse("");
        return print(join.left(), false)
                + (join.natural() ? " NATURAL " : " ")
                + join.kind()
                + " JOIN "
                + print(join.right(), true)
                + specification;
    }

    private static String names(List<Identifier> names) {
        return names.stream().map(Identifier::toString).collect(Collectors.joining(", "));
    }
}
