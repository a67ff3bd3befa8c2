// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A running {@code COPY ... FROM STDIN (FORMAT binary)}. Closing before {@link #end} cancels it. Not thread-safe. */
final class CopyTarget implements AutoCloseable {
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int BLOCK = 1 << 16;

    private final CopyIn copy;
    private final byte[] block = new byte[BLOCK];
    private int filled;

    CopyTarget(Connection connection, String sql) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        System.arraycopy(SIGNATURE, 0, block, 0, SIGNATURE.length);
        // Flags and length of the header extension: none.
        filled = SIGNATURE.length + 8;
    }

    /** Sends a row. */
    void row(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (filled + length > BLOCK) {
                flush();
            }
            if (length > BLOCK) {
                copy.writeToCopy(bytes, offset, length);
            } else {
                System.arraycopy(bytes, offset, block, filled, length);
                filled += length;
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(block, 0, filled);
        filled = 0;
    }

    /** Ends the copy and waits for the database. */
    void end() throws SQLException {
        if (filled + 2 > BLOCK) {
            flush();
        }
        block[filled++] = -1;
        block[filled++] = -1;
        flush();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
