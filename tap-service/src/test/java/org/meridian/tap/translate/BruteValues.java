// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/**
 * Values of the brute-force evaluator: Long for the integer types, Double for REAL (rounded) and DOUBLE, String,
 * LocalDateTime, Boolean, double[] for geometries.
 */
final class BruteValues {
    private BruteValues() {}

    /** What a database reports when a value cannot be computed. */
    static final class Undefined extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undefined(String message) {
            super(message);
        }
    }

    /** Equal for rows that are duplicates of each other. */
    static List<@Nullable Object> key(List<@Nullable Object> row) {
        List<@Nullable Object> key = new ArrayList<>(row.size());
        for (Object value : row) {
            if (value instanceof double[] array) {
                key.add(Arrays.toString(array));
            } else if (value instanceof Double d) {
                key.add(d == 0 ? Double.valueOf(0) : d);
            } else {
                key.add(value);
            }
        }
        return key;
    }

    static int compareNullsLast(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? 1 : -1;
        }
        return compare(a, b);
    }

    static int compare(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return x.compareTo(y);
        }
        if (a instanceof Number x && b instanceof Number y) {
            // NaN equals itself and is larger than anything; -0 equals 0.
            return Double.compare(x.doubleValue() + 0.0, y.doubleValue() + 0.0);
        }
        if (a instanceof String x && b instanceof String y) {
            return Integer.signum(Arrays.compareUnsigned(
                    x.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    y.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        if (a instanceof LocalDateTime x && b instanceof LocalDateTime y) {
            return x.compareTo(y);
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return x.compareTo(y);
        }
        throw new IllegalStateException("cannot compare " + a + " and " + b);
    }

    /** A number in the range and precision of its type. */
    static Object number(double value, ValueType type) {
        return switch ((Numeric) type) {
            case SMALLINT, INTEGER, BIGINT -> integer(new BigDecimal(Math.rint(value)), type);
            case REAL -> (double) (float) value;
            case DOUBLE -> value;
        };
    }

    static Long integer(BigDecimal value, ValueType type) {
        long limit = switch ((Numeric) type) {
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            case BIGINT, REAL, DOUBLE -> Long.MAX_VALUE;
        };
        if (value.compareTo(BigDecimal.valueOf(limit)) > 0 || value.compareTo(BigDecimal.valueOf(-limit - 1)) < 0) {
            throw new Undefined("out of range");
        }
        return value.longValueExact();
    }

    static @Nullable Object convert(@Nullable Object value, ValueType from, ValueType to) {
        if (value == null || from.equals(to)) {
            return value;
        }
        if (to instanceof Numeric) {
            if (value instanceof Long exact && to != Numeric.REAL && to != Numeric.DOUBLE) {
                return integer(BigDecimal.valueOf(exact), to);
            }
            return value instanceof Number number ? number(number.doubleValue(), to) : parsed((String) value, to);
        }
        if (to == Simple.TEXT) {
            return value instanceof LocalDateTime time
                    ? time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    : text(value);
        }
        if (to == Simple.TIMESTAMP && value instanceof String text) {
            String plain = text.strip().replace("Z", "").replace(' ', 'T');
            return LocalDateTime.parse(plain.contains("T") ? plain : plain + "T00:00:00");
        }
        if (to instanceof Geometry && value instanceof String text) {
            return Arrays.stream(text.strip().split("\\s+"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
        return value;
    }

    private static Object parsed(String text, ValueType to) {
        try {
            BigDecimal value = new BigDecimal(text.strip());
            return to == Numeric.REAL || to == Numeric.DOUBLE
                    ? number(value.doubleValue(), to)
                    : integer(value.setScale(0, RoundingMode.HALF_UP), to);
        } catch (NumberFormatException e) {
            throw new Undefined("not a number");
        }
    }

    private static String text(Object value) {
        if (value instanceof Double d) {
            throw new Undefined("text of " + d + " is the engine's own");
        }
        return value.toString();
    }

    /** The decimal number one sees: 15 digits. */
    static BigDecimal decimal(double value) {
        if (!Double.isFinite(value)) {
            throw new Undefined("not finite");
        }
        return new BigDecimal(value).round(new MathContext(15, RoundingMode.HALF_EVEN));
    }
}
