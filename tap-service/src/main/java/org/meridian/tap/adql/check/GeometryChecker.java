// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.meridian.core.sky.Box;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.RegionParseException;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.syntax.Function;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.adql.syntax.ValueExpression;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;

/**
 * Binds geometry functions (ADQL 2.1, section 4.2): positions become points. All is ICRS; FK5 and J2000, which differ from it
 * by less than 0.1 arcsec, are read as ICRS, other coordinate systems are refused.
 */
final class GeometryChecker {
    private static final Set<String> FRAMES = Set.of("", "ICRS", "FK5", "J2000", "UNKNOWNFRAME", "UNKNOWN");

    private GeometryChecker() {}

    /** A geometry function; {@code arguments} without the coordinate system. */
    static Value call(Function function, List<Value> arguments, Position position) throws AdqlException {
        String name = function.name();
        Value first = arguments.get(0);
        Expression expression = switch (function) {
            case POINT -> position(arguments, name);
            case CIRCLE ->
                new Expression.Circle(
                        position(arguments.subList(0, arguments.size() - 1), name),
                        size(arguments.get(arguments.size() - 1), name));
            case BOX ->
                new Expression.Box(
                        position(arguments.subList(0, arguments.size() - 2), name),
                        size(arguments.get(arguments.size() - 2), name),
                        size(arguments.get(arguments.size() - 1), name));
            case POLYGON -> new Expression.Polygon(vertices(arguments));
            case REGION -> region(first);
            case CENTROID -> new Expression.Centroid(Types.geometry(first, name).expression());
            case AREA -> new Expression.Area(Types.geometry(first, name).expression());
            case COORDSYS ->
                new Expression.CoordinateSystem(Types.geometry(first, name).expression());
            case COORD1 -> new Expression.Coordinate(Types.point(first, name).expression(), false);
            case COORD2 -> new Expression.Coordinate(Types.point(first, name).expression(), true);
            case CONTAINS ->
                new Expression.Contains(
                        Types.geometry(first, name).expression(),
                        Types.geometry(arguments.get(1), name).expression());
            case INTERSECTS ->
                new Expression.Intersects(
                        Types.geometry(first, name).expression(),
                        Types.geometry(arguments.get(1), name).expression());
            case DISTANCE ->
                new Expression.Distance(
                        position(arguments.subList(0, arguments.size() / 2), name),
                        position(arguments.subList(arguments.size() / 2, arguments.size()), name));
            default -> throw new IllegalArgumentException(name + " is no geometry function");
        };
        requireSound(expression, position);
        return new Value(expression, metadata(function, first), position);
    }

    /** Refuses a constant shape that is none, such as a polygon that crosses itself. */
    static void requireSound(Expression shape, Position position) throws AdqlException {
        double[] numbers = Constants.numbers(shape);
        if (Arrays.stream(numbers).anyMatch(Double::isNaN)) {
            return;
        }
        try {
            switch (shape) {
                case Expression.Circle circle -> DaliRegion.circle(numbers);
                case Expression.Polygon polygon -> DaliRegion.polygon(numbers);
                case Expression.Box box -> new Box(numbers[0], numbers[1], numbers[2], numbers[3]);
                default -> {}
            }
        } catch (IllegalArgumentException e) {
            throw new AdqlException(position, String.valueOf(e.getMessage()));
        }
    }

    private static Metadata metadata(Function function, Value first) {
        return switch (function) {
            case DISTANCE -> Metadata.of("deg", "pos.angDistance");
            case AREA -> Metadata.of("deg**2", "phys.angArea");
            case COORD1, COORD2 -> Metadata.unit("deg");
            case POINT -> Metadata.of("deg", "pos");
            case CENTROID -> Metadata.of("deg", "pos");
            default -> Metadata.NONE;
        };
    }

    /** One point, or a pair of coordinates. */
    private static Expression position(List<Value> arguments, String name) throws AdqlException {
        if (arguments.size() == 1) {
            return Types.point(arguments.get(0), name).expression();
        }
        Value lon = coordinate(arguments.get(0), name);
        Value lat = coordinate(arguments.get(1), name);
        requireLatitude(lat.expression(), lat.position());
        return new Expression.Point(lon.expression(), lat.expression());
    }

    private static Value coordinate(Value value, String name) throws AdqlException {
        if (value.type() instanceof Geometry) {
            throw new AdqlException(
                    value.position(),
                    name + " takes a coordinate here, a number in degrees, found " + Types.name(value.type()));
        }
        return Types.number(value, name);
    }

    private static Expression size(Value value, String name) throws AdqlException {
        Expression expression = Types.number(value, name).expression();
        if (expression instanceof Expression.Negation negation && isPositiveLiteral(negation.operand())) {
            throw new AdqlException(value.position(), name + " takes no negative size");
        }
        return expression;
    }

    private static boolean isPositiveLiteral(Expression expression) {
        return Constants.number(expression) > 0;
    }

    /** Refuses a constant latitude beyond a pole (DALI 1.1, section 3.3.5); longitudes go round. */
    static void requireLatitude(Expression latitude, Position position) throws AdqlException {
        if (Math.abs(Constants.number(latitude)) > 90) {
            throw new AdqlException(position, "a latitude is between -90 and 90 degrees");
        }
    }

    private static List<Expression> vertices(List<Value> arguments) throws AdqlException {
        List<Expression> vertices = new ArrayList<>();
        boolean points = arguments.stream().anyMatch(argument -> argument.type() instanceof Geometry);
        if (points) {
            for (Value argument : arguments) {
                if (argument.type() instanceof Numeric) {
                    throw new AdqlException(
                            argument.position(), "the vertices of a POLYGON are points or coordinates, not both");
                }
                vertices.add(Types.point(argument, "POLYGON").expression());
            }
        } else {
            if (arguments.size() < 6 || arguments.size() % 2 != 0) {
                throw new AdqlException(
                        arguments.get(0).position(),
                        "POLYGON takes pairs of coordinates, at least three; found " + arguments.size() + " numbers");
            }
            for (int i = 0; i < arguments.size(); i += 2) {
                vertices.add(position(arguments.subList(i, i + 2), "POLYGON"));
            }
        }
        return vertices;
    }

    private static Expression region(Value value) throws AdqlException {
        String text = value.expression() instanceof Expression.TextLiteral literal ? literal.value() : "";
        try {
            return new Expression.RegionLiteral(DaliRegion.parse(text), text);
        } catch (RegionParseException e) {
            throw new AdqlException(value.position(), "REGION cannot be read: " + e.getMessage());
        }
    }

    /** Checks the coordinate system written before the arguments of a constructor (section 4.2.5). */
    static void requireKnownFrame(ValueExpression argument) throws AdqlException {
        if (argument instanceof ValueExpression.StringLiteral text) {
            String frame = text.value().strip().split("\\s+")[0].toUpperCase(Locale.ROOT);
            if (!FRAMES.contains(frame)) {
                throw new AdqlException(
                        text.position(),
                        "the coordinate system '" + Types.shortened(text.value())
                                + "' is not known here; all positions are ICRS");
            }
        }
    }
}
