// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.tap.adql.syntax.SearchCondition.And;
import org.meridian.tap.adql.syntax.SearchCondition.Between;
import org.meridian.tap.adql.syntax.SearchCondition.Comparison;
import org.meridian.tap.adql.syntax.SearchCondition.Exists;
import org.meridian.tap.adql.syntax.SearchCondition.InList;
import org.meridian.tap.adql.syntax.SearchCondition.InQuery;
import org.meridian.tap.adql.syntax.SearchCondition.IsNull;
import org.meridian.tap.adql.syntax.SearchCondition.Like;
import org.meridian.tap.adql.syntax.SearchCondition.Not;
import org.meridian.tap.adql.syntax.SearchCondition.Or;
import org.meridian.tap.adql.syntax.ValueExpression.Arithmetic;
import org.meridian.tap.adql.syntax.ValueExpression.ArithmeticOperator;
import org.meridian.tap.adql.syntax.ValueExpression.CastTarget;
import org.meridian.tap.adql.syntax.ValueExpression.Concatenation;

/** Writes conditions and values. */
final class ExpressionPrinter {
    // How tightly a node holds together; an operand looser than its place stands in parentheses.
    private static final int OR = 0;
    private static final int AND = 1;
    private static final int NOT = 2;
    private static final int PREDICATE = 3;
    private static final int CONCATENATION = 4;
    private static final int SUM = 5;
    private static final int TERM = 6;
    private static final int SIGNED = 7;
    private static final int PRIMARY = 8;

    private ExpressionPrinter() {}

    static String list(List<ValueExpression> values) {
        return values.stream().map(ExpressionPrinter::value).collect(Collectors.joining(", "));
    }

    // ---- conditions

    static String condition(SearchCondition condition) {
        return switch (condition) {
            case Or or -> or.conditions().stream().map(c -> within(c, AND)).collect(Collectors.joining(" OR "));
            case And and -> and.conditions().stream().map(c -> within(c, NOT)).collect(Collectors.joining(" AND "));
            case Not not -> "NOT " + within(not.condition(), PREDICATE);
            case Comparison c -> value(c.left()) + " " + c.operator().symbol() + " " + value(c.right());
            case Between b ->
                value(b.value()) + negation(b.negated()) + " BETWEEN " + value(b.low()) + " AND " + value(b.high());
            case InList in -> value(in.value()) + negation(in.negated()) + " IN (" + list(in.values()) + ")";
            case InQuery in ->
                value(in.value()) + negation(in.negated()) + " IN (" + AdqlPrinter.print(in.query()) + ")";
            case Like like ->
                value(like.text())
                        + negation(like.negated())
                        + (like.ignoreCase() ? " ILIKE " : " LIKE ")
                        + value(like.pattern());
            case IsNull is -> value(is.value()) + " IS" + negation(is.negated()) + " NULL";
            case Exists exists -> "EXISTS (" + AdqlPrinter.print(exists.query()) + ")";
        };
    }

    private static String negation(boolean negated) {
        return negated ? " NOT" : "";
    }

    private static int tightness(SearchCondition condition) {
        return switch (condition) {
            case Or or -> OR;
            case And and -> AND;
            case Not not -> NOT;
            case Comparison c -> PREDICATE;
            case Between b -> PREDICATE;
            case InList in -> PREDICATE;
            case InQuery in -> PREDICATE;
            case Like like -> PREDICATE;
            case IsNull is -> PREDICATE;
            case Exists exists -> PREDICATE;
        };
    }

    private static String within(SearchCondition condition, int place) {
        return tightness(condition) < place ? "(" + condition(condition) + ")" : condition(condition);
    }

    // ---- values

    static String value(ValueExpression value) {
        return switch (value) {
            case ValueExpression.Null nothing -> "NULL";
            case ValueExpression.NumericLiteral number -> number.text();
            case ValueExpression.StringLiteral text -> text(text.value());
            case ValueExpression.ColumnReference column -> column.name().toString();
            case ValueExpression.Negation negation -> "-" + within(negation.operand(), PRIMARY);
            case Arithmetic a -> {
                int place = tightness(a);
                yield within(a.left(), place) + " " + a.operator().symbol() + " " + within(a.right(), place + 1);
            }
            case Concatenation c -> within(c.left(), CONCATENATION) + " || " + within(c.right(), SUM);
            case ValueExpression.FunctionCall call -> call.function() + "(" + list(call.arguments()) + ")";
            case ValueExpression.UserFunctionCall call -> call.name() + "(" + list(call.arguments()) + ")";
            case ValueExpression.SetFunction set ->
                set.function()
                        + "("
                        + (set.distinct() ? "DISTINCT " : "")
                        + set.argument().map(ExpressionPrinter::value).orElse("*")
                        + ")";
            case ValueExpression.Cast cast -> "CAST(" + value(cast.operand()) + " AS " + target(cast.target()) + ")";
            case ValueExpression.SearchedCase searched ->
                "CASE"
                        + searched.branches().stream()
                                .map(when -> " WHEN " + condition(when.condition()) + " THEN " + value(when.value()))
                                .collect(Collectors.joining())
                        + otherwise(searched.otherwise());
            case ValueExpression.SimpleCase simple ->
                "CASE "
                        + value(simple.operand())
                        + simple.branches().stream()
                                .map(when -> " WHEN " + value(when.match()) + " THEN " + value(when.value()))
                                .collect(Collectors.joining())
                        + otherwise(simple.otherwise());
            case ValueExpression.ScalarSubquery subquery -> "(" + AdqlPrinter.print(subquery.query()) + ")";
        };
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String target(CastTarget target) {
        String name = target.type().name().replace('_', ' ');
        return target.length().isPresent() ? name + "(" + target.length().getAsInt() + ")" : name;
    }

    private static String otherwise(Optional<ValueExpression> otherwise) {
        return otherwise.map(value -> " ELSE " + value(value)).orElse("") + " END";
    }

    private static int tightness(ValueExpression value) {
        return switch (value) {
            case Concatenation c -> CONCATENATION;
            case Arithmetic a ->
                a.operator() == ArithmeticOperator.ADD || a.operator() == ArithmeticOperator.SUBTRACT ? SUM : TERM;
            case ValueExpression.Negation negation -> SIGNED;
            case ValueExpression.Null nothing -> PRIMARY;
            case ValueExpression.NumericLiteral number -> PRIMARY;
            case ValueExpression.StringLiteral text -> PRIMARY;
            case ValueExpression.ColumnReference column -> PRIMARY;
            case ValueExpression.FunctionCall call -> PRIMARY;
            case ValueExpression.UserFunctionCall call -> PRIMARY;
            case ValueExpression.SetFunction set -> PRIMARY;
            case ValueExpression.Cast cast -> PRIMARY;
            case ValueExpression.SearchedCase searched -> PRIMARY;
            case ValueExpression.SimpleCase simple -> PRIMARY;
            case ValueExpression.ScalarSubquery subquery -> PRIMARY;
        };
    }

    private static String within(ValueExpression value, int place) {
        return tightness(value) < place ? "(" + value(value) + ")" : value(value);
    }
}
