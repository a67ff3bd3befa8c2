// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.List;
import java.util.stream.DoubleStream;
import org.meridian.tap.adql.checked.Expression;

/** Numbers that stand in a query as literals. */
final class Constants {
    private Constants() {}

    /** The value of a literal, with a sign or without; NaN for anything else. */
    static double number(Expression expression) {
        return switch (expression) {
            case Expression.IntegerLiteral number -> number.value();
            case Expression.DoubleLiteral number -> number.value();
            case Expression.Negation negation -> -number(negation.operand());
            default -> Double.NaN;
        };
    }

    /** The numbers of a geometry in DALI order, NaN for those that are not literals; none for what is no geometry. */
    static double[] numbers(Expression geometry) {
        return switch (geometry) {
            case Expression.Point point -> numbers(List.of(point.lonDeg(), point.latDeg()));
            case Expression.Circle circle -> joined(position(circle.center()), numbers(List.of(circle.radiusDeg())));
            case Expression.Box box ->
                joined(position(box.center()), numbers(List.of(box.widthDeg(), box.heightDeg())));
            case Expression.Polygon polygon ->
                polygon.vertices().stream()
                        .flatMapToDouble(vertex -> DoubleStream.of(position(vertex)))
                        .toArray();
            default -> new double[0];
        };
    }

    private static double[] position(Expression point) {
        return point instanceof Expression.Point ? numbers(point) : new double[] {Double.NaN, Double.NaN};
    }

    private static double[] numbers(List<Expression> expressions) {
        return expressions.stream().mapToDouble(Constants::number).toArray();
    }

    private static double[] joined(double[] a, double[] b) {
        return DoubleStream.concat(DoubleStream.of(a), DoubleStream.of(b)).toArray();
    }
}
