// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists as DuckDB's driver gives them, as the arrays STIL has. A missing number is NaN where the type has one. */
final class ParquetArrays {
    private ParquetArrays() {}

    /** Unsigned bytes, as STIL carries them. */
    static short[] bytes(byte[] raw) {
        short[] result = new short[raw.length];
        for (int i = 0; i < raw.length; i++) {
            result[i] = (short) (raw[i] & 0xFF);
        }
        return result;
    }

    /** An array of a kind; of objects where a truth value or a whole number is missing. */
    static Object of(@Nullable Object[] elements, Class<?> kind) {
        if (kind == String[].class) {
            String[] texts = new String[elements.length];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = elements[i] == null ? "" : elements[i].toString();
            }
            return texts;
        }
        if (kind == double[].class) {
            double[] numbers = new double[elements.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = elements[i] instanceof Number n ? n.doubleValue() : Double.NaN;
            }
            return numbers;
        }
        if (kind == float[].class) {
            float[] numbers = new float[elements.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = elements[i] instanceof Number n ? n.floatValue() : Float.NaN;
            }
            return numbers;
        }
        return kind == boolean[].class ? truths(elements) : wholes(elements);
    }

    private static Object truths(@Nullable Object[] elements) {
        if (hasNull(elements)) {
            return elements.clone();
        }
        boolean[] result = new boolean[elements.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = Boolean.TRUE.equals(elements[i]);
        }
        return result;
    }

    private static Object wholes(@Nullable Object[] elements) {
        if (hasNull(elements)) {
            @Nullable Object[] result = new Object[elements.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = elements[i] instanceof Number n ? (Object) n.longValue() : null;
            }
            return result;
        }
        return Arrays.stream(elements).mapToLong(e -> ((Number) e).longValue()).toArray();
    }

    private static boolean hasNull(@Nullable Object[] elements) {
        return Arrays.stream(elements).anyMatch(Objects::isNull);
    }
}
