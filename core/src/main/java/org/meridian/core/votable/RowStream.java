// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.util.List;

/**
 * Rows read once, forwards, without an object per cell: the one abstraction between an engine and a table writer.
 *
 * <p>After {@link #advance()} has returned true, the cells of the current row stand in {@link #buffer()} at
 * {@link #offset(int)}, {@link #length(int)} bytes each, in the encoding that {@link Primitive} names (arrays in
 * PostgreSQL's binary array format: dimensions, has-nulls flag, element type, then per dimension length and lower bound,
 * then length-prefixed elements). They stay valid until the next call of {@code advance}; nobody but the stream writes
 * into them.
 *
 * <p>Not thread-safe. Whoever opened the stream closes it; closing before the end cancels the query behind it.
 */
public interface RowStream extends AutoCloseable {

    /** The columns, in order; available before the first row. */
    List<Field> fields();

    /**
     * Moves to the next row.
     *
     * @return false after the last row
     * @throws RowStreamException if the engine fails, the query is cancelled or its time is up
     * @throws IOException if the connection to the engine breaks
     */
    boolean advance() throws IOException;

    /** The bytes that hold the current row. The array may be another one after each {@link #advance()}. */
    byte[] buffer();

    /** Where the cell of 0-based column {@code index} starts in {@link #buffer()}. Meaningless for a NULL cell. */
    int offset(int index);

    /** Number of bytes of the cell of 0-based column {@code index}; -1 for NULL. */
    int length(int index);

    /** Ends it soon, from any thread: a pending {@link #advance()} throws. Harmless when it has ended. */
    default void cancel() {
        // Most have nothing behind them that takes time.
    }

    @Override
    void close();
}
