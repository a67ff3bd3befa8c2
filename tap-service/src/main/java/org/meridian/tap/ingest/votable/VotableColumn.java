// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A FIELD: how its cells are laid out (VOTable 1.4, sections 2.1 and 2.2).
 *
 * @param name of the FIELD
 * @param datatype of its elements
 * @param dimensions of an array that do not vary, the fastest first; a complex number has a first one of 2; none for a scalar
 * @param variable whether there is one more dimension, which varies
 * @param noValue what stands for NULL
 */
record VotableColumn(
        String name, Datatype datatype, List<Integer> dimensions, boolean variable, Optional<NoValue> noValue) {
    private static final Pattern ARRAYSIZE = Pattern.compile("([0-9]{1,9}x)*([0-9]{1,9}\\*?|\\*)");
    private static final int MAX_ELEMENTS = 1 << 28;

    VotableColumn {
        dimensions = List.copyOf(dimensions);
    }

    /**
     * Reads the attributes of a FIELD.
     *
     * @param arraysize empty where there is none
     * @param noValue the attribute null of VALUES
     * @throws IOException if the datatype or arraysize is none
     */
    static VotableColumn of(String name, String datatype, String arraysize, Optional<String> noValue)
            throws IOException {
        if (datatype.isBlank()) {
            throw new IOException("column " + name + " has no datatype; there are " + Datatype.all());
        }
        Datatype type = Datatype.of(datatype)
                .orElseThrow(() -> new IOException("column " + name + " has datatype '" + datatype
                        + "', which VOTable does not know; there are " + Datatype.all()));
        String size = arraysize.strip();
        if (!size.isEmpty() && !ARRAYSIZE.matcher(size).matches()) {
            throw new IOException("column " + name + " has arraysize '" + size
                    + "'; it must be numbers with x between them, the last of which can have or be *");
        }
        List<Integer> dimensions = new ArrayList<>();
        boolean variable = size.endsWith("*");
        if (type.isComplex()) {
            dimensions.add(2);
        }
        // VOTable 1.3, erratum 3: "1" is a scalar.
        if (!size.isEmpty() && !size.equals("1")) {
            String[] parts = size.split("x", -1);
            for (int i = 0; i < parts.length - (variable ? 1 : 0); i++) {
                dimensions.add(Integer.parseInt(parts[i]));
            }
        }
        long product = 1;
        for (int dimension : dimensions) {
            product *= dimension;
            if (product > MAX_ELEMENTS) {
                throw new IOException("column " + name + " has arraysize '" + size + "', more than this service takes");
            }
        }
        return new VotableColumn(name, type, dimensions, variable, noValue.map(text -> NoValue.of(text, type)));
    }

    /** Whether a cell is one number or truth value. */
    boolean isScalar() {
        return !datatype.isText() && dimensions.isEmpty() && !variable;
    }

    /** Whether a cell is one text, or a single character. */
    boolean isText() {
        return datatype.isText() && dimensions.size() + (variable ? 1 : 0) < 2;
    }

    /** Whether a cell is a single character. */
    boolean isCharacter() {
        return datatype.isText() && dimensions.isEmpty() && !variable;
    }

    /** Whether a cell is an array of texts. */
    boolean isTextArray() {
        return datatype.isText() && !isText();
    }

    /** Elements (characters, of texts) of a cell, or of each step of the dimension that varies. */
    int block() {
        return dimensions.stream().reduce(1, Math::multiplyExact);
    }

    /** Numbers of which one item consists that BINARY counts before an array of varying length. */
    int numbersPerItem() {
        return datatype.isComplex() ? 2 : 1;
    }

    /** Dimensions for STIL: -1 for the one that varies; those of an array of texts without the characters. */
    int[] shape() {
        List<Integer> sizes = new ArrayList<>(dimensions);
        if (variable) {
            sizes.add(-1);
        }
        return sizes.stream().skip(isTextArray() ? 1 : 0).mapToInt(size -> size).toArray();
    }

    /** Why an array cannot have so many elements; empty if it can. */
    Optional<String> wrongCount(int count) {
        boolean fits = variable ? block() == 0 ? count == 0 : count % block() == 0 : count == block();
        return fits
                ? Optional.empty()
                : Optional.of("the array has " + count + " elements; its arraysize says "
                        + (variable ? "a multiple of " : "") + block());
    }

    /** Whether a whole number stands for NULL. */
    boolean isNoValue(long value) {
        return noValue.isPresent() && noValue.get().is(value);
    }

    /** Whether a floating-point number stands for NULL. */
    boolean isNoValue(double value) {
        return noValue.isPresent() && noValue.get().is(value);
    }

    /** Whether a word of TABLEDATA stands for NULL. */
    boolean isNoValue(String word) {
        return noValue.isPresent() && noValue.get().text().equals(word);
    }
}
