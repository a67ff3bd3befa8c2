// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The primitive datatypes (VOTable 1.4, section 2.1). */
enum Datatype {
    BOOLEAN("boolean", 1, Boolean.class, boolean[].class),
    /** Eight to a byte in BINARY; carried as truth values. */
    BIT("bit", 0, Boolean.class, boolean[].class),
    UNSIGNED_BYTE("unsignedByte", 1, Short.class, short[].class),
    SHORT("short", 2, Short.class, short[].class),
    INT("int", 4, Integer.class, int[].class),
    LONG("long", 8, Long.class, long[].class),
    CHAR("char", 1, Character.class, String[].class),
    UNICODE_CHAR("unicodeChar", 2, Character.class, String[].class),
    FLOAT("float", 4, Float.class, float[].class),
    DOUBLE("double", 8, Double.class, double[].class),
    /** Carried as two floats. */
    FLOAT_COMPLEX("floatComplex", 4, Float.class, float[].class),
    /** Carried as two doubles. */
    DOUBLE_COMPLEX("doubleComplex", 8, Double.class, double[].class);

    private final String word;
    private final int bytes;
    private final Class<?> scalar;
    private final Class<?> array;

    Datatype(String word, int bytes, Class<?> scalar, Class<?> array) {
        this.word = word;
        this.bytes = bytes;
        this.scalar = scalar;
        this.array = array;
    }

    /** The datatype that is called so in a FIELD. */
    static Optional<Datatype> of(String word) {
        return Arrays.stream(values()).filter(d -> d.word.equals(word.strip())).findFirst();
    }

    /** All of them in a line. */
    static String all() {
        return Arrays.stream(values()).map(Datatype::word).collect(Collectors.joining(", "));
    }

    /** As a FIELD names it. */
    String word() {
        return word;
    }

    /** Size of a number or character in BINARY; of one part of a complex number; 0 for bits. */
    int bytes() {
        return bytes;
    }

    /** What a number or character is in Java. */
    Class<?> scalar() {
        return scalar;
    }

    /** What STIL says an array of these is in Java. */
    Class<?> array() {
        return array;
    }

    boolean isText() {
        return this == CHAR || this == UNICODE_CHAR;
    }

    boolean isComplex() {
        return this == FLOAT_COMPLEX || this == DOUBLE_COMPLEX;
    }

    boolean isWhole() {
        return this == UNSIGNED_BYTE || this == SHORT || this == INT || this == LONG;
    }

    boolean isReal() {
        return this == FLOAT || this == DOUBLE || isComplex();
    }

    /** The least whole number. */
    long min() {
        return switch (this) {
            case UNSIGNED_BYTE -> 0;
            case SHORT -> Short.MIN_VALUE;
            case INT -> Integer.MIN_VALUE;
            case LONG -> Long.MIN_VALUE;
            case BOOLEAN, BIT, CHAR, UNICODE_CHAR, FLOAT, DOUBLE, FLOAT_COMPLEX, DOUBLE_COMPLEX ->
                throw new IllegalStateException(word + " is no whole number");
        };
    }

    /** The greatest whole number. */
    long max() {
        return this == UNSIGNED_BYTE ? 255 : -1 - min();
    }
}
