// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.Optional;
import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault.FatalFault;

/**
 * A field with its arraysize taken apart: how its cells are laid out.
 *
 * @param field the field
 * @param shape what a cell is
 * @param width number of characters of a text, or of each text of an array of texts; -1 where it varies
 * @param count number of array elements; -1 where it varies; 1 for other shapes
 * @param arraysize as VOTable may say it; empty for a scalar
 */
record Column(Field field, Shape shape, int width, int count, Optional<String> arraysize) {

    private static final Pattern DIMENSIONS = Pattern.compile("([1-9][0-9]{0,8}x)*([1-9][0-9]{0,8}\\*?|\\*)");

    /** What a cell is. */
    enum Shape {
        /** One number or truth value. */
        SCALAR,
        /** A point in time, a text for VOTable. */
        TIMESTAMP,
        /** One text. */
        TEXT,
        /** An array of numbers or truth values. */
        ARRAY,
        /** Bare bytes. */
        BYTES,
        /** Texts or timestamps padded to one width each. */
        TEXT_ARRAY,
        /** Texts or timestamps of unknown widths: one text, a JSON array of strings. */
        TEXT_LIST
    }

    static Column of(Field field) {
        return switch (field.primitive()) {
            case TEXT, CHAR, TIMESTAMP -> characters(field);
            case UNSIGNED_BYTE -> elements(field, Shape.BYTES);
            case BOOLEAN, SHORT, INT, LONG, FLOAT, DOUBLE -> elements(field, Shape.ARRAY);
        };
    }

    static Column[] of(Iterable<Field> fields, int size) {
        Column[] columns = new Column[size];
        int i = 0;
        for (Field field : fields) {
            columns[i++] = of(field);
        }
        return columns;
    }

    private static Column elements(Field field, Shape arrayShape) {
        if (field.arraysize().isEmpty()) {
            return new Column(field, Shape.SCALAR, -1, 1, Optional.empty());
        }
        String size = lawful(field.arraysize().get());
        return new Column(field, arrayShape, -1, product(size), Optional.of(size));
    }

    private static Column characters(Field field) {
        String size = field.arraysize().orElse("*");
        int cross = size.indexOf('x');
        if (cross < 0) {
            if (field.primitive() == Primitive.TIMESTAMP) {
                return new Column(field, Shape.TIMESTAMP, -1, 1, Optional.of("*"));
            }
            String lawful = lawful(size);
            return new Column(field, Shape.TEXT, product(lawful), 1, Optional.of(lawful));
        }
        if (!DIMENSIONS.matcher(size).matches()) {
            return new Column(field, Shape.TEXT_LIST, -1, 1, Optional.of("*"));
        }
        int width = Integer.parseInt(size.substring(0, cross));
        return new Column(field, Shape.TEXT_ARRAY, width, product(size.substring(cross + 1)), Optional.of(size));
    }

    /** Only the last dimension may vary (VOTable 1.4, section 2.2). */
    private static String lawful(String size) {
        return DIMENSIONS.matcher(size).matches() ? size : "*";
    }

    private static int product(String size) {
        if (size.endsWith("*")) {
            return -1;
        }
        int product = 1;
        for (String dimension : size.split("x", -1)) {
            product = Math.multiplyExact(product, Integer.parseInt(dimension));
        }
        return product;
    }

    /** VOTable datatype (VOTable 1.4, section 2.1). */
    static String datatype(Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> "boolean";
            case UNSIGNED_BYTE -> "unsignedByte";
            case SHORT -> "short";
            case INT -> "int";
            case LONG -> "long";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case TEXT -> "unicodeChar";
            case CHAR, TIMESTAMP -> "char";
        };
    }

    /** The xtype to declare: {@code timestamp} for times that name none. */
    Optional<String> xtype() {
        return field.primitive() == Primitive.TIMESTAMP
                ? field.xtype().or(() -> Optional.of("timestamp"))
                : field.xtype();
    }

    /** Whether elements are texts that must be ASCII. */
    boolean isAsciiOnly() {
        return field.primitive() == Primitive.CHAR;
    }

    /** The value that stands for NULL where nothing else can; empty unless the primitive is a signed integer. */
    static Optional<Long> nullValue(Primitive primitive) {
        return switch (primitive) {
            case SHORT -> Optional.of((long) Short.MIN_VALUE);
            case INT -> Optional.of((long) Integer.MIN_VALUE);
            case LONG -> Optional.of(Long.MIN_VALUE);
            case BOOLEAN, UNSIGNED_BYTE, FLOAT, DOUBLE, TEXT, CHAR, TIMESTAMP -> Optional.empty();
        };
    }

    RowStreamException notAscii() {
        return wrong("is described as ASCII text (datatype char) but holds other characters; its description must say"
                + " unicodeChar");
    }

    RowStreamException wrongCount(int found) {
        return wrong("is described with arraysize " + arraysize.orElse("1") + " but holds " + found + " elements");
    }

    RowStreamException tooLong(int found) {
        return wrong("is described with arraysize " + arraysize.orElse("*") + " but holds a text of " + found
                + " characters");
    }

    private RowStreamException wrong(String what) {
        String message = "column " + field.name() + " " + what + "; please tell the operators of this service";
        return new RowStreamException(new FatalFault(message), new IllegalStateException(message));
    }
}
