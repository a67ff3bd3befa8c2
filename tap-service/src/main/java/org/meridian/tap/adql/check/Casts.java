// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.adql.syntax.ValueExpression.CastTarget;
import org.meridian.tap.adql.syntax.ValueExpression.CastType;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** CAST (ADQL 2.1, section 4.7.1). CHAR without a length is as long as the text. */
final class Casts {
    private Casts() {}

    static Value cast(Value operand, CastTarget target, Position position) throws AdqlException {
        ValueType type = type(target.type());
        boolean allowed = Types.isUnknown(operand.type())
                || operand.type().equals(type)
                || operand.type() == Simple.TEXT
                || (operand.type() instanceof Numeric && type instanceof Numeric)
                || (type == Simple.TEXT && !(operand.type() instanceof ValueType.Array));
        if (!allowed) {
            throw new AdqlException(
                    position,
                    "CAST makes no " + target.type().name().replace('_', ' ') + " of " + Types.name(operand.type()));
        }
        Expression expression = expression(operand, type, target);
        boolean number = type instanceof Numeric && operand.type() instanceof Numeric;
        Metadata metadata =
                number || operand.type().equals(type) ? operand.metadata().computed() : Metadata.NONE;
        return new Value(expression, metadata, position);
    }

    private static Expression expression(Value operand, ValueType type, CastTarget target) throws AdqlException {
        if (operand.expression() instanceof Expression.NullLiteral) {
            return new Expression.NullLiteral(type);
        }
        if (operand.expression() instanceof Expression.TextLiteral text) {
            if (type instanceof Geometry geometry) {
                return geometry(text.value(), geometry, operand.position());
            }
            if (type == Simple.TIMESTAMP) {
                return Types.time(text, operand.position());
            }
        }
        Optional<Integer> length =
                target.length().isPresent() ? Optional.of(target.length().getAsInt()) : Optional.empty();
        boolean fixed = target.type() == CastType.CHAR && length.isPresent();
        return new Expression.Cast(operand.expression(), type, length, fixed);
    }

    static ValueType type(CastType type) {
        return switch (type) {
            case CHAR, VARCHAR -> Simple.TEXT;
            case SMALLINT -> Numeric.SMALLINT;
            case INTEGER -> Numeric.INTEGER;
            case BIGINT -> Numeric.BIGINT;
            case REAL -> Numeric.REAL;
            case DOUBLE_PRECISION -> Numeric.DOUBLE;
            case TIMESTAMP -> Simple.TIMESTAMP;
            case POINT -> Geometry.POINT;
            case CIRCLE -> Geometry.CIRCLE;
            case POLYGON -> Geometry.POLYGON;
        };
    }

    /** A geometry in DALI serialisation (DALI 1.1, section 3.3), as its constructor would make it. */
    private static Expression geometry(String text, Geometry type, Position position) throws AdqlException {
        List<Expression> numbers = new ArrayList<>();
        for (String piece : text.strip().split("[ \\t\\n]+")) {
            numbers.add(new Expression.DoubleLiteral(number(piece, text, type, position)));
        }
        int count = numbers.size();
        boolean fits = switch (type) {
            case POINT -> count == 2;
            case CIRCLE -> count == 3;
            case POLYGON -> count >= 6 && count % 2 == 0;
            case REGION, MOC -> false;
        };
        if (!fits) {
            throw malformed(text, type, position);
        }
        List<Expression> points = new ArrayList<>();
        for (int i = 0; i + 1 < count; i += 2) {
            GeometryChecker.requireLatitude(numbers.get(i + 1), position);
            points.add(new Expression.Point(numbers.get(i), numbers.get(i + 1)));
        }
        Expression geometry = switch (type) {
            case POINT -> points.get(0);
            case CIRCLE -> new Expression.Circle(points.get(0), numbers.get(2));
            case POLYGON, REGION, MOC -> new Expression.Polygon(points);
        };
        GeometryChecker.requireSound(geometry, position);
        return geometry;
    }

    private static double number(String piece, String text, Geometry type, Position position) throws AdqlException {
        try {
            double value = Double.parseDouble(piece);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below with the whole text
        }
        throw malformed(text, type, position);
    }

    private static AdqlException malformed(String text, Geometry type, Position position) {
        String form = switch (type) {
            case POINT -> "'12.3 45.6'";
            case CIRCLE -> "'12.3 45.6 1.0'";
            case POLYGON, REGION, MOC -> "'1.0 0.1 2.0 0.2 3.0 0.3'";
        };
        return new AdqlException(
                position,
                "'" + Types.shortened(text) + "' is no " + type + "; one is written " + form + ", in degrees");
    }
}
