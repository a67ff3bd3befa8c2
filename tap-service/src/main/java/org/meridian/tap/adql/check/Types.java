// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** Rules about types: what goes together, and how one becomes another (ADQL 2.1, section 3). */
final class Types {
    private static final Pattern TIME = Pattern.compile(
            "\\s*(\\d{4})-(\\d\\d)-(\\d\\d)(?:[T ]([01]\\d|2[0-4]):[0-5]\\d(?::([0-5]\\d|60)(?:\\.\\d*)?)?)?Z?\\s*");

    private Types() {}

    /** How a message calls a type. */
    static String name(ValueType type) {
        return switch (type) {
            case Numeric numeric -> "a number (" + numeric + ")";
            case Simple simple ->
                switch (simple) {
                    case TEXT -> "a text";
                    case TIMESTAMP -> "a time (TIMESTAMP)";
                    case BOOLEAN -> "a truth value (BOOLEAN)";
                    case UNKNOWN -> "NULL";
                };
            case Geometry geometry -> "a geometry (" + geometry + ")";
            case ValueType.Array array -> "an array";
        };
    }

    static boolean isUnknown(ValueType type) {
        return type == Simple.UNKNOWN;
    }

    /** The value as a number; NULL becomes one. */
    static Value number(Value value, String what) throws AdqlException {
        if (isUnknown(value.type())) {
            return retyped(value, Numeric.DOUBLE);
        }
        if (!(value.type() instanceof Numeric)) {
            String hint = value.type() == Simple.TEXT ? "; CAST(... AS DOUBLE PRECISION) makes a number of a text" : "";
            throw new AdqlException(value.position(), what + " takes a number, found " + name(value.type()) + hint);
        }
        return value;
    }

    /** The value as a text; NULL becomes one. */
    static Value text(Value value, String what) throws AdqlException {
        if (isUnknown(value.type())) {
            return retyped(value, Simple.TEXT);
        }
        if (value.type() != Simple.TEXT) {
            throw new AdqlException(
                    value.position(),
                    what + " takes a text, found " + name(value.type()) + "; CAST(... AS VARCHAR) makes a text");
        }
        return value;
    }

    /** The value as a geometry. */
    static Value geometry(Value value, String what) throws AdqlException {
        if (!(value.type() instanceof Geometry)) {
            throw new AdqlException(value.position(), what + " takes a geometry, found " + name(value.type()));
        }
        return value;
    }

    /** The value as a point. */
    static Value point(Value value, String what) throws AdqlException {
        if (isUnknown(value.type())) {
            return retyped(value, Geometry.POINT);
        }
        if (value.type() != Geometry.POINT) {
            throw new AdqlException(value.position(), what + " takes a POINT, found " + name(value.type()));
        }
        return value;
    }

    static ValueType wider(ValueType a, ValueType b) {
        return a instanceof Numeric left && b instanceof Numeric right && left.compareTo(right) < 0 ? b : a;
    }

    /**
     * The type that values have in common; UNKNOWN if all are NULL. Empty if there is none. A text literal joins times.
     */
    static Optional<ValueType> common(List<Value> values) {
        ValueType common = Simple.UNKNOWN;
        boolean time = values.stream().anyMatch(value -> value.type() == Simple.TIMESTAMP);
        for (Value value : values) {
            ValueType type =
                    time && value.expression() instanceof Expression.TextLiteral ? Simple.TIMESTAMP : value.type();
            if (isUnknown(common) || common.equals(type)) {
                common = type;
            } else if (common instanceof Numeric && type instanceof Numeric) {
                common = wider(common, type);
            } else if (!isUnknown(type)) {
                return Optional.empty();
            }
        }
        return Optional.of(common);
    }

    /** The value as one of a type that {@link #common} found for it, or that assignment allows. Of unknown type is only NULL. */
    static Expression converted(Value value, ValueType target) throws AdqlException {
        Expression expression = value.expression();
        if (expression.type().equals(target)) {
            return expression;
        }
        if (isUnknown(expression.type())) {
            return new Expression.NullLiteral(target);
        }
        return switch (expression) {
            case Expression.NullLiteral nothing -> new Expression.NullLiteral(target);
            case Expression.IntegerLiteral number
            when target == Numeric.DOUBLE -> new Expression.DoubleLiteral(number.value());
            case Expression.IntegerLiteral number
            when target == Numeric.BIGINT -> new Expression.IntegerLiteral(number.value(), Numeric.BIGINT);
            case Expression.TextLiteral text when target == Simple.TIMESTAMP -> time(text, value.position());
            default -> new Expression.Cast(expression, target, Optional.empty(), false);
        };
    }

    /** A text literal as a time. */
    static Expression time(Expression.TextLiteral text, Position position) throws AdqlException {
        Matcher matcher = TIME.matcher(text.value());
        if (matcher.matches()) {
            try {
                LocalDate.of(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
                return new Expression.Cast(text, Simple.TIMESTAMP, Optional.empty(), false);
            } catch (DateTimeException e) {
                throw new AdqlException(position, "'" + text.value() + "' is a day that does not exist");
            }
        }
        throw new AdqlException(
                position,
                "'" + shortened(text.value()) + "' is no time; one is written '2024-01-31' or '2024-01-31T23:59:59.5'");
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private static Value retyped(Value value, ValueType type) {
        return new Value(new Expression.NullLiteral(type), value.metadata(), value.position());
    }
}
