// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridian.core.sky.Box;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Distance;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.translate.BruteValues.Undefined;

/** Geometry of the brute-force evaluator: the exact predicates of core.sky, row by row. */
final class BruteGeometry {
    private BruteGeometry() {}

    /** Of values none of which is NULL, in the order of {@link References#parts}. */
    static Object value(Expression expression, List<@Nullable Object> parts) {
        return switch (expression) {
            case Expression.Point e -> new double[] {number(parts, 0), within(number(parts, 1), -90, 90)};
            case Expression.Circle e ->
                new double[] {at(parts, 0)[0], at(parts, 0)[1], within(number(parts, 1), 0, 180)};
            case Expression.Box e ->
                DaliRegion.toArray(
                        new Box(at(parts, 0)[0], at(parts, 0)[1], number(parts, 1), number(parts, 2)).toPolygon());
            case Expression.Polygon e -> {
                double[] numbers = new double[2 * parts.size()];
                for (int i = 0; i < parts.size(); i++) {
                    numbers[2 * i] = at(parts, i)[0];
                    numbers[2 * i + 1] = at(parts, i)[1];
                }
                yield numbers;
            }
            case Expression.RegionLiteral e ->
                switch (e.region()) {
                    case Circle circle -> DaliRegion.toArray(circle);
                    case Polygon polygon -> DaliRegion.toArray(polygon);
                    case Box box -> DaliRegion.toArray(box.toPolygon());
                    default -> throw new Undefined("no such region here");
                };
            case Expression.Contains e -> within(parts.get(0), parts.get(1)) ? 1L : 0L;
            case Expression.Intersects e ->
                parts.get(0) instanceof Moc || parts.get(1) instanceof Moc
                        ? (within(parts.get(0), parts.get(1)) ? 1L : 0L)
                        : (intersects(at(parts, 0), at(parts, 1)) ? 1L : 0L);
            case Expression.Distance e ->
                Distance.deg(at(parts, 0)[0], at(parts, 0)[1], at(parts, 1)[0], at(parts, 1)[1]);
            case Expression.Area e ->
                at(parts, 0).length == 2 ? 0.0 : region(at(parts, 0)).areaDeg2();
            case Expression.Centroid e -> {
                if (at(parts, 0).length == 2) {
                    yield at(parts, 0);
                }
                SkyPoint centre = region(at(parts, 0)).centroid();
                yield new double[] {centre.lonDeg(), centre.latDeg()};
            }
            case Expression.Coordinate e -> at(parts, 0)[e.second() ? 1 : 0];
            case Expression.CoordinateSystem e -> "ICRS";
            default -> throw new IllegalStateException("no geometry: " + expression);
        };
    }

    /** Whether one lies in the other; of a point and a MOC in either order. */
    private static boolean within(@Nullable Object inner, @Nullable Object outer) {
        if (inner instanceof Moc moc && outer instanceof double[] p) {
            return moc.contains(p[0], p[1]);
        }
        if (outer instanceof Moc moc && inner instanceof double[] p) {
            return moc.contains(p[0], p[1]);
        }
        return contains((double[]) inner, (double[]) outer);
    }

    private static double number(List<@Nullable Object> parts, int index) {
        return parts.get(index) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static double within(double value, double low, double high) {
        if (value < low || value > high) {
            throw new Undefined(value + " is not within " + low + " and " + high);
        }
        return value;
    }

    private static double[] at(List<@Nullable Object> parts, int index) {
        return parts.get(index) instanceof double[] array ? array : new double[0];
    }

    private static SkyRegion region(double[] numbers) {
        return switch (numbers.length) {
            case 2 -> new Circle(numbers[0], numbers[1], 0);
            case 3 -> new Circle(numbers[0], numbers[1], numbers[2]);
            default -> Polygon.of(numbers);
        };
    }

    private static boolean contains(double[] inner, double[] outer) {
        if (inner.length == 2 && outer.length <= 3) {
            double radius = outer.length == 2 ? 0 : outer[2];
            double excess = Distance.deg(inner[0], inner[1], outer[0], outer[1]) - radius;
            if (Math.abs(excess) > 1e-11 || (inner[0] == outer[0] && inner[1] == outer[1])) {
                // Beyond doubt.
                return excess <= 0;
            }
            // A distance that differs by rounding only is on the boundary, so inside.
            return Math.toRadians(excess) <= 1e-15;
        }
        return inner.length == 2
                ? region(outer).contains(inner[0], inner[1])
                : region(outer).contains(region(inner));
    }

    private static boolean intersects(double[] left, double[] right) {
        if (left.length == 2) {
            return contains(left, right);
        }
        return right.length == 2 ? contains(right, left) : region(left).intersects(region(right));
    }
}
