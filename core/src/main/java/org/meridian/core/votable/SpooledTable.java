// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.meridian.core.votable.spool.SpoolFile;
import uk.ac.starlink.table.AbstractStarTable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.Tables;

/**
 * Rows kept in a spool file (each cell its length, -1 for NULL, and its bytes) as a table of STIL, for formats written by it.
 * Text is made ASCII. Not thread-safe.
 */
final class SpooledTable extends AbstractStarTable {
    private final Column[] columns;
    private final ColumnInfo[] infos;
    private final long rowCount;
    private final SpoolFile file;

    SpooledTable(Column[] columns, long rowCount, SpoolFile file) {
        this.columns = columns.clone();
        this.infos = Arrays.stream(columns).map(SpooledTable::info).toArray(ColumnInfo[]::new);
        this.rowCount = rowCount;
        this.file = file;
    }

    private static ColumnInfo info(Column column) {
        Field field = column.field();
        ColumnInfo info = new ColumnInfo(
                field.name(), contentClass(column), ascii(field.description().orElse("")));
        field.unit().ifPresent(info::setUnitString);
        field.ucd().ifPresent(info::setUCD);
        field.utype().ifPresent(info::setUtype);
        column.xtype().ifPresent(info::setXtype);
        info.setNullable(true);
        // A single byte is a short here: STIL would let 255 stand for NULL.
        if (column.shape() == Column.Shape.BYTES) {
            info.setAuxDatum(new DescribedValue(Tables.UBYTE_FLAG_INFO, Boolean.TRUE));
        }
        switch (column.shape()) {
            case ARRAY, BYTES -> info.setShape(shape(column.arraysize().orElse("*")));
            // Widths are left for STIL to find.
            case TEXT_ARRAY -> {
                String size = column.arraysize().orElse("*");
                info.setShape(shape(size.substring(size.indexOf('x') + 1)));
            }
            case SCALAR, TIMESTAMP, TEXT, TEXT_LIST -> {}
        }
        return info;
    }

    private static int[] shape(String arraysize) {
        return Arrays.stream(arraysize.split("x", -1))
                .mapToInt(dimension -> dimension.endsWith("*") ? -1 : Integer.parseInt(dimension))
                .toArray();
    }

    /** What an element of an array is that is NULL; empty for what has no such value, or has one of its own (NaN). */
    static OptionalLong nullElement(Primitive primitive) {
        return switch (primitive) {
            case UNSIGNED_BYTE, SHORT -> OptionalLong.of(Short.MIN_VALUE);
            case INT -> OptionalLong.of(Integer.MIN_VALUE);
            case LONG -> OptionalLong.of(Long.MIN_VALUE);
            case BOOLEAN, FLOAT, DOUBLE, TEXT, CHAR, TIMESTAMP -> OptionalLong.empty();
        };
    }

    private static Class<?> contentClass(Column column) {
        return switch (column.shape()) {
            case TIMESTAMP, TEXT, TEXT_LIST -> String.class;
            case TEXT_ARRAY -> String[].class;
            case BYTES -> short[].class;
            case SCALAR, ARRAY -> {
                boolean array = column.shape() == Column.Shape.ARRAY;
                yield switch (column.field().primitive()) {
                    case BOOLEAN -> array ? boolean[].class : Boolean.class;
                    case UNSIGNED_BYTE, SHORT -> array ? short[].class : Short.class;
                    case INT -> array ? int[].class : Integer.class;
                    case LONG -> array ? long[].class : Long.class;
                    case FLOAT -> array ? float[].class : Float.class;
                    case DOUBLE -> array ? double[].class : Double.class;
                    case TEXT, CHAR, TIMESTAMP -> String.class;
                };
            }
        };
    }

