// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.List;

/** Rows of another stream, passed on as they are. A subclass says what happens from row to row, and at the end. */
public abstract class ForwardingRowStream implements RowStream {
    private final RowStream rows;

    /** Passes {@code rows} on. */
    protected ForwardingRowStream(RowStream rows) {
        this.rows = rows;
    }

    @Override
    public final List<Field> fields() {
        return rows.fields();
    }

    @Override
    public void cancel() {
        rows.cancel();
    }

    @Override
    public final byte[] buffer() {
        return rows.buffer();
    }

    @Override
    public final int offset(int index) {
        return rows.offset(index);
    }

    @Override
    public final int length(int index) {
        return rows.length(index);
    }
}
