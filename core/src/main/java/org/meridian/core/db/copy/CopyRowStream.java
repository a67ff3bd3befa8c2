// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.copy;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.FatalFault;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of {@code COPY (query) TO STDOUT (FORMAT binary)} as they come over the wire: no object per cell, and none per
 * row but the message the driver hands over.
 *
 * <p>Not thread-safe, but for {@link #cancel()}. The connection belongs to the caller, who commits or rolls back and closes
 * it after the stream has been closed.
 */
public final class CopyRowStream implements RowStream {
    private static final Logger LOG = LoggerFactory.getLogger(CopyRowStream.class);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int HEADER_LENGTH = SIGNATURE.length + 8;
    private static final int END_OF_ROWS = -1;

    private final PGConnection connection;
    private final String query;
    private final List<Field> fields;
    private final int[] offsets;
    private final int[] lengths;
    private final Object cancelLock = new Object();
    // Guarded by the lock.
    private boolean started;
    private boolean cancelled;
    private boolean done;

    /** The running query; null before the first row is asked for. */
    private @Nullable CopyOut copy;

    /** What has been received and not read: a message, or what was left of one and the next ones. */
    private byte[] data = new byte[0];

    private int at;
    private boolean headerRead;

    private CopyRowStream(PGConnection connection, String query, List<Field> fields) {
        this.connection = connection;
        this.query = query;
        this.fields = fields;
        this.offsets = new int[fields.size()];
        this.lengths = new int[fields.size()];
    }

    /**
     * The rows of a query that starts with the first {@link #advance()}: PostgreSQL answers COPY only when it has rows to
     * send, so starting takes as long as the first row does, and what is wrong with the query shows there.
     *
     * @param connection unwrapped from the pool; busy until the stream is closed
     * @param query SELECT in SQL without parameters; its columns have the binary form that {@code fields} say
     * @param fields as many as the query has columns
     */
    public static CopyRowStream open(PGConnection connection, String query, List<Field> fields) {
        return new CopyRowStream(connection, query, List.copyOf(fields));
    }

    private CopyOut start() throws RowStreamException {
        synchronized (cancelLock) {
            if (cancelled || done) {
                done = true;
                throw SqlFaults.cancelledByUser();
            }
            started = true;
        }
        try {
            return connection.getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
        } catch (SQLException e) {
            finish();
            throw SqlFaults.inWords(e);
        }
    }

    /** Asks PostgreSQL to cancel the query; a pending {@link #advance()} then throws. From any thread, any number of times. */
    public void cancel() {
        // Under the lock, so that the request cannot hit what the connection does after this query.
        synchronized (cancelLock) {
            cancelled = true;
            if (started && !done) {
                try {
                    connection.cancelQuery();
                } catch (SQLException e) {
                    LOG.warn("PostgreSQL could not be asked to cancel a query", e);
                }
            }
        }
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public boolean advance() throws IOException {
        if (!headerRead) {
            readHeader();
        }
        require(2);
        int count = (short) SHORTS.get(data, at);
        if (count == END_OF_ROWS) {
            at += 2;
            drain();
            return false;
        }
        if (count != offsets.length) {
            throw broken("a row has " + count + " columns where " + offsets.length + " were expected");
        }
        int position = at + 2;
        for (int i = 0; i < count; i++) {
            if (position + 4 > data.length) {
                position = more(position, 4);
            }
            int length = (int) INTS.get(data, position);
            position += 4;
            lengths[i] = length;
            offsets[i] = position - at;
            if (length > 0) {
                if (position + length > data.length) {
                    position = more(position, length);
                }
                position += length;
            }
        }
        // Offsets were relative to the row, which moves when messages are joined.
        for (int i = 0; i < count; i++) {
            offsets[i] += at;
        }
        at = position;
        return true;
    }

    private void readHeader() throws IOException {
        require(HEADER_LENGTH);
        if (!Arrays.equals(SIGNATURE, Arrays.copyOfRange(data, at, at + SIGNATURE.length))) {
            throw broken("the header of COPY is not known");
        }
        int extension = (int) INTS.get(data, at + SIGNATURE.length + 4);
        at += HEADER_LENGTH;
        require(extension);
        at += extension;
        headerRead = true;
    }

    private void require(int count) throws IOException {
        if (data.length - at < count) {
            more(at, count);
        }
    }

    /**
     * Receives until {@code count} bytes are there at {@code position}; what lies before {@link #at} is dropped.
     *
     * @return where {@code position} is now
     */
    private int more(int position, int count) throws IOException {
        int needed = position - at + count;
        while (data.length - at < needed) {
            byte[] message = receive();
            if (message.length == 0 && done) {
                throw broken("the rows end inside a row");
            }
            int kept = data.length - at;
            int moved = at;
            if (kept == 0) {
                data = message;
            } else {
                byte[] joined = Arrays.copyOfRange(data, at, at + kept + message.length);
                System.arraycopy(message, 0, joined, kept, message.length);
                data = joined;
            }
            at = 0;
            position -= moved;
        }
        return position;
    }

    /** The next message; empty after the last one. */
    private byte[] receive() throws IOException {
        CopyOut running = copy;
        if (running == null) {
            running = start();
            copy = running;
        }
        try {
            byte[] message = running.readFromCopy(true);
            if (message == null) {
                finish();
                return new byte[0];
            }
            return message;
        } catch (SQLException e) {
            finish();
            throw SqlFaults.inWords(e);
        }
    }

    private void drain() throws IOException {
        while (!isDone()) {
            receive();
        }
    }

    private void finish() {
        synchronized (cancelLock) {
            done = true;
        }
    }

    private boolean isDone() {
        synchronized (cancelLock) {
            return done;
        }
    }

    private static RowStreamException broken(String what) {
        return SqlFaults.unexpected(new IllegalStateException(what), FatalFault::new);
    }

    @Override
    public byte[] buffer() {
        return data;
    }

    @Override
    public int offset(int index) {
        return offsets[index];
    }

    @Override
    public int length(int index) {
        return lengths[index];
    }

    /**
     * Ends the query if it still runs: PostgreSQL is asked to cancel it once, and read until it has. (The driver's own
     * {@code cancelCopy} left a cancellation behind that hit the next statement of the connection.)
     */
    @Override
    public void close() {
        if (copy != null && !isDone()) {
            cancel();
            try {
                drain();
            } catch (IOException e) {
                LOG.debug("A query was cancelled", e);
            }
        }
        finish();
    }
}
