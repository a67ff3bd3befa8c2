// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** What may be compared with what. */
record Comparisons() {
    private static final Set<String> TRUE = Set.of("1", "true", "t");
    private static final Set<String> FALSE = Set.of("0", "false", "f");

    Condition equal(Value left, Value right, Position position) throws AdqlException {
        List<Expression> both = comparable(List.of(left, right), position);
        return new Condition.Comparison(Condition.ComparisonOperator.EQUAL, both.get(0), both.get(1));
    }

    /** The values made comparable with each other; numbers of different types are so as they are. */
    List<Expression> comparable(List<Value> values, Position position) throws AdqlException {
        for (Value value : values) {
            requireComparable(value);
        }
        if (values.stream().anyMatch(value -> value.type() == Simple.BOOLEAN)) {
            return truthValues(values);
        }
        Optional<ValueType> common = Types.common(values);
        if (common.isEmpty()) {
            throw mismatch(values, position);
        }
        ValueType type = Types.isUnknown(common.get()) ? Simple.TEXT : common.get();
        List<Expression> result = new java.util.ArrayList<>();
        for (Value value : values) {
            boolean asItIs = type instanceof Numeric && value.type() instanceof Numeric;
            result.add(asItIs ? value.expression() : Types.converted(value, type));
        }
        return result;
    }

    private static void requireComparable(Value value) throws AdqlException {
        if (value.type() instanceof Geometry) {
            throw new AdqlException(
                    value.position(), "geometries cannot be compared; use CONTAINS, INTERSECTS or DISTANCE");
        }
        if (value.type() instanceof ValueType.Array) {
            throw new AdqlException(value.position(), "arrays cannot be compared");
        }
    }

    private static AdqlException mismatch(List<Value> values, Position position) {
        Value first = values.get(0);
        Value other = values.stream()
                .filter(v -> Types.common(List.of(first, v)).isEmpty())
                .findFirst()
                .orElse(values.get(values.size() - 1));
        String hint = "";
        if (first.type() == Simple.TIMESTAMP || other.type() == Simple.TIMESTAMP) {
            hint = "; CAST(... AS TIMESTAMP) makes a time of a text";
        } else if (first.type() instanceof Numeric && other.expression() instanceof Expression.TextLiteral) {
            hint = "; numbers stand without quotes";
        }
        return new AdqlException(
                position, Types.name(first.type()) + " cannot be compared with " + Types.name(other.type()) + hint);
    }

    /** Truth values, compared with 1 and 0 or 'true' and 'false', as ADQL has no literals of the type. */
    private static List<Expression> truthValues(List<Value> values) throws AdqlException {
        List<Expression> result = new java.util.ArrayList<>();
        for (Value value : values) {
            String literal = switch (value.expression()) {
                case Expression.IntegerLiteral number -> String.valueOf(number.value());
                case Expression.TextLiteral text -> text.value().toLowerCase(Locale.ROOT);
                default -> "";
            };
            if (value.type() == Simple.BOOLEAN) {
                result.add(value.expression());
            } else if (Types.isUnknown(value.type())) {
                result.add(new Expression.NullLiteral(Simple.BOOLEAN));
            } else if (TRUE.contains(literal) || FALSE.contains(literal)) {
                String text = TRUE.contains(literal) ? "true" : "false";
                result.add(
                        new Expression.Cast(new Expression.TextLiteral(text), Simple.BOOLEAN, Optional.empty(), false));
            } else {
                throw new AdqlException(
                        value.position(), "a truth value is compared with 1 or 0, or with 'true' or 'false'");
            }
        }
        return result;
    }
}
