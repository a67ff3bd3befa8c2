// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Expression.StandardFunction;
import org.meridian.tap.adql.syntax.Function;
import org.meridian.tap.adql.syntax.ValueExpression;
import org.meridian.tap.adql.unit.Unit;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** Binds functions of the recommendation (ADQL 2.1, sections 2.3, 4.4, 4.8 and 4.9). */
final class FunctionChecker {
    private final ExpressionChecker expressions;

    FunctionChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
    }

    Value call(ValueExpression.FunctionCall call) throws AdqlException {
        Function function = call.function();
        List<ValueExpression> written = call.arguments();
        if (function.hasCoordinateSystem(written)) {
            GeometryChecker.requireKnownFrame(written.get(0));
            written = written.subList(1, written.size());
        }
        List<Value> arguments = expressions.values(written);
        return switch (function) {
            case ABS,
                    CEILING,
                    DEGREES,
                    EXP,
                    FLOOR,
                    LOG,
                    LOG10,
                    MOD,
                    PI,
                    POWER,
                    RADIANS,
                    RAND,
                    ROUND,
                    SQRT,
                    TRUNCATE,
                    ACOS,
                    ASIN,
                    ATAN,
                    ATAN2,
                    COS,
                    COT,
                    SIN,
                    TAN -> mathematical(call, arguments);
            case LOWER, UPPER -> {
                Value text = Types.text(arguments.get(0), function.name());
                yield standard(call, List.of(text), Simple.TEXT, text.metadata().computed());
            }
            case COALESCE -> conditional(call, arguments, "the arguments of COALESCE");
            case NULLIF -> nullIf(call, arguments);
            case IN_UNIT -> inUnit(call, arguments.get(0));
            case AREA,
                    BOX,
                    CENTROID,
                    CIRCLE,
                    CONTAINS,
                    COORD1,
                    COORD2,
                    COORDSYS,
                    DISTANCE,
                    INTERSECTS,
                    POINT,
                    POLYGON,
                    REGION -> GeometryChecker.call(function, arguments, call.position());
        };
    }

    private static Value standard(
            ValueExpression.FunctionCall call, List<Value> arguments, ValueType type, Metadata metadata) {
        List<Expression> expressions = arguments.stream().map(Value::expression).toList();
        StandardFunction function = StandardFunction.valueOf(call.function().name());
        return new Value(new Expression.FunctionCall(function, expressions, type), metadata, call.position());
    }

    /** All return DOUBLE, as tables 1 and 2 say. */
    private Value mathematical(ValueExpression.FunctionCall call, List<Value> arguments) throws AdqlException {
        List<Value> numbers = new ArrayList<>();
        for (Value argument : arguments) {
            numbers.add(Types.number(argument, call.function().name()));
        }
        return standard(call, numbers, Numeric.DOUBLE, mathematicalMetadata(call.function(), numbers));
    }

    private static Metadata mathematicalMetadata(Function function, List<Value> arguments) {
        Metadata first =
                arguments.isEmpty() ? Metadata.CONSTANT : arguments.get(0).metadata();
        return switch (function) {
            case ABS, CEILING, FLOOR, ROUND, TRUNCATE -> first.computed();
            case MOD -> first.unitOnly();
            case SQRT -> first.power(0.5);
            case POWER -> {
                double exponent = switch (arguments.get(1).expression()) {
                    case Expression.IntegerLiteral number -> number.value();
                    case Expression.DoubleLiteral number -> number.value();
                    default -> Double.NaN;
                };
                yield Math.abs(exponent) <= 10 ? first.power(exponent) : Metadata.NONE;
            }
            case DEGREES -> Metadata.unit("deg");
            case RADIANS, ACOS, ASIN, ATAN, ATAN2 -> Metadata.unit("rad");
            case PI -> Metadata.CONSTANT;
            default -> Metadata.NONE;
        };
    }

    private Value conditional(ValueExpression.FunctionCall call, List<Value> arguments, String what)
            throws AdqlException {
        ValueType type = expressions.common(arguments, what);
        List<Value> converted = new ArrayList<>();
        for (Value argument : arguments) {
            converted.add(new Value(Types.converted(argument, type), argument.metadata(), argument.position()));
        }
        return standard(call, converted, type, ExpressionChecker.sharedMetadata(arguments));
    }

    private static Value nullIf(ValueExpression.FunctionCall call, List<Value> arguments) throws AdqlException {
        List<Expression> comparable = new Comparisons().comparable(arguments, call.position());
        Value first = arguments.get(0);
        ValueType type = comparable.get(0).type();
        return new Value(
                new Expression.FunctionCall(StandardFunction.NULLIF, comparable, type),
                first.metadata().computed(),
                call.position());
    }

    /** A multiplication; the unit of the value comes from metadata, carried through expressions. */
    private static Value inUnit(ValueExpression.FunctionCall call, Value argument) throws AdqlException {
        Value value = Types.number(argument, "IN_UNIT");
        ValueExpression written = call.arguments().get(1);
        String text = written instanceof ValueExpression.StringLiteral literal
                ? literal.value().strip()
                : "";
        if (text.isEmpty()) {
            throw new AdqlException(written.position(), "IN_UNIT takes a unit, found an empty text");
        }
        Optional<Unit> target = Unit.parse(text);
        if (target.isEmpty()) {
            throw new AdqlException(
                    written.position(), "'" + Types.shortened(text) + "' is no unit that is known here");
        }
        Optional<String> from = value.metadata().unit().filter(unit -> !unit.isBlank());
        if (from.isEmpty()) {
            throw new AdqlException(value.position(), "this value has no unit; IN_UNIT cannot convert it to " + text);
        }
        Optional<Unit> source = from.flatMap(Unit::parse);
        if (source.isEmpty()) {
            throw new AdqlException(
                    value.position(), "the unit of this value, '" + from.get() + "', is none that IN_UNIT can convert");
        }
        Optional<Double> factor = source.get().factorTo(target.get());
        if (factor.isEmpty()
                || !Double.isFinite(factor.get())
                || target.get().base().isEmpty()) {
            throw new AdqlException(written.position(), "a value in " + from.get() + " cannot be converted to " + text);
        }
        Expression converted = new Expression.Arithmetic(
                Expression.ArithmeticOperator.MULTIPLY,
                value.expression(),
                new Expression.DoubleLiteral(factor.get()),
                Numeric.DOUBLE);
        Optional<String> ucd = value.metadata().ucd();
        return new Value(converted, new Metadata(Optional.empty(), Optional.of(text), ucd, false), call.position());
    }
}
