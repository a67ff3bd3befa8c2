// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.copy;

import java.io.IOException;
import java.util.List;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.postgresql.PGConnection;

/**
 * The rows of {@code COPY (query) TO STDOUT (FORMAT binary)} as they come over the wire: no object per cell, and none per
 * row but the message the driver hands over.
 *
 * <p>Not thread-safe, but for {@link #cancel()}. The connection belongs to the caller, who commits or rolls back and closes
 * it after the stream has been closed.
 */
public final class CopyRowStream implements RowStream {
    private final List<Field> fields;

    private CopyRowStream(List<Field> fields) {
        this.fields = fields;
    }

    /**
     * Starts the query.
     *
     * @param connection unwrapped from the pool; busy until the stream is closed
     * @param query SELECT in SQL without parameters; its columns have the binary form that {@code fields} say
     * @param fields as many as the query has columns
     * @throws RowStreamException if PostgreSQL refuses the query
     */
    public static CopyRowStream open(PGConnection connection, String query, List<Field> fields)
            throws RowStreamException {
        throw new UnsupportedOperationException("next commit " + connection + query + fields);
    }

    /** Asks PostgreSQL to cancel the query; a pending {@link #advance()} then throws. From any thread, any number of times. */
    public void cancel() {}

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public boolean advance() throws IOException {
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
