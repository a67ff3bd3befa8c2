// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Elements as the arrays that STIL has; as objects where one is NULL that the type has no value for. Pure functions. */
final class ArrayValues {
    private ArrayValues() {}

    /** An array cell of {@code datatype}; its elements are {@code Long}, {@code Boolean}, {@code Double} or null. */
    static Object of(Datatype datatype, List<@Nullable Object> elements) {
        if (datatype == Datatype.FLOAT || datatype == Datatype.FLOAT_COMPLEX) {
            float[] numbers = new float[elements.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = elements.get(i) instanceof Double d ? d.floatValue() : Float.NaN;
            }
            return numbers;
        }
        if (datatype.isReal()) {
            return elements.stream()
                    .mapToDouble(e -> e instanceof Double d ? d : Double.NaN)
                    .toArray();
        }
        if (elements.stream().anyMatch(Objects::isNull)) {
            return elements.toArray();
        }
        if (datatype.isWhole()) {
            return elements.stream().mapToLong(e -> ((Long) e).longValue()).toArray();
        }
        boolean[] truths = new boolean[elements.size()];
        for (int i = 0; i < truths.length; i++) {
            truths[i] = Boolean.TRUE.equals(elements.get(i));
        }
        return truths;
    }

    /** A number of a scalar cell in the type of the column. */
    static Object scalar(Datatype datatype, Object value) {
        return value instanceof Double d && datatype == Datatype.FLOAT ? (Object) d.floatValue() : value;
    }
}
