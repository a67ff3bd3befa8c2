// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Numeric;

/** Compares answers: in order where the query orders by all it selects, else as multisets; last digits may differ. */
@NullUnmarked // null is SQL's NULL
final class Rows {
    private Rows() {}

    /** What is different, empty if nothing. */
    static Optional<String> difference(
            CheckedQuery query, List<List<@Nullable Object>> expected, List<List<@Nullable Object>> actual) {
        if (expected.size() != actual.size()) {
            return Optional.of(expected.size() + " rows expected, " + actual.size() + " found; expected "
                    + shown(expected) + ", found " + shown(actual));
        }
        List<ValueType> types =
                query.outputs().stream().map(o -> o.expression().type()).toList();
        boolean ordered = query.orderBy().stream()
                .map(CheckedQuery.SortKey::expression)
                .toList()
                .containsAll(
                        query.outputs().stream().map(OutputColumn::expression).toList());
        List<List<@Nullable Object>> left = new ArrayList<>(expected);
        List<List<@Nullable Object>> right = new ArrayList<>(actual);
        if (!ordered) {
            sort(left);
            sort(right);
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i), types)) {
                if (ordered || !matchesAny(left, right, types)) {
                    return Optional.of("row " + i + " of " + left.size() + ": " + text(left.get(i)) + " expected, "
                            + text(right.get(i)) + " found");
                }
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private record Keyed(String key, List<@Nullable Object> row) {}

    private static void sort(List<List<@Nullable Object>> rows) {
        List<Keyed> keyed = new ArrayList<>();
        rows.forEach(row -> keyed.add(new Keyed(key(row), row)));
        keyed.sort(Comparator.comparing(Keyed::key));
        rows.clear();
        keyed.forEach(k -> rows.add(k.row()));
    }

    /** The slow way, where rounding put nearly equal rows into another order. */
    private static boolean matchesAny(
            List<List<@Nullable Object>> left, List<List<@Nullable Object>> right, List<ValueType> types) {
        List<List<@Nullable Object>> rest = new ArrayList<>(right);
        for (List<@Nullable Object> row : left) {
            int found = -1;
            for (int i = 0; i < rest.size() && found < 0; i++) {
                found = same(row, rest.get(i), types) ? i : -1;
            }
            if (found < 0) {
                return false;
            }
            rest.remove(found);
        }
        return true;
    }

    private static boolean same(List<@Nullable Object> a, List<@Nullable Object> b, List<ValueType> types) {
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i), types.get(i) == Numeric.REAL ? 2e-7 : 1e-9)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(@Nullable Object a, @Nullable Object b, double tolerance) {
        if (a instanceof Double x && b instanceof Double y) {
            return x.equals(y) || Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(x));
        }
        if (a instanceof double[] x && b instanceof double[] y) {
            if (x.length != y.length) {
                return false;
            }
            for (int i = 0; i < x.length; i++) {
                double d = Math.abs(x[i] - y[i]);
                // Longitudes go round.
                if (Math.min(d, Math.abs(d - 360)) > 1e-7) {
                    return false;
                }
            }
            return true;
        }
        return a == null ? b == null : a.equals(b);
    }

    private static String key(List<@Nullable Object> row) {
        StringBuilder key = new StringBuilder();
        for (Object value : row) {
            if (value instanceof Double d) {
                key.append((float) (double) d + 0.0f);
            } else if (value instanceof double[] array) {
                key.append(array.length > 0 ? Math.round(array[1] * 1e4) : 0);
            } else {
                key.append(value);
            }
            key.append('|');
        }
        return key.toString();
    }

    private static String shown(List<List<@Nullable Object>> rows) {
        return rows.stream().limit(3).map(Rows::text).toList().toString();
    }

    private static String text(List<@Nullable Object> row) {
        return row.stream()
                .map(v -> v instanceof double[] a ? Arrays.toString(a) : String.valueOf(v))
                .toList()
                .toString();
    }
}
