// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.meridian.core.sky.Healpix;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Expression.StandardFunction;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.translate.BruteValues.Undefined;

/** The functions of ADQL 2.1, section 2.3 and 4.4, from the descriptions of the recommendation. */
@NullUnmarked // null is SQL's NULL
final class BruteFunctions {
    private BruteFunctions() {}

    /** Functions of the IVOA's catalogue; a constant MOC is itself. */
    static @Nullable Object user(Expression.UserFunctionCall call, List<@Nullable Object> values) {
        return switch (call.name()) {
            case "moc" -> Constants.moc(call).orElseThrow();
            case "ivo_healpix_index" ->
                values.get(0) instanceof Long order && values.get(1) instanceof double[] p
                        ? (Long) Healpix.hash(order.intValue(), p[0], p[1])
                        : null;
            case "ivo_interval_overlaps" ->
                all(
                        notAbove(values.get(0), values.get(3)),
                        notAbove(values.get(2), values.get(1)),
                        notAbove(values.get(0), values.get(1)),
                        notAbove(values.get(2), values.get(3)));
            default -> throw new IllegalStateException("no such function");
        };
    }

    private static @Nullable Boolean notAbove(@Nullable Object a, @Nullable Object b) {
        return a instanceof Double x && b instanceof Double y ? x <= y : null;
    }

    private static @Nullable Object all(@Nullable Boolean... truths) {
        List<@Nullable Boolean> list = Arrays.asList(truths);
        if (list.contains(false)) {
            return 0L;
        }
        return list.contains(null) ? null : 1L;
    }

    static @Nullable Object call(Expression.FunctionCall call, List<@Nullable Object> values) {
        if (call.function() == StandardFunction.COALESCE) {
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) != null) {
                    return BruteValues.convert(
                            values.get(i), call.arguments().get(i).type(), call.type());
                }
            }
            return null;
        }
        Object first = values.isEmpty() ? null : values.get(0);
        if (call.function() == StandardFunction.NULLIF) {
            Object second = values.get(1);
            return first == null || (second != null && BruteValues.compare(first, second) == 0)
                    ? null
                    : BruteValues.convert(first, call.arguments().get(0).type(), call.type());
        }
        if (values.contains(null)) {
            return null;
        }
        return switch (call.function()) {
            case LOWER -> String.valueOf(first).toLowerCase(Locale.ROOT);
            case UPPER -> String.valueOf(first).toUpperCase(Locale.ROOT);
            case ABS ->
                first instanceof Long x
                        ? convert(
                                BruteValues.integer(
                                        BigDecimal.valueOf(Math.abs(x)),
                                        call.arguments().get(0).type()),
                                call)
                        : BruteValues.number(Math.abs((Double) first), call.type());
            case MOD ->
                isInteger(call.type()) ? modulo((Long) first, (Long) values.get(1)) : number(call, numbers(values));
            default -> number(call, numbers(values));
        };
    }

    private static Object convert(Long value, Expression.FunctionCall call) {
        return java.util.Objects.requireNonNull(
                BruteValues.convert(value, call.arguments().get(0).type(), call.type()));
    }

    private static boolean isInteger(ValueType type) {
        return type == Numeric.SMALLINT || type == Numeric.INTEGER || type == Numeric.BIGINT;
    }

    private static Object modulo(@Nullable Long x, @Nullable Long y) {
        if (x == null || y == null || y == 0) {
            throw new Undefined("division by zero");
        }
        return x % y;
    }

    private static double[] numbers(List<@Nullable Object> values) {
        return values.stream()
                .mapToDouble(v -> v instanceof Number n ? n.doubleValue() : Double.NaN)
                .toArray();
    }

    private static Object number(Expression.FunctionCall call, double[] x) {
        double value = switch (call.function()) {
            case CEILING -> Math.ceil(x[0]);
            case FLOOR -> Math.floor(x[0]);
            case DEGREES -> Math.toDegrees(x[0]);
            case RADIANS -> Math.toRadians(x[0]);
            case EXP -> Math.exp(x[0]);
            case LOG -> Math.log(positive(x[0]));
            case LOG10 -> Math.log10(positive(x[0]));
            case SQRT -> Math.sqrt(x[0] < 0 ? undefined() : x[0]);
            case ACOS -> Math.acos(Math.abs(x[0]) > 1 ? undefined() : x[0]);
            case ASIN -> Math.asin(Math.abs(x[0]) > 1 ? undefined() : x[0]);
            case ATAN -> Math.atan(x[0]);
            case ATAN2 -> Math.atan2(x[0], x[1]);
            case COS -> Math.cos(x[0]);
            case COT -> Math.cos(x[0]) / Math.sin(x[0]);
            case SIN -> Math.sin(x[0]);
            case TAN -> Math.tan(x[0]);
            case POWER -> power(x[0], x[1]);
            case PI -> Math.PI;
            case MOD -> {
                if (x[1] == 0) {
                    throw new Undefined("division by zero");
                }
                yield BruteValues.decimal(x[0])
                        .remainder(BruteValues.decimal(x[1]))
                        .doubleValue();
            }
            case ROUND -> digits(x, RoundingMode.HALF_UP);
            case TRUNCATE ->
                x.length == 1 ? (x[0] < 0 ? Math.ceil(x[0]) : Math.floor(x[0])) : digits(x, RoundingMode.DOWN);
            case RAND -> throw new Undefined("random");
            case ABS, LOWER, UPPER, COALESCE, NULLIF -> throw new IllegalStateException();
        };
        return finite(BruteValues.number(value, call.type()));
    }

    private static double digits(double[] x, RoundingMode mode) {
        int places = x.length == 1 ? 0 : (int) x[1];
        return BruteValues.decimal(x[0]).setScale(places, mode).doubleValue();
    }

    private static double positive(double x) {
        return x > 0 ? x : undefined();
    }

    private static double power(double x, double y) {
        return (x == 0 && y < 0) || (x < 0 && y != Math.rint(y)) ? undefined() : Math.pow(x, y);
    }

    private static double undefined() {
        throw new Undefined("outside the domain of the function");
    }

    /** Data are finite, so an infinity is an overflow. */
    static Object finite(Object number) {
        if (number instanceof Double d && !Double.isFinite(d)) {
            throw new Undefined("overflow");
        }
        return number;
    }
}
