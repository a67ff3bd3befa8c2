// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.List;
import java.util.stream.Collectors;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/**
 * Writes the functions of ADQL 2.1, section 2.3 and 4.4. What is not defined (a logarithm of zero, the square root of a
 * negative number, division by zero) is an error when the query runs; what is too small to be told from 0 is 0.
 */
final class FunctionWriter {
    private static final String FUNCTIONS = PostgresType.FUNCTIONS;

    private final Translation translation;
    private final ExpressionWriter expressions;

    FunctionWriter(Translation translation, ExpressionWriter expressions) {
        this.translation = translation;
        this.expressions = expressions;
    }

    String write(Expression.FunctionCall call) {
        List<Expression> arguments = call.arguments();
        return switch (call.function()) {
            case ABS -> "abs(" + expressions.write(arguments.get(0), call.type()) + ")";
            case CEILING -> result(call, "ceil(" + first(call) + ")");
            case FLOOR -> result(call, "floor(" + first(call) + ")");
            case DEGREES -> result(call, "degrees(" + first(call) + ")");
            case RADIANS -> result(call, "radians(" + first(call) + ")");
            case EXP -> result(call, FUNCTIONS + "exp(" + first(call) + ")");
            case LOG -> result(call, "ln(" + first(call) + ")");
            case LOG10 -> result(call, "log(" + first(call) + ")");
            case SQRT -> result(call, "sqrt(" + first(call) + ")");
            case ACOS -> result(call, FUNCTIONS + "acos(" + first(call) + ")");
            case ASIN -> result(call, FUNCTIONS + "asin(" + first(call) + ")");
            case ATAN -> result(call, "atan(" + first(call) + ")");
            case ATAN2 -> result(call, "atan2(" + first(call) + ", " + second(call) + ")");
            case COS -> result(call, "cos(" + first(call) + ")");
            // Not cot(), which is infinite at 0: division by zero is an error everywhere.
            case COT -> result(call, "(1 / tan(" + first(call) + "))");
            case SIN -> result(call, "sin(" + first(call) + ")");
            case TAN -> result(call, "tan(" + first(call) + ")");
            case POWER -> result(call, FUNCTIONS + "power(" + first(call) + ", " + second(call) + ")");
            case PI -> result(call, "pi()");
            case RAND -> random(call);
            case MOD -> modulo(call);
            case ROUND -> digits(call, "round");
            case TRUNCATE -> arguments.size() == 1 ? result(call, "trunc(" + first(call) + ")") : digits(call, "trunc");
            case LOWER -> "lower(" + expressions.write(arguments.get(0), Simple.TEXT) + ")";
            case UPPER -> "upper(" + expressions.write(arguments.get(0), Simple.TEXT) + ")";
            case COALESCE -> "coalesce(" + list(arguments, call.type()) + ")";
            case NULLIF -> nullIf(call);
        };
    }

    private String first(Expression.FunctionCall call) {
        return expressions.asDouble(call.arguments().get(0));
    }

    private String second(Expression.FunctionCall call) {
        return expressions.asDouble(call.arguments().get(1));
    }

    private static String result(Expression.FunctionCall call, String sql) {
        return PostgresType.convert(sql, Numeric.DOUBLE, call.type());
    }

    private String list(List<Expression> arguments, ValueType type) {
        return arguments.stream().map(e -> expressions.write(e, type)).collect(Collectors.joining(", "));
    }

    private String random(Expression.FunctionCall call) {
        if (!call.arguments().isEmpty()) {
            translation.seed(Constants.number(call.arguments().get(0))
                    .orElseThrow(() ->
                            new TranslationException("the seed of RAND must be a number, the same for all rows")));
        }
        return result(call, "random()");
    }

    /** The remainder has the sign of the dividend. PostgreSQL has it for exact numbers only: 15 digits of each are used. */
    private String modulo(Expression.FunctionCall call) {
        if (call.type() == Numeric.DOUBLE || call.type() == Numeric.REAL) {
            return "mod(" + first(call) + "::numeric, " + second(call) + "::numeric)::" + PostgresType.of(call.type());
        }
        return "mod(" + list(call.arguments(), call.type()) + ")";
    }

    /** Decimal places are those of the decimal number one sees, 15 digits; ties go away from zero. */
    private String digits(Expression.FunctionCall call, String function) {
        String places =
                call.arguments().size() > 1 ? expressions.write(call.arguments().get(1), Numeric.INTEGER) : "0";
        return function + "(" + first(call) + "::numeric, " + places + ")::" + PostgresType.of(call.type());
    }

    private String nullIf(Expression.FunctionCall call) {
        Expression value = call.arguments().get(0);
        Expression other = call.arguments().get(1);
        return PostgresType.convert(
                "nullif(" + expressions.write(value) + ", " + expressions.write(other) + ")",
                value.type(),
                call.type());
    }
}