    /** ASCII text of any text: a blank for each control character, a question mark for each character beyond. */
    static String ascii(String text) {
        return text.codePoints()
                .map(c -> c < ' ' ? ' ' : c > '~' ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public int getColumnCount() {
        return columns.length;
    }

    @Override
    public long getRowCount() {
        return rowCount;
    }

    @Override
    public ColumnInfo getColumnInfo(int index) {
        return infos[index];
    }

    @Override
    public RowSequence getRowSequence() {
        return new Rows();
    }

    private final class Rows implements RowSequence {
        private byte[] buffer = new byte[64 << 10];
        private int at;
        private int end;
        private long filePosition;
        private long rowsRead;
        private final int[] offsets = new int[columns.length];
        private final int[] lengths = new int[columns.length];

        @Override
        public boolean next() throws IOException {
            if (rowsRead == rowCount) {
                return false;
            }
            int start = at;
            for (int i = 0; i < columns.length; i++) {
                start = need(start, 4);
                lengths[i] = Cells.int32(buffer, at);
                at += 4;
                start = need(start, Math.max(0, lengths[i]));
                offsets[i] = at - start;
                at += Math.max(0, lengths[i]);
            }
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] += start;
            }
            rowsRead++;
            return true;
        }

        /** Makes {@code count} bytes available at {@link #at}; returns where the row that began at {@code start} begins now. */
        private int need(int start, int count) throws IOException {
            if (end - at >= count) {
                return start;
            }
            int kept = end - start;
            byte[] target = kept + count + (at - start) > buffer.length
                    ? new byte[Math.max(2 * buffer.length, kept + count + (at - start))]
                    : buffer;
            System.arraycopy(buffer, start, target, 0, kept);
            buffer = target;
            at -= start;
            end = kept;
            while (end - at < count) {
                int read = file.read(filePosition, buffer, end, buffer.length - end);
                if (read <= 0) {
                    throw new IOException("the spool file ends early");
                }
                filePosition += read;
                end += read;
            }
            return 0;
        }

        @Override
        public @Nullable Object getCell(int index) {
            int length = lengths[index];
            Column column = columns[index];
            if (length < 0 || CellText.countsAsNull(column, buffer, offsets[index])) {
                return null;
            }
            int offset = offsets[index];
            return switch (column.shape()) {
                case SCALAR -> scalar(column.field().primitive(), offset);
                case TIMESTAMP -> timestamp(offset);
                case TEXT -> text(offset, length);
                case TEXT_LIST -> list(column, offset);
                case ARRAY -> array(column, offset);
                case BYTES -> bytes(offset, length);
                case TEXT_ARRAY -> texts(column, offset);
            };
        }

        private Object scalar(Primitive primitive, int offset) {
            return switch (primitive) {
                case BOOLEAN -> buffer[offset] != 0;
                case UNSIGNED_BYTE, SHORT -> Cells.int16(buffer, offset);
                case INT -> Cells.int32(buffer, offset);
                case LONG -> Cells.int64(buffer, offset);
                case FLOAT -> Cells.float32(buffer, offset);
                case DOUBLE -> Cells.float64(buffer, offset);
                case TEXT, CHAR, TIMESTAMP -> throw new IllegalStateException("text is no scalar");
            };
        }

        private String timestamp(int offset) {
            byte[] text = new byte[TimestampText.MAX];
            int length = TimestampText.put(Cells.int64(buffer, offset), text, 0);
            return new String(text, 0, length, StandardCharsets.US_ASCII);
        }

        private String text(int offset, int length) {
            return ascii(new String(buffer, offset, length, StandardCharsets.UTF_8));
        }

        private String list(Column column, int offset) {
            ByteSink json = new ByteSink(java.io.OutputStream.nullOutputStream());
            JsonText.list(json, column, buffer, offset);
            return ascii(new String(json.array(), 0, json.position(), StandardCharsets.UTF_8));
        }

        private short[] bytes(int offset, int length) {
            short[] values = new short[length];
            for (int i = 0; i < length; i++) {
                values[i] = (short) (buffer[offset + i] & 0xFF);
            }
            return values;
        }

        private Object array(Column column, int offset) {
            int[] elements = elements(offset);
            int count = elements.length;
            return switch (column.field().primitive()) {
                case DOUBLE -> {
                    double[] values = new double[count];
                    Arrays.setAll(values, i -> elements[i] < 0 ? Double.NaN : Cells.float64(buffer, elements[i]));
                    yield values;
                }
                case LONG -> {
                    long[] values = new long[count];
                    Arrays.setAll(values, i -> elements[i] < 0 ? Long.MIN_VALUE : Cells.int64(buffer, elements[i]));
                    yield values;
                }
                case INT -> {
                    int[] values = new int[count];
                    Arrays.setAll(values, i -> elements[i] < 0 ? Integer.MIN_VALUE : Cells.int32(buffer, elements[i]));
                    yield values;
                }
                case FLOAT -> {
                    float[] values = new float[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = elements[i] < 0 ? Float.NaN : Cells.float32(buffer, elements[i]);
                    }
                    yield values;
                }
                case BOOLEAN -> {
                    boolean[] values = new boolean[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = elements[i] >= 0 && buffer[elements[i]] != 0;
                    }
                    yield values;
                }
                case UNSIGNED_BYTE, SHORT -> {
                    short[] values = new short[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = elements[i] < 0 ? Short.MIN_VALUE : Cells.int16(buffer, elements[i]);
                    }
                    yield values;
                }
                case TEXT, CHAR, TIMESTAMP -> throw new IllegalStateException("not an array of numbers");
            };
        }

        /** Where the elements of an array stand; -1 for NULL. */
        private int[] elements(int offset) {
            int[] elements = new int[Cells.elementCount(buffer, offset)];
            int position = Cells.firstElement(buffer, offset);
            for (int i = 0; i < elements.length; i++) {
                int length = Cells.int32(buffer, position);
                position += 4;
                elements[i] = length < 0 ? -1 : position;
                position += Math.max(0, length);
            }
            return elements;
        }

        private String[] texts(Column column, int offset) {
            int[] elements = elements(offset);
            boolean isTime = column.field().primitive() == Primitive.TIMESTAMP;
            String[] values = new String[elements.length];
            for (int i = 0; i < values.length; i++) {
                if (elements[i] < 0) {
                    values[i] = "";
                } else {
                    values[i] =
                            isTime ? timestamp(elements[i]) : text(elements[i], Cells.int32(buffer, elements[i] - 4));
                }
            }
            return values;
        }

        @Override
        @SuppressWarnings("NullAway") // STIL's own signature knows no nullness; NULL cells are null there.
        public Object[] getRow() {
            Object[] row = new Object[columns.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = getCell(i);
            }
            return row;
        }

        @Override
        public void close() {}
    }
}
