// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Rows held in memory, for small tables that the gateway itself makes. Not thread-safe. */
public final class ArrayRowStream implements RowStream {
    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final byte[] END = new byte[0];

    private final List<Field> fields;
    private final List<EncodedRow> rows;
    private int next;
    private EncodedRow current = new EncodedRow(END, new int[0], new int[0]);

    private record EncodedRow(byte[] bytes, int[] offsets, int[] lengths) {}

    private ArrayRowStream(List<Field> fields, List<EncodedRow> rows) {
        this.fields = fields;
        this.rows = rows;
    }

    /**
     * Encodes rows of Java values: Boolean; any Number; String; LocalDateTime for timestamps; {@code Optional.empty()} for
     * NULL; arrays as {@code List} of these in storage order (first VOTable dimension fastest), bytes as {@code byte[]}.
     *
     * @param fields the columns
     * @param rows one value per column each
     * @throws IllegalArgumentException if a row has the wrong number of values, or a value does not fit its field
     */
    public static ArrayRowStream of(List<Field> fields, List<? extends List<?>> rows) {
        List<Field> columns = List.copyOf(fields);
        return new ArrayRowStream(
                columns, rows.stream().map(row -> encode(columns, row)).toList());
    }

    private static EncodedRow encode(List<Field> fields, List<?> row) {
        if (row.size() != fields.size()) {
            throw new IllegalArgumentException(row.size() + " values for " + fields.size() + " columns");
        }
        ByteSink sink = new ByteSink(OutputStream.nullOutputStream());
        int[] offsets = new int[row.size()];
        int[] lengths = new int[row.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = sink.position();
            Object value = row.get(i);
            if (value instanceof Optional<?> optional && optional.isEmpty()) {
                lengths[i] = -1;
            } else {
                cell(sink, fields.get(i), value);
                lengths[i] = sink.position() - offsets[i];
            }
        }
        byte[] bytes = java.util.Arrays.copyOf(sink.array(), sink.position());
        return new EncodedRow(bytes, offsets, lengths);
    }

    private static void cell(ByteSink sink, Field field, Object value) {
        if (field.isArray()) {
            switch (value) {
                case byte[] bytes when field.primitive() == Primitive.UNSIGNED_BYTE -> sink.put(bytes);
                case List<?> elements when field.primitive() != Primitive.UNSIGNED_BYTE -> array(sink, field, elements);
                default -> throw misfit(field, value);
            }
        } else {
            element(sink, field, value);
        }
    }

    private static void array(ByteSink sink, Field field, List<?> elements) {
        sink.putInt(elements.isEmpty() ? 0 : 1);
        sink.putInt(elements.contains(Optional.empty()) ? 1 : 0);
        sink.putInt(0);
        if (elements.isEmpty()) {
            return;
        }
        sink.putInt(elements.size());
        sink.putInt(1);
        for (Object element : elements) {
            if (element instanceof Optional<?> optional && optional.isEmpty()) {
                sink.putInt(-1);
                continue;
            }
            ByteSink one = new ByteSink(OutputStream.nullOutputStream());
            element(one, field, element);
            sink.putInt(one.position());
            sink.put(one.array(), 0, one.position());
        }
    }

    private static void element(ByteSink sink, Field field, Object value) {
        switch (field.primitive()) {
            case BOOLEAN -> sink.put(as(Boolean.class, field, value) ? 1 : 0);
            case UNSIGNED_BYTE -> sink.putShort((int) whole(field, value, 0, 255));
            case SHORT -> sink.putShort((int) whole(field, value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT -> sink.putInt((int) whole(field, value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG -> sink.putLong(whole(field, value, Long.MIN_VALUE, Long.MAX_VALUE));
            case FLOAT ->
                sink.putInt(
                        Float.floatToRawIntBits(as(Number.class, field, value).floatValue()));
            case DOUBLE ->
                sink.putLong(Double.doubleToRawLongBits(
                        as(Number.class, field, value).doubleValue()));
            case TEXT, CHAR -> sink.put(as(String.class, field, value).getBytes(StandardCharsets.UTF_8));
            case TIMESTAMP -> sink.putLong(ChronoUnit.MICROS.between(EPOCH, as(LocalDateTime.class, field, value)));
        }
    }

    private static long whole(Field field, Object value, long least, long greatest) {
        long number = switch (value) {
            case Byte b -> b;
            case Short s -> s;
            case Integer i -> i;
            case Long l -> l;
            default -> throw misfit(field, value);
        };
        if (number < least || number > greatest) {
            throw misfit(field, value);
        }
        return number;
    }

    private static <T> T as(Class<T> type, Field field, Object value) {
        if (!type.isInstance(value)) {
            throw misfit(field, value);
        }
        return type.cast(value);
    }

    private static IllegalArgumentException misfit(Field field, Object value) {
        return new IllegalArgumentException(
                value + " (" + value.getClass().getSimpleName() + ") is no value of " + field.name());
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public boolean advance() {
        if (next == rows.size()) {
            return false;
        }
        current = rows.get(next++);
        return true;
    }

    @Override
    public byte[] buffer() {
        return current.bytes();
    }

    @Override
    public int offset(int index) {
        return current.offsets()[index];
    }

    @Override
    public int length(int index) {
        return current.lengths()[index];
    }

    @Override
    public void close() {}
}
