// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.List;

/** Rows held in memory, for small tables that the gateway itself makes. Not thread-safe. */
public final class ArrayRowStream implements RowStream {
    private final List<Field> fields;

    private ArrayRowStream(List<Field> fields) {
        this.fields = fields;
    }

    /**
     * Encodes rows of Java values: Boolean; Short, Integer or Long where the field is an integer; Float, Double; String;
     * LocalDateTime for timestamps; {@code Optional.empty()} for NULL; arrays as {@code List} of these in storage order
     * (first VOTable dimension fastest), bytes as {@code byte[]}.
     *
     * @param fields the columns
     * @param rows one value per column each
     * @throws IllegalArgumentException if a value does not fit its field
     */
    public static ArrayRowStream of(List<Field> fields, List<? extends List<?>> rows) {
        throw new UnsupportedOperationException("next commit " + fields + rows);
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public boolean advance() {
        return false;
    }

    @Override
    public byte[] buffer() {
        return new byte[0];
    }

    @Override
    public int offset(int index) {
        return 0;
    }

    @Override
    public int length(int index) {
        return -1;
    }

    @Override
    public void close() {}
}
