// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.util.List;

/**
 * A column of a generated table.
 *
 * @param name of the FIELD
 * @param datatype of VOTable
 * @param dimensions fixed ones, the fastest first; of texts the first is their width
 * @param variable whether one more dimension varies
 * @param noValue whole number that stands for NULL where the serialization needs one; not among the values
 * @param xtype empty if none
 * @param unit empty if none
 * @param ucd empty if none
 * @param utype empty if none
 * @param description empty if none
 */
record UploadColumn(
        String name,
        String datatype,
        List<Integer> dimensions,
        boolean variable,
        long noValue,
        String xtype,
        String unit,
        String ucd,
        String utype,
        String description) {

    /** Of bytes, which then have no NULL among them. */
    static final long NO_VALUE = -1;

    boolean hasNoValue() {
        return isWhole() && noValue != NO_VALUE;
    }

    boolean isCharacters() {
        return datatype.equals("char") || datatype.equals("unicodeChar");
    }

    boolean isText() {
        return isCharacters() && !isTextArray();
    }

    boolean isTextArray() {
        return isCharacters() && dimensions.size() + (variable ? 1 : 0) > 1;
    }

    boolean isComplex() {
        return datatype.endsWith("Complex");
    }

    boolean isWhole() {
        return List.of("unsignedByte", "short", "int", "long").contains(datatype);
    }

    boolean isReal() {
        return List.of("float", "double", "floatComplex", "doubleComplex").contains(datatype);
    }

    boolean isTruth() {
        return datatype.equals("boolean") || datatype.equals("bit");
    }

    boolean isSingle() {
        return datatype.startsWith("float");
    }

    /** Whether a value is a list: arrays and complex numbers. */
    boolean isList() {
        return isTextArray() || isComplex() || !isCharacters() && (!dimensions.isEmpty() || variable);
    }

    boolean isTimestamp() {
        return xtype.equals("timestamp");
    }

    /** Values of the list without the dimension that varies; of complex numbers, two for each. */
    int block() {
        int skipped = isTextArray() ? 1 : 0;
        return dimensions.stream().skip(skipped).reduce(isComplex() ? 2 : 1, (a, b) -> a * b);
    }

    String arraysize() {
        StringBuilder size = new StringBuilder();
        dimensions.forEach(d -> size.append(size.isEmpty() ? "" : "x").append(d));
        return variable ? size.append(size.isEmpty() ? "*" : "x*").toString() : size.toString();
    }

    /** The least number of the datatype, which stands for NULL in what comes back. */
    long least() {
        return switch (datatype) {
            case "unsignedByte", "short" -> Short.MIN_VALUE;
            case "int" -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }

    @Override
    public String toString() {
        return name + " (" + datatype + " " + arraysize() + " " + xtype + ")";
    }
}
