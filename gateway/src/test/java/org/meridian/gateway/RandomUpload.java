// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A table of random columns and values: every datatype, shape and NULL that a VOTable can hold (VOTable 1.4, section 2). The
 * first column, {@code n}, numbers the rows. Values are {@code Boolean}, {@code Long}, {@code Double}, {@code String}, lists
 * of these, and null; single precision is a {@code Double} that is a float.
 */
final class RandomUpload {
    private static final String[] DATATYPES = {
        "boolean",
        "bit",
        "unsignedByte",
        "short",
        "int",
        "long",
        "float",
        "double",
        "floatComplex",
        "doubleComplex",
        "char",
        "unicodeChar"
    };
    private static final String[] NAMES = {
        "RAJ2000",
        "raj2000",
        "Size",
        "select",
        "e_Flux",
        "B-V",
        "two words",
        "a\"b",
        "größe",
        "𝔘 β",
        "<&>",
        "x.y",
        "Å'",
        "ctid",
        "_underscore",
        "$1",
        "CamelCase",
        "tableoid",
        "1st",
        "%s",
        "TAP_UPLOAD",
        "a,b",
        "öäü_1",
        "\\n",
        "Meridian_row"
    };
    private static final int[] ALPHABET = "abzAZ 0179,;:'\"\\<>&#|~-_%{}[]()\n\r\téß€Ω漢\u00a0\u200b𝔘🌌\uFFFD"
            .codePoints()
            .toArray();

