// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.List;
import org.meridian.core.dali.DaliFault.UsageFault;

/** Rows 1, 2, 3 ... that fail after some. */
public final class BrokenRows implements RowStream {
    private final int good;
    private int row;

    /** @param good number of rows before the failure */
    public BrokenRows(int good) {
        this.good = good;
    }

    @Override
    public List<Field> fields() {
        return List.of(Field.of("n", Primitive.INT));
    }

    @Override
    public boolean advance() throws RowStreamException {
        if (row == good) {
            throw new RowStreamException(new UsageFault("division by zero"), new IllegalStateException());
        }
        row++;
        return true;
    }

    @Override
    public byte[] buffer() {
        return new byte[] {0, 0, 0, (byte) row};
    }

    @Override
    public int offset(int index) {
        return 0;
    }

    @Override
    public int length(int index) {
        return 4;
    }

    @Override
    public void close() {}
}
