// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
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

    /**
     * An array of a kind.
     *
     * @throws IOException if an element is missing that this kind cannot do without
     */
    static Object of(@Nullable Object[] elements, Class<?> kind) throws IOException {
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

    private static boolean[] truths(@Nullable Object[] elements) throws IOException {
        boolean[] result = new boolean[elements.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (Boolean) present(elements[i]);
        }
        return result;
    }

    private static long[] wholes(@Nullable Object[] elements) throws IOException {
        long[] result = new long[elements.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = ((Number) present(elements[i])).longValue();
        }
        return result;
    }

    private static Object present(@Nullable Object element) throws IOException {
        if (element == null) {
            throw new IOException("an array has an element without value");
        }
        return element;
    }
}
