// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.Arrays;

/** A growing array of longs. Not thread-safe. */
final class LongList {
    private long[] values;
    private int size;

    LongList(int capacity) {
        values = new long[Math.max(4, capacity)];
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long get(int i) {
        return values[i];
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** Appends an inclusive range that does not begin before the last one; joins it where they touch. */
    void addRange(long lo, long hi) {
        if (size > 0 && lo <= values[size - 1] + 1) {
            values[size - 1] = Math.max(values[size - 1], hi);
        } else {
            add(lo);
            add(hi);
        }
    }

    void clear() {
        size = 0;
    }

    long[] toArray() {
        return size == values.length ? values : Arrays.copyOf(values, size);
    }
}
