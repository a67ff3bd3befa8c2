// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliTimestamp;

/** What STIL reads and what it should have read, both as a list of plain values; an empty list for NULL and no elements. */
final class StilValues {
    private StilValues() {}

    /** Cells as STIL gives them. */
    static Object[] found(@Nullable Object cell) {
        return switch (cell) {
            case null -> new Object[0];
            case double[] v -> Arrays.stream(v).boxed().toArray();
            case long[] v -> Arrays.stream(v).boxed().toArray();
            case int[] v -> Arrays.stream(v).mapToObj(i -> (long) i).toArray();
            case short[] v -> {
                Object[] values = new Object[v.length];
                for (int i = 0; i < v.length; i++) {
                    values[i] = (long) v[i];
                }
                yield values;
            }
            case float[] v -> {
                Object[] values = new Object[v.length];
                for (int i = 0; i < v.length; i++) {
                    values[i] = (double) v[i];
                }
                yield values;
            }
            case boolean[] v -> {
                Object[] values = new Object[v.length];
                for (int i = 0; i < v.length; i++) {
                    values[i] = v[i];
                }
                yield values;
            }
            case String[] v ->
                Arrays.stream(v).map(text -> text == null ? "" : text).toArray();
            // STIL drops blanks at the end, as FITS does.
            case String text -> text.isEmpty() ? new Object[0] : new Object[] {withoutBlanksAtItsEnd(text)};
            case Float number -> new Object[] {(double) number};
            case Number number when !(number instanceof Double) -> new Object[] {number.longValue()};
            default -> new Object[] {cell};
        };
    }

    /** What a cell of the sample table should look like. */
    static Object[] expected(Column column, Object value, TableFormat format) {
        List<Object> values = new ArrayList<>();
        boolean masked = format == TableFormat.VOTABLE_BINARY2 || format == TableFormat.VOTABLE_TABLEDATA;
        if (value.equals(SampleTable.NULL)) {
            // Without a mask an array of fixed size has all its elements NULL.
            int count = masked ? 0 : Math.max(0, column.count());
            boolean isArray = column.shape() != Column.Shape.SCALAR
                    && column.shape() != Column.Shape.TEXT
                    && column.shape() != Column.Shape.TIMESTAMP
                    && column.shape() != Column.Shape.TEXT_LIST;
            for (int i = 0; isArray && i < count; i++) {
                values.add(nullElement(column));
            }
            if (column.shape() == Column.Shape.SCALAR && isReal(column)) {
                values.add(Double.NaN);
            }
        } else if (column.shape() == Column.Shape.TEXT_LIST) {
            values.add(json((List<?>) value));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> values.add(plain(column, element)));
        } else if (value instanceof byte[] bytes) {
            for (byte one : bytes) {
                values.add((long) (one & 0xFF));
            }
        } else if (!value.equals("")) {
            values.add(plain(column, value));
        }
        return values.toArray();
    }

    private static String json(List<?> texts) {
        List<String> parts = new ArrayList<>();
        for (Object text : texts) {
            parts.add(text.equals(SampleTable.NULL) ? "null" : Values.quoted((String) text));
        }
        return "[" + String.join(",", parts) + "]";
    }

    private static String withoutBlanksAtItsEnd(String text) {
        return text.replaceAll(" +$", "");
    }

    private static boolean isReal(Column column) {
        return column.field().primitive() == Primitive.FLOAT || column.field().primitive() == Primitive.DOUBLE;
    }

    private static Object nullElement(Column column) {
        return switch (column.field().primitive()) {
            case BOOLEAN -> false;
            case UNSIGNED_BYTE, SHORT -> (long) Short.MIN_VALUE;
            case INT -> (long) Integer.MIN_VALUE;
            case LONG -> Long.MIN_VALUE;
            case FLOAT, DOUBLE -> Double.NaN;
            case TEXT, CHAR, TIMESTAMP -> "";
        };
    }

    private static Object plain(Column column, Object value) {
        return switch (value) {
            case Float number -> (double) number;
            case Double number -> number;
            case Number number -> number.longValue();
            case java.time.LocalDateTime time -> timestamp(time);
            case java.util.Optional<?> nothing -> nullElement(column);
            case String text -> withoutBlanksAtItsEnd(text);
            default -> value;
        };
    }

    private static String timestamp(java.time.LocalDateTime time) {
        String text = DaliTimestamp.format(time);
        return text.endsWith(".5") ? text + "00" : text;
    }
}
