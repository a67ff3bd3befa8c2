// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.sky.Box;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.ReferenceFrame;
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
            case Expression.UserFunctionCall call
            when call.name().equals("ivo_geom_transform") ->
                point(call.arguments().get(2))
                        .map(p -> UserFunctionWriter.frame(call, 0).transform(p, UserFunctionWriter.frame(call, 1)));
            case Expression.UserFunctionCall call
            when call.name().equals("ivo_healpix_center") ->
                number(call.arguments().get(0))
                        .flatMap(order -> cell(call.arguments().get(1))
                                .map(cell -> checked(() -> Healpix.centre(order.intValue(), cell))));
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
            case Expression.UserFunctionCall call when call.name().equals("ivo_geom_transform") -> transformed(call);
            case Expression.UserFunctionCall call
            when call.type() == Geometry.MOC -> moc(call).map(moc -> moc);
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

    private static Optional<SkyRegion> transformed(Expression.UserFunctionCall call) {
        ReferenceFrame from = UserFunctionWriter.frame(call, 0);
        ReferenceFrame to = UserFunctionWriter.frame(call, 1);
        return region(call.arguments().get(2)).map(region -> switch (region) {
            case Circle circle -> {
                SkyPoint centre = from.transform(circle.centre(), to);
                yield new Circle(centre.lonDeg(), centre.latDeg(), circle.radiusDeg());
            }
            case Polygon polygon ->
                checked(() -> Polygon.of(polygon.vertices().stream()
                        .map(vertex -> from.transform(vertex, to))
                        .toList()));
            default -> throw new TranslationException("ivo_geom_transform takes a POINT, CIRCLE or POLYGON");
        });
    }

    private static Optional<Long> cell(Expression expression) {
        return expression instanceof Expression.IntegerLiteral literal
                ? Optional.of(literal.value())
                : Optional.empty();
    }

    /**
     * The MOC that an expression without columns means.
     *
     * @throws TranslationException if it has too many cells
     */
    static Optional<Moc> moc(Expression expression) {
        if (expression instanceof Expression.RegionLiteral literal) {
            return literal.region() instanceof Moc moc ? Optional.of(moc) : Optional.empty();
        }
        if (!(expression instanceof Expression.UserFunctionCall call)
                || call.arguments().size() != 2) {
            return Optional.empty();
        }
        Expression first = call.arguments().get(0);
        Expression second = call.arguments().get(1);
        return switch (call.name()) {
            case "moc" -> number(first).flatMap(order -> mocOf(order.intValue(), second));
            case "moc_union" -> moc(first).flatMap(a -> moc(second).map(a::union));
            case "moc_intersection" -> moc(first).flatMap(a -> moc(second).map(a::intersection));
            default -> Optional.empty();
        };
    }

    private static Optional<Moc> mocOf(int order, Expression region) {
        Optional<SkyPoint> point = point(region);
        return point.isPresent()
                ? point.map(p -> Moc.ofCells(order, Healpix.hash(order, p.lonDeg(), p.latDeg())))
                : region(region).map(r -> checked(() -> MocWriter.bounded(Moc.of(r, order))));
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
