// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Rows of random values for the fields of the sample table, extremes and NULLs among them. */
final class RandomRows {
    private static final int[] ALPHABET =
            "abz 019,;:'\"\\<>&#|~-_%{}[]()\n\täßœ€☃Ω漢\u00a0\u200b".codePoints().toArray();

    private final Random random;

    RandomRows(long seed) {
        this.random = new Random(seed);
    }

    List<List<?>> rows(int count) {
        List<List<?>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            SampleTable.FIELDS.forEach(field -> row.add(random.nextInt(8) == 0 ? SampleTable.NULL : value(field)));
            rows.add(row);
        }
        return rows;
    }

    private Object value(Field field) {
        Column column = Column.of(field);
        return switch (column.shape()) {
            case SCALAR, TIMESTAMP, TEXT -> element(column);
            case BYTES -> {
                byte[] bytes = new byte[count(column)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case ARRAY -> list(count(column), () -> nullable(column));
            case TEXT_ARRAY -> list(count(column), () -> element(column));
            case TEXT_LIST -> list(count(column), () -> nullable(column));
        };
    }

    private int count(Column column) {
        boolean pairs = column.arraysize().orElse("").equals("2x*");
        return column.count() >= 0 ? column.count() : random.nextInt(4) * (pairs ? 2 : 1);
    }

    private static List<Object> list(int count, Supplier<Object> element) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(element.get());
        }
        return list;
    }

    private Object nullable(Column column) {
        return random.nextInt(6) == 0 ? SampleTable.NULL : element(column);
    }

    private Object element(Column column) {
        return switch (column.field().primitive()) {
            case BOOLEAN -> random.nextBoolean();
            case UNSIGNED_BYTE -> random.nextInt(256);
            // The smallest integers stand for NULL in BINARY and FITS.
            case SHORT -> pick((int) (short) random.nextInt(), (int) Short.MAX_VALUE, -Short.MAX_VALUE, 0);
            case INT -> pick(random.nextInt(), Integer.MAX_VALUE, -Integer.MAX_VALUE, 0);
            case LONG -> pick(random.nextLong(), Long.MAX_VALUE, -Long.MAX_VALUE, 0L);
            case FLOAT ->
                pick(
                        (float) random.nextGaussian(),
                        Float.MIN_NORMAL,
                        Float.MAX_VALUE,
                        -0.0f,
                        Float.NaN,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY);
            case DOUBLE ->
                pick(
                        random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300),
                        Double.MIN_VALUE,
                        Double.MAX_VALUE,
                        -0.0,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY);
            case TIMESTAMP ->
                LocalDateTime.of(1858, 11, 17, 0, 0)
                        .plusSeconds(random.nextInt())
                        // Six digits are written for any that three cannot give.
                        .plusNanos(random.nextInt(100_000) * 10_000L + 1000);
            case TEXT, CHAR -> text(column);
        };
    }

    @SafeVarargs
    private <T> T pick(T ordinary, T... extremes) {
        return random.nextInt(3) > 0 ? ordinary : extremes[random.nextInt(extremes.length)];
    }

    private String text(Column column) {
        StringBuilder text = new StringBuilder();
        int length = column.width() < 0 ? random.nextInt(12) : random.nextInt(column.width() + 1);
        while (text.length() < length) {
            int c = ALPHABET[random.nextInt(ALPHABET.length)];
            boolean fits = !column.isAsciiOnly() || c < 128;
            text.appendCodePoint(fits ? c : 'x');
        }
        // STIL drops empty lines within texts of ECSV.
        return text.toString().replaceAll("\n+", "\n");
    }
}
