// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.sky.Box;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** Numbers, positions and regions that are the same for every row, known before the query runs. */
final class Constants {
    private Constants() {}

    /** The value of a numeric expression without columns; empty where there is none, or where computing it needs care. */
    static Optional<Double> number(Expression expression) {
        return switch (expression) {
            case Expression.IntegerLiteral literal -> Optional.of((double) literal.value());
            case Expression.DoubleLiteral literal -> Optional.of(literal.value());
            case Expression.Negation negation -> number(negation.operand()).map(x -> -x);
            case Expression.Cast cast
            when cast.type() == Numeric.DOUBLE && cast.operand().type() instanceof Numeric -> number(cast.operand());
            case Expression.Arithmetic arithmetic
            when arithmetic.type() == Numeric.DOUBLE ->
                number(arithmetic.left())
                        .flatMap(x -> number(arithmetic.right()).flatMap(y -> compute(arithmetic.operator(), x, y)));
            default -> Optional.empty();
        };
    }

    private static Optional<Double> compute(Expression.ArithmeticOperator operator, double x, double y) {
        double value = switch (operator) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
        };
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /**
     * The position that a point expression without columns means.
     *
     * @throws TranslationException if it is none on the sky
     */
    static Optional<SkyPoint> point(Expression expression) {
        return switch (expression) {
            case Expression.Point point ->
                number(point.lonDeg())
                        .flatMap(lon -> number(point.latDeg()).map(lat -> checked(() -> new SkyPoint(lon, lat))));
            case Expression.Cast cast
            when cast.type() == Geometry.POINT ->
                numbers(cast.operand()).map(values -> checked(() -> DaliRegion.point(values)));
            case Expression.Centroid centroid ->
                region(centroid.geometry()).map(SkyRegion::centroid).or(() -> point(centroid.geometry()));
            default -> Optional.empty();
        };
    }

    /**
     * The region that a geometry expression without columns means; a box is the polygon of its corners.
     *
     * @throws TranslationException if it is no valid one
     */
    static Optional<SkyRegion> region(Expression expression) {
        return switch (expression) {
            case Expression.Circle circle ->
                point(circle.center())
                        .flatMap(c -> number(circle.radiusDeg())
                                .map(r -> checked(() -> new Circle(c.lonDeg(), c.latDeg(), r))));
            case Expression.Box box ->
                point(box.center())
                        .flatMap(c -> number(box.widthDeg())
                                .flatMap(w -> number(box.heightDeg())
                                        .map(h -> checked(() -> new Box(c.lonDeg(), c.latDeg(), w, h).toPolygon()))));
            case Expression.Polygon polygon -> points(polygon.vertices()).map(v -> checked(() -> Polygon.of(v)));
            case Expression.RegionLiteral literal ->
                Optional.of(literal.region() instanceof Box box ? box.toPolygon() : literal.region());
            case Expression.Cast cast
            when cast.type() == Geometry.CIRCLE ->
                numbers(cast.operand()).map(values -> checked(() -> DaliRegion.circle(values)));
            case Expression.Cast cast
            when cast.type() == Geometry.POLYGON ->
                numbers(cast.operand()).map(values -> checked(() -> DaliRegion.polygon(values)));
            default -> Optional.empty();
        };
    }

    private static Optional<List<SkyPoint>> points(List<Expression> expressions) {
        List<SkyPoint> points = new ArrayList<>();
        for (Expression expression : expressions) {
            Optional<SkyPoint> point = point(expression);
            if (point.isEmpty()) {
                return Optional.empty();
            }
            points.add(point.get());
        }
        return Optional.of(points);
    }

    private static Optional<double[]> numbers(Expression expression) {
        if (!(expression instanceof Expression.TextLiteral literal) || literal.type() != Simple.TEXT) {
            return Optional.empty();
        }
        String[] words = literal.value().strip().split("\\s+");
        double[] values = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            values[i] = checked(() -> Double.valueOf(word));
        }
        return Optional.of(values);
    }

    private interface Maker<T> {
        T make();
    }

    private static <T> T checked(Maker<T> maker) {
        try {
            return maker.make();
        } catch (NumberFormatException e) {
            throw new TranslationException("a geometry as text consists of numbers separated by blanks");
        } catch (IllegalArgumentException e) {
            throw new TranslationException(String.valueOf(e.getMessage()));
        }
    }
}
