// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.db.QuerySession;
import org.meridian.core.votable.ForwardingRowStream;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;

/**
 * A query that the engine is answering: its rows, with the connection and the turn they need. Closing gives both back and
 * cancels what is not finished. One thread reads and closes; {@link #cancel()} may be called from any.
 */
public final class RunningQuery extends ForwardingRowStream {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final RowStream rows;
    private final QuerySession session;
    private final Future<?> noted;
    private final LongConsumer afterwards;
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean ended;
    private long count;

    /**
     * A query that has begun.
     *
     * @param noted what must have been done before the first row is handed out
     * @param afterwards called once, with the number of rows that were handed out
     */
    RunningQuery(RowStream rows, QuerySession session, Future<?> noted, LongConsumer afterwards) {
        super(rows);
        this.rows = rows;
        this.session = session;
        this.noted = noted;
        this.afterwards = afterwards;
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public boolean advance() throws IOException {
        // Whether it ends here or fails, there is nothing left to cancel.
        ended = true;
        boolean more = rows.advance();
        awaitNote();
        ended = !more;
        if (more) {
            count++;
        }
        return more;
    }

    private void awaitNote() throws IOException {
        if (noted.state() == Future.State.SUCCESS) {
            return;
        }
        try {
            noted.get();
        } catch (ExecutionException e) {
            DaliFault fault = new TransientFault("the query cannot be noted now; try again later", RETRY_AFTER);
            throw new RowStreamException(fault, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the query was noted");
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (session) {
            if (!ended && !endsNow()) {
                session.cancel();
            }
            rows.close();
        } finally {
            afterwards.accept(count);
        }
    }

    /**
     * Looks one row further: a reader that found more rows than it wanted stops before it sees the end, and a cancelled
     * session would cost its connection.
     */
    private boolean endsNow() {
        try {
            return !session.cancelRequested() && !rows.advance();
        } catch (IOException e) {
            return false;
        }
    }
}
