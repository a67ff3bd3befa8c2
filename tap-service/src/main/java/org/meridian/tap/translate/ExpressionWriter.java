// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.Map;
import java.util.Optional;
import org.meridian.core.db.SqlLiteral;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/**
 * Writes value expressions. What it writes can stand anywhere without parentheses, and its PostgreSQL type is exactly
 * {@link PostgresType#of(ValueType)} of the expression's type: nothing is left to PostgreSQL's own choice of types.
 */
final class ExpressionWriter {
    private final Translation translation;
    private final FunctionWriter functions;

    ExpressionWriter(Translation translation) {
        this.translation = translation;
        this.functions = new FunctionWriter(translation, this);
    }

    String write(Expression expression) {
        return switch (expression) {
            case Expression.ColumnRef e -> translation.column(e);
            case Expression.OutputRef e -> QueryWriter.outputColumn(e);
            case Expression.IntegerLiteral e -> number(String.valueOf(e.value()), e.type());
            case Expression.DoubleLiteral e -> SqlLiteral.of(e.value());
            case Expression.TextLiteral e -> SqlLiteral.text(e.value()).strip();
            case Expression.NullLiteral e -> "NULL::" + PostgresType.of(e.type());
            case Expression.Negation e -> negation(e);
            case Expression.Arithmetic e -> arithmetic(e);
            case Expression.Concatenation e -> "(" + text(e.left()) + " || " + text(e.right()) + ")";
            case Expression.FunctionCall e -> functions.write(e);
            case Expression.UserFunctionCall e -> translation.userFunctions().write(e);
            case Expression.Aggregate e -> aggregate(e);
            case Expression.Case e -> choice(e);
            case Expression.Cast e -> cast(e);
            case Expression.ScalarQuery e -> "(" + translation.queries().query(e.query(), Map.of()) + ")";
            case Expression.RegionLiteral e -> translation.geometries().write(e);
            case Expression.Point e -> translation.geometries().write(e);
            case Expression.Circle e -> translation.geometries().write(e);
            case Expression.Box e -> translation.geometries().write(e);
            case Expression.Polygon e -> translation.geometries().write(e);
            case Expression.Centroid e -> translation.geometries().write(e);
            case Expression.Contains e -> translation.geometries().contains(e.inner(), e.outer()) + "::int4";
            case Expression.Intersects e -> translation.geometries().intersects(e.left(), e.right()) + "::int4";
            case Expression.Distance e -> translation.geometries().distance(e.from(), e.to());
            case Expression.Area e -> translation.geometries().area(e.geometry());
            case Expression.Coordinate e -> translation.geometries().coordinate(e);
            case Expression.CoordinateSystem e ->
                "(CASE WHEN " + write(e.geometry()) + " IS NOT NULL THEN 'ICRS'::text END)";
        };
    }

    /** The same, converted to another type. */
    String write(Expression expression, ValueType type) {
        return PostgresType.convert(write(expression), expression.type(), type);
    }

    /** As a number of type double. */
    String asDouble(Expression expression) {
        return Constants.number(expression).map(SqlLiteral::of).orElseGet(() -> write(expression, Numeric.DOUBLE));
    }

    private String text(Expression expression) {
        return write(expression, Simple.TEXT);
    }

    private static String number(String digits, ValueType type) {
        // A bare number in GROUP BY or ORDER BY would be the number of a column.
        return "'" + digits + "'::" + PostgresType.of(type);
    }

    private String negation(Expression.Negation e) {
        return e.operand() instanceof Expression.IntegerLiteral literal && literal.value() != Long.MIN_VALUE
                ? number(String.valueOf(-literal.value()), e.type())
                : "(- " + write(e.operand(), e.type()) + ")";
    }

    private String arithmetic(Expression.Arithmetic e) {
        Optional<Double> constant = Constants.number(e);
        if (constant.isPresent()) {
            return SqlLiteral.of(constant.get());
        }
        String sign = switch (e.operator()) {
            case ADD -> " + ";
            case SUBTRACT -> " - ";
            case MULTIPLY -> " * ";
            case DIVIDE -> " / ";
        };
        return "(" + write(e.left(), e.type()) + sign + write(e.right(), e.type()) + ")";
    }

    private String aggregate(Expression.Aggregate e) {
        String type = PostgresType.of(e.type());
        if (e.argument().isEmpty()) {
            return "count(*)::" + type;
        }
        Expression argument = e.argument().get();
        String distinct = e.distinct() ? "DISTINCT " : "";
        return switch (e.function()) {
            case COUNT -> "count(" + distinct + write(argument) + ")::" + type;
            case MIN -> "min(" + write(argument) + ")::" + type;
            case MAX -> "max(" + write(argument) + ")::" + type;
            // In double where the result has a fraction: PostgreSQL would add REALs as REAL and average integers as
            // NUMERIC.
            case SUM -> "sum(" + distinct + summand(argument, e.type()) + ")::" + type;
            case AVG -> "avg(" + distinct + write(argument, Numeric.DOUBLE) + ")::" + type;
        };
    }

    private String summand(Expression argument, ValueType result) {
        return result == Numeric.REAL || result == Numeric.DOUBLE ? write(argument, Numeric.DOUBLE) : write(argument);
    }

    private String choice(Expression.Case e) {
        StringBuilder sql = new StringBuilder("CASE");
        for (Expression.When when : e.branches()) {
            sql.append(" WHEN ")
                    .append(translation.conditions().exact(when.condition()))
                    .append(" THEN ")
                    .append(write(when.value(), e.type()));
        }
        e.otherwise().ifPresent(value -> sql.append(" ELSE ").append(write(value, e.type())));
        return "(" + sql.append(" END)");
    }

    private String cast(Expression.Cast e) {
        String sql = write(e.operand(), e.type());
        if (e.type() != Simple.TEXT || e.length().isEmpty()) {
            return sql;
        }
        return e.fixedLength()
                ? "rpad(" + sql + ", " + e.length().get() + ")"
                : "left(" + sql + ", " + e.length().get() + ")";
    }
}
