// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.nio.ByteBuffer;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.RowStream;

/** Reads numbers out of the current row of a table. Pure functions. */
final class Numbers {

    private static final double[] NONE = {Double.NaN};

    private Numbers() {}

    /** The numbers of a cell: one, or those of an array; NaN for none. */
    static double[] of(RowStream row, int column) {
        if (row.length(column) < 0) {
            return NONE;
        }
        Primitive primitive = row.fields().get(column).primitive();
        ByteBuffer cell = ByteBuffer.wrap(row.buffer());
        int at = row.offset(column);
        if (!row.fields().get(column).isArray()) {
            return new double[] {number(cell, at, primitive)};
        }
        int dimensions = cell.getInt(at);
        int count = dimensions == 0 ? 0 : 1;
        for (int d = 0; d < dimensions; d++) {
            count *= cell.getInt(at + 12 + 8 * d);
        }
        double[] numbers = new double[count];
        int next = at + 12 + 8 * dimensions;
        for (int i = 0; i < count; i++) {
            int length = cell.getInt(next);
            numbers[i] = length < 0 ? Double.NaN : number(cell, next + 4, primitive);
            next += 4 + Math.max(0, length);
        }
        return numbers;
    }

    private static double number(ByteBuffer bytes, int at, Primitive primitive) {
        return switch (primitive) {
            case UNSIGNED_BYTE, SHORT -> bytes.getShort(at);
            case INT -> bytes.getInt(at);
            case LONG -> bytes.getLong(at);
            case FLOAT -> bytes.getFloat(at);
            case DOUBLE -> bytes.getDouble(at);
            case BOOLEAN, TEXT, CHAR, TIMESTAMP -> Double.NaN;
        };
    }
}
