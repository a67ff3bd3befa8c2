// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import org.jspecify.annotations.Nullable;

/**
 * What a FIELD says of the size of its cells (VOTable 1.4, sections 2.1 and 2.2), as STIL understands it: a measure that is no
 * number is 1.
 *
 * @param bits of an element; 0 if the data type is none
 * @param elements of a cell, or of its last dimension's slice if {@code variable}
 * @param variable whether the number of elements stands before each cell of BINARY (section 5.3)
 */
record VotableCell(int bits, long elements, boolean variable) {

    /** Of the attributes of a FIELD. */
    static VotableCell of(@Nullable String datatype, @Nullable String arraysize) {
        if (datatype == null) {
            return new VotableCell(8, 1, true);
        }
        String size = arraysize == null ? "" : arraysize.strip();
        long elements = 1;
        boolean variable = size.endsWith("*");
        String[] dimensions = size.split("x");
        for (int i = 0; i < dimensions.length - (variable ? 1 : 0); i++) {
            elements = saturated(elements, dimension(dimensions[i]));
        }
        return new VotableCell(bits(datatype), elements, variable);
    }

    private static long dimension(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException none) {
            return 1;
        }
    }

    private static long saturated(long a, long b) {
        return b > 0 && a > Integer.MAX_VALUE / b ? Integer.MAX_VALUE : a * b;
    }

    private static int bits(String datatype) {
        return switch (datatype) {
            case "bit" -> 1;
            case "boolean", "unsignedByte", "char" -> 8;
            case "short", "unicodeChar" -> 16;
            case "int", "float" -> 32;
            case "long", "double", "floatComplex" -> 64;
            case "doubleComplex" -> 128;
            default -> 0;
        };
    }

    /** Bytes of a cell of fixed size. */
    long bytes() {
        return bytes(elements);
    }

    /** Bytes of so many elements. */
    long bytes(long count) {
        return (count * bits + 7) / 8;
    }

    /** Bytes that a reader takes for each cell, whatever it has: at least one for an element. */
    long fixedBytes() {
        return variable ? 0 : saturated(elements, Math.max(8, bits) / 8);
    }
}
