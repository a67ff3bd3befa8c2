// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliTimestamp;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Moc;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;

/**
 * Writes the cells of one column in PostgreSQL's binary format, and remembers what can only be known after the last one:
 * whether text is ASCII, how long the longest text of an array is. Values of a neighbouring type are converted where nothing
 * is lost, so that files with the same columns can differ in their widths. Not thread-safe.
 */
final class CellEncoder {
    private static final long EPOCH_2000 = 946_684_800L;
    private static final int[] TIMESTAMP_YEARS = {-4712, 294_275};

    private final LoadColumn column;
    private final ValueType type;
    private boolean ascii = true;
    private int longestElement = 1;

    CellEncoder(LoadColumn column) {
        this.column = column;
        this.type = column.type();
    }

    /** Whether every text so far is ASCII. */
    boolean isAscii() {
        return ascii;
    }

    /** Characters of the longest text in an array so far; at least 1. */
    int longestElement() {
        return longestElement;
    }

    /**
     * Appends a cell.
     *
     * @param value as STIL gives it; not null
     * @param out where the cell goes, with its length before it
     * @throws BadCellException if the column cannot hold the value
     */
    void put(Object value, CopyBuffer out) throws BadCellException {
        if (type == Geometry.MOC) {
            putMoc(text(value), out);
            return;
        }
        if (type instanceof Geometry geometry) {
            putGeometry(value, geometry, out);
        } else if (column.field().isArray()) {
            putArray(value, out);
        } else {
            putScalar(value, out);
        }
    }

