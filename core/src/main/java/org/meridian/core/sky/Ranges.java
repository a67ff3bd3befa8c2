// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Sets of whole numbers as sorted, disjoint, not adjacent inclusive ranges {@code lo0, hi0, lo1, hi1, ...}: the algebra
 * behind covers and MOCs.
 */
final class Ranges {
    private Ranges() {}

    /** Any ranges, in any order, overlapping or not, as a set: ascending runs are merged two by two. */
    static long[] normalized(long[] loHi) {
        Deque<long[]> runs = new ArrayDeque<>();
        LongList run = new LongList(loHi.length);
        for (int i = 0; i < loHi.length; i += 2) {
            if (loHi[i] > loHi[i + 1]) {
                throw new IllegalArgumentException(
                        "a range must not end before it begins: " + loHi[i] + " to " + loHi[i + 1]);
            }
            if (i > 0 && loHi[i] < loHi[i - 2]) {
                runs.add(run.toArray());
                run = new LongList(4);
            }
            run.addRange(loHi[i], loHi[i + 1]);
        }
        runs.add(run.toArray());
        while (runs.size() > 1) {
            runs.add(union(runs.remove(), runs.remove()));
        }
        return runs.remove();
    }

    /** Members of either. */
    static long[] union(long[] a, long[] b) {
        LongList out = new LongList(a.length + b.length);
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            if (j >= b.length || (i < a.length && a[i] <= b[j])) {
                out.addRange(a[i], a[i + 1]);
                i += 2;
            } else {
                out.addRange(b[j], b[j + 1]);
                j += 2;
            }
        }
        return out.toArray();
    }

    /** Members of both. */
    static long[] intersection(long[] a, long[] b) {
        LongList out = new LongList(Math.max(a.length, b.length));
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            long lo = Math.max(a[i], b[j]);
            long hi = Math.min(a[i + 1], b[j + 1]);
            if (lo <= hi) {
                out.addRange(lo, hi);
            }
            if (a[i + 1] < b[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return out.toArray();
    }

    /** Numbers in [0, end] that are no members. */
    static long[] complement(long[] a, long end) {
        LongList out = new LongList(a.length + 2);
        long next = 0;
        for (int i = 0; i < a.length; i += 2) {
            if (a[i] > next) {
                out.addRange(next, a[i] - 1);
            }
            next = a[i + 1] + 1;
        }
        if (next <= end) {
            out.addRange(next, end);
        }
        return out.toArray();
    }

    /** Whether any number in [lo, hi] is a member. */
    static boolean overlaps(long[] a, long lo, long hi) {
        int i = firstEndingAtOrAfter(a, lo);
        return i < a.length && a[i] <= hi;
    }

    /** Whether all numbers in [lo, hi] are members. */
    static boolean holds(long[] a, long lo, long hi) {
        int i = firstEndingAtOrAfter(a, lo);
        return i < a.length && a[i] <= lo && a[i + 1] >= hi;
    }

    private static int firstEndingAtOrAfter(long[] a, long value) {
        int low = 0;
        int high = a.length / 2;
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (a[2 * mid + 1] < value) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return 2 * low;
    }

    /** At most {@code max} ranges that contain a set: its smallest gaps are closed. */
    static long[] atMost(long[] a, int max) {
        int n = a.length / 2;
        if (n <= max) {
            return a;
        }
        long[] gaps = new long[n - 1];
        for (int i = 0; i < n - 1; i++) {
            gaps[i] = a[2 * i + 2] - a[2 * i + 1];
        }
        long[] sorted = gaps.clone();
        Arrays.sort(sorted);
        long limit = sorted[n - max - 1];
        int equalToClose = n - max;
        for (long gap : sorted) {
            equalToClose -= gap < limit ? 1 : 0;
        }
        LongList out = new LongList(2 * max);
        long lo = a[0];
        for (int i = 0; i < n - 1; i++) {
            boolean close = gaps[i] < limit || (gaps[i] == limit && equalToClose-- > 0);
            if (!close) {
                out.add(lo);
                out.add(a[2 * i + 1]);
                lo = a[2 * i + 2];
            }
        }
        out.add(lo);
        out.add(a[a.length - 1]);
        return out.toArray();
    }
}