    private final Random random;
    private final List<UploadColumn> columns = new ArrayList<>();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /** @param scalarsOnly whether the table is for a format without arrays */
    RandomUpload(long seed, boolean scalarsOnly) {
        random = new Random(seed);
        columns.add(column("n", "int", List.of(), false, ""));
        int names = 0;
        for (String datatype : DATATYPES) {
            if (scalarsOnly && datatype.endsWith("Complex")) {
                continue;
            }
            for (int shape = 0; shape < (scalarsOnly ? 1 : 4); shape++) {
                if (shape == 0 || random.nextInt(3) > 0) {
                    String name = NAMES[names % NAMES.length] + (names < NAMES.length ? "" : "_" + names);
                    names++;
                    columns.add(column(name, datatype, shape, scalarsOnly));
                }
            }
        }
        columns.add(column("when", "char", List.of(), true, "timestamp"));
        if (!scalarsOnly) {
            columns.add(column("where", "double", List.of(2), false, "point"));
        }
        for (long n = 0; n < 25; n++) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(n);
            for (UploadColumn column : columns.subList(1, columns.size())) {
                row.add(random.nextInt(7) == 0 ? null : value(column));
            }
            rows.add(row);
        }
    }

    List<UploadColumn> columns() {
        return columns;
    }

    List<List<@Nullable Object>> rows() {
        return rows;
    }

    private UploadColumn column(String name, String datatype, int shape, boolean scalarsOnly) {
        boolean text = datatype.equals("char") || datatype.equals("unicodeChar");
        int length = 1 + random.nextInt(4);
        if (scalarsOnly && text) {
            return column(name, datatype, List.of(), true, "");
        }
        return switch (shape) {
            case 0 -> column(name, datatype, List.of(), false, "");
            case 1 -> column(name, datatype, List.of(length + 1), false, "");
            case 2 -> column(name, datatype, List.of(), true, "");
            default -> column(name, datatype, List.of(length, 2), random.nextBoolean(), "");
        };
    }

    private UploadColumn column(
            String name, String datatype, List<Integer> dimensions, boolean variable, String xtype) {
        boolean described = random.nextBoolean();
        boolean bytesOnly = (variable || !dimensions.isEmpty()) && random.nextBoolean();
        return new UploadColumn(
                name,
                datatype,
                dimensions,
                variable,
                datatype.equals("unsignedByte") ? bytesOnly ? UploadColumn.NO_VALUE : 99 : -99,
                xtype,
                described && !xtype.equals("timestamp") ? "km.s-1" : "",
                described ? "phot.mag;em.opt.V" : "",
                random.nextInt(4) == 0 ? "a:b.<c>" : "",
                described ? "What \"it\" is, <größe> & 𝔘" : "");
    }

    private @Nullable Object value(UploadColumn column) {
        if (column.isTimestamp()) {
            return LocalDateTime.of(1990, 1, 1, 0, 0)
                    .plusSeconds(random.nextInt())
                    // Java leaves out seconds that are zero, DALI does not.
                    .withSecond(random.nextInt(1, 60))
                    .plusNanos(random.nextBoolean() ? 0 : random.nextInt(1_000_000) * 1000L);
        }
        if (column.xtype().equals("point")) {
            return List.of(random.nextDouble() * 360, random.nextDouble() * 180 - 90);
        }
        if (!column.isList()) {
            return element(column);
        }
        List<@Nullable Object> list = new ArrayList<>();
        int count = column.block() * (column.variable() ? random.nextInt(4) : 1);
        boolean nulls = column.hasNoValue() || column.datatype().equals("boolean");
        for (int i = 0; i < count; i++) {
            list.add(nulls && random.nextInt(6) == 0 ? null : element(column));
        }
        return list;
    }

    private Object element(UploadColumn column) {
        return switch (column.datatype()) {
            case "boolean", "bit" -> random.nextBoolean();
            case "unsignedByte" -> avoided(column, pick(random.nextInt(256), 0L, 255L));
            case "short" -> avoided(column, pick((short) random.nextInt(), Short.MAX_VALUE, Short.MIN_VALUE, 0));
            case "int" -> avoided(column, pick(random.nextInt(), Integer.MAX_VALUE, Integer.MIN_VALUE, 0));
            case "long" -> avoided(column, pick(random.nextLong(), Long.MAX_VALUE, Long.MIN_VALUE, 0));
            case "float", "floatComplex" -> (double) single();
            case "double", "doubleComplex" -> real();
            default -> text(column);
        };
    }

    private static Object avoided(UploadColumn column, long value) {
        return value == column.noValue() ? 7L : value;
    }

    private long pick(long ordinary, long... extremes) {
        return random.nextInt(3) > 0 ? ordinary : extremes[random.nextInt(extremes.length)];
    }

    private float single() {
        float[] extremes = {
            Float.MIN_VALUE, Float.MAX_VALUE, -0.0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.1f
        };
        return random.nextInt(3) > 0 ? (float) random.nextGaussian() : extremes[random.nextInt(extremes.length)];
    }

    private double real() {
        double[] extremes = {
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            -0.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0.1
        };
        return random.nextInt(3) > 0
                ? random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300)
                : extremes[random.nextInt(extremes.length)];
    }

    /** Blanks at the end are padding where a text has a width. */
    private String text(UploadColumn column) {
        if (random.nextInt(8) == 0) {
            return column.isTextArray() || column.arraysize().isEmpty() ? "x" : "";
        }
        if (random.nextInt(8) == 0 && column.variable() && column.isText()) {
            return "00" + random.nextInt(1000);
        }
        boolean bounded = !column.dimensions().isEmpty() || column.arraysize().isEmpty();
        int width = column.dimensions().isEmpty()
                ? column.variable() ? random.nextInt(12) : 1
                : column.dimensions().get(0);
        StringBuilder text = new StringBuilder();
        while (text.length() < width) {
            int c = ALPHABET[random.nextInt(ALPHABET.length)];
            boolean fits = text.length() + Character.charCount(c) <= width;
            boolean ascii = column.datatype().equals("char");
            text.appendCodePoint(fits && !(ascii && c >= 128) ? c : 'y');
            if (column.dimensions().size() > 0 && random.nextInt(6) == 0) {
                break;
            }
        }
        return bounded ? text.toString().replaceAll(" +$", "z") : text.toString();
    }
}