    private void putScalar(Object value, CopyBuffer out) throws BadCellException {
        if (isBlank(value)) {
            out.putNull();
            return;
        }
        switch (column.field().primitive()) {
            case BOOLEAN -> {
                out.putInt(1);
                out.putByte(truth(value) ? 1 : 0);
            }
            case UNSIGNED_BYTE -> putShortCell(whole(value, 0, 255), out);
            case SHORT -> putShortCell(whole(value, Short.MIN_VALUE, Short.MAX_VALUE), out);
            case INT -> {
                out.putInt(4);
                out.putInt((int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            }
            case LONG -> out.putLongCell(whole(value, Long.MIN_VALUE, Long.MAX_VALUE));
            case FLOAT -> {
                out.putInt(4);
                out.putInt(Float.floatToRawIntBits(single(number(value))));
            }
            case DOUBLE -> out.putLongCell(Double.doubleToRawLongBits(number(value)));
            case TEXT, CHAR -> ascii &= out.putTextCell(text(value));
            case TIMESTAMP -> putTimestamp(value, out);
        }
    }

    private boolean isBlank(Object value) {
        return switch (value) {
            case Double d -> d.isNaN();
            case Float f -> f.isNaN();
            case String s -> s.isEmpty() && !column.emptyIsText();
            default -> false;
        };
    }

    private static void putShortCell(long value, CopyBuffer out) {
        out.putInt(2);
        out.putShort((int) value);
    }

    private static boolean truth(Object value) throws BadCellException {
        if (value instanceof Boolean b) {
            return b;
        }
        throw new BadCellException("true or false is needed");
    }

    private static long whole(Object value, long min, long max) throws BadCellException {
        long n = switch (value) {
            case Integer i -> i;
            case Short s -> s;
            case Long l -> l;
            case Byte b -> b;
            case Double d when d == Math.rint(d) && Math.abs(d) < 1L << 53 -> d.longValue();
            case Float f when f == Math.rint(f) && Math.abs(f) < 1 << 24 -> f.longValue();
            default -> throw new BadCellException("a whole number is needed");
        };
        if (n < min || n > max) {
            throw new BadCellException("the column holds whole numbers from " + min + " to " + max);
        }
        return n;
    }

    private static double number(Object value) throws BadCellException {
        return switch (value) {
            case Double d -> d;
            case Float f -> f;
            case Integer i -> i;
            case Short s -> s;
            case Byte b -> b;
            case Long l when Math.abs(l) <= 1L << 53 -> l;
            case Long l -> throw new BadCellException("a double cannot hold so many digits");
            default -> throw new BadCellException("a number is needed");
        };
    }

    private static float single(double value) throws BadCellException {
        float f = (float) value;
        if (Float.isInfinite(f) && !Double.isInfinite(value)) {
            throw new BadCellException("the number is too large for single precision");
        }
        return f;
    }

    private static String text(Object value) throws BadCellException {
        return switch (value) {
            case String s -> s;
            case Character c -> c.toString();
            case Integer i -> i.toString();
            case Long l -> l.toString();
            case Short s -> s.toString();
            default -> throw new BadCellException("text is needed");
        };
    }

    private static void putTimestamp(Object value, CopyBuffer out) throws BadCellException {
        if (value instanceof String s && s.isBlank()) {
            out.putNull();
            return;
        }
        LocalDateTime time = switch (value) {
            case LocalDateTime t -> t;
            case String s ->
                DaliTimestamp.parse(s.strip())
                        .orElseThrow(() ->
                                new BadCellException("a time as YYYY-MM-DDThh:mm:ss.sss, without zone, is needed"));
            default -> throw new BadCellException("a time is needed");
        };
        if (time.getYear() < TIMESTAMP_YEARS[0] || time.getYear() > TIMESTAMP_YEARS[1]) {
            throw new BadCellException(
                    "the database holds times from year " + TIMESTAMP_YEARS[0] + " to " + TIMESTAMP_YEARS[1]);
        }
        long seconds = time.toEpochSecond(ZoneOffset.UTC) - EPOCH_2000;
        out.putLongCell(seconds * 1_000_000 + (time.getNano() + 500) / 1000);
    }

    // ---- arrays

    /** In normal form, as queries expect it. */
    private static void putMoc(String value, CopyBuffer out) throws BadCellException {
        if (value.isBlank()) {
            out.putNull();
            return;
        }
        try {
            out.putTextCell(Moc.parse(value).toAscii());
        } catch (IllegalArgumentException e) {
            throw new BadCellException("no MOC: " + e.getMessage());
        }
    }

    private void putGeometry(Object value, Geometry geometry, CopyBuffer out) throws BadCellException {
        double[] numbers = doubles(value);
        boolean blank = true;
        for (double number : numbers) {
            blank &= Double.isNaN(number);
        }
        if (blank) {
            out.putNull();
            return;
        }
        try {
            switch (geometry) {
                case POINT -> DaliRegion.point(numbers);
                case CIRCLE -> DaliRegion.circle(numbers);
                case POLYGON -> DaliRegion.polygon(numbers);
                case REGION, MOC -> throw new BadCellException("regions as text cannot be loaded");
            }
        } catch (IllegalArgumentException e) {
            throw new BadCellException(String.valueOf(e.getMessage()));
        }
        putDoubles(numbers, out);
    }

    /** The numbers of an array cell. */
    static double[] doubles(Object value) throws BadCellException {
        return switch (value) {
            case double[] d -> d;
            case float[] f -> {
                double[] wide = new double[f.length];
                for (int i = 0; i < f.length; i++) {
                    wide[i] = f[i];
                }
                yield wide;
            }
            default -> throw new BadCellException("an array of numbers is needed");
        };
    }

    private static void putDoubles(double[] numbers, CopyBuffer out) {
        int start = beginArray(numbers.length, 701, out);
        for (double number : numbers) {
            out.putLongCell(Double.doubleToRawLongBits(number));
        }
        out.endCell(start);
    }

    private static int beginArray(int length, int elementType, CopyBuffer out) {
        int start = out.beginCell();
        out.putInt(length == 0 ? 0 : 1);
        out.putInt(0);
        out.putInt(elementType);
        if (length > 0) {
            out.putInt(length);
            out.putInt(1);
        }
        return start;
    }

    private void putArray(Object value, CopyBuffer out) throws BadCellException {
        Primitive primitive = column.field().primitive();
        if (value instanceof Object[] elements && !(value instanceof String[])) {
            putElements(elements, primitive, out);
            return;
        }
        switch (primitive) {
            case BOOLEAN -> putBooleans(value, out);
            case UNSIGNED_BYTE -> putBytes(value, out);
            case SHORT, INT, LONG -> putWholes(value, primitive, out);
            case FLOAT -> putSingles(value, out);
            case DOUBLE -> putDoubles(doubles(value), out);
            case TEXT, CHAR, TIMESTAMP -> putTexts(value, out);
        }
    }

    /** Truth values or whole numbers of which some are NULL. */
    private static void putElements(@Nullable Object[] elements, Primitive primitive, CopyBuffer out)
            throws BadCellException {
        int type = switch (primitive) {
            case BOOLEAN -> 16;
            case SHORT -> 21;
            case INT -> 23;
            case LONG -> 20;
            case UNSIGNED_BYTE, FLOAT, DOUBLE, TEXT, CHAR, TIMESTAMP ->
                throw new BadCellException("an element of the array has no value");
        };
        int start = beginArray(elements.length, type, out);
        for (Object element : elements) {
            if (element == null) {
                out.putNull();
            } else if (primitive == Primitive.BOOLEAN) {
                out.putInt(1);
                out.putByte(truth(element) ? 1 : 0);
            } else {
                putWhole(whole(element, Long.MIN_VALUE, Long.MAX_VALUE), primitive, out);
            }
        }
        out.endCell(start);
    }

    private static void putWhole(long value, Primitive primitive, CopyBuffer out) throws BadCellException {
        switch (primitive) {
            case SHORT -> {
                out.putInt(2);
                out.putShort((int) whole(value, Short.MIN_VALUE, Short.MAX_VALUE));
            }
            case INT -> {
                out.putInt(4);
                out.putInt((int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            }
            default -> {
                out.putInt(8);
                out.putLong(value);
            }
        }
    }

    private static void putBooleans(Object value, CopyBuffer out) throws BadCellException {
        if (!(value instanceof boolean[] truths)) {
            throw new BadCellException("an array of truth values is needed");
        }
        int start = beginArray(truths.length, 16, out);
        for (boolean truth : truths) {
            out.putInt(1);
            out.putByte(truth ? 1 : 0);
        }
        out.endCell(start);
    }

    private static void putBytes(Object value, CopyBuffer out) throws BadCellException {
        int start = out.beginCell();
        int length = lengthOfWholes(value);
        for (int i = 0; i < length; i++) {
            out.putByte((int) whole(wholeAt(value, i), 0, 255));
        }
        out.endCell(start);
    }

    private static void putWholes(Object value, Primitive primitive, CopyBuffer out) throws BadCellException {
        int length = lengthOfWholes(value);
        int start = beginArray(length, primitive == Primitive.SHORT ? 21 : primitive == Primitive.INT ? 23 : 20, out);
        for (int i = 0; i < length; i++) {
            putWhole(wholeAt(value, i), primitive, out);
        }
        out.endCell(start);
    }

    private static int lengthOfWholes(Object value) throws BadCellException {
        return switch (value) {
            case int[] a -> a.length;
            case short[] a -> a.length;
            case long[] a -> a.length;
            case byte[] a -> a.length;
            default -> throw new BadCellException("an array of whole numbers is needed");
        };
    }

    private static long wholeAt(Object value, int index) throws BadCellException {
        return switch (value) {
            case int[] a -> a[index];
            case short[] a -> a[index];
            case long[] a -> a[index];
            case byte[] a -> a[index];
            default -> throw new BadCellException("an array of whole numbers is needed");
        };
    }

    private static void putSingles(Object value, CopyBuffer out) throws BadCellException {
        if (value instanceof float[] singles) {
            int start = beginArray(singles.length, 700, out);
            for (float single : singles) {
                out.putInt(4);
                out.putInt(Float.floatToRawIntBits(single));
            }
            out.endCell(start);
            return;
        }
        double[] numbers = doubles(value);
        int start = beginArray(numbers.length, 700, out);
        for (double number : numbers) {
            out.putInt(4);
            out.putInt(Float.floatToRawIntBits(single(number)));
        }
        out.endCell(start);
    }

    private void putTexts(Object value, CopyBuffer out) throws BadCellException {
        if (!(value instanceof String[] texts)) {
            throw new BadCellException("an array of texts is needed");
        }
        int start = beginArray(texts.length, 25, out);
        for (String text : texts) {
            // VOTable has no NULL inside an array of texts: blank is empty.
            String present = text == null ? "" : text;
            ascii &= out.putTextCell(present);
            longestElement = Math.max(longestElement, present.length());
        }
        out.endCell(start);
    }
}
