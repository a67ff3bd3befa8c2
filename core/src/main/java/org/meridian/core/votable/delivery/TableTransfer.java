// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.votable.ForwardingRowStream;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableOutcome;
import org.meridian.core.votable.TableWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One table between its two threads; {@link #produce} is the producing one's. */
final class TableTransfer implements Delivery.Transfer {
    private static final Logger LOG = LoggerFactory.getLogger(TableTransfer.class);
    private static final int CHUNK = 64 << 10;
    private static final int SHORT_BYTES = 64 << 10;
    private static final Duration SHORT_WAIT = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final RowStream rows;
    private final TableWriter writer;
    private final SpoolingBuffer buffer;
    private final Runnable cancel;
    private final Duration clientTime;

    /** Whether the rows have come so far that the document will begin whatever follows. */
    private final CountDownLatch begun = new CountDownLatch(1);

    private final AtomicBoolean rowsEnded = new AtomicBoolean();
    private volatile @Nullable RowStreamException early;
    private volatile @Nullable TableOutcome outcome;
    private volatile @Nullable Exception broken;
    private volatile long endedNanos;

    TableTransfer(RowStream rows, TableWriter writer, SpoolingBuffer buffer, Runnable cancel, Duration clientTime) {
        this.rows = rows;
        this.writer = writer;
        this.buffer = buffer;
        this.cancel = cancel;
        this.clientTime = clientTime;
    }

    /** Writes the whole document into the buffer. */
    void produce(ResultDocument document) {
        try {
            TableOutcome known = writer.write(new WatchedRows(), document, buffer.output());
            if (known instanceof TableOutcome.Failed failed && begun.getCount() > 0) {
                early = failed.cause();
            }
            outcome = known;
        } catch (IOException e) {
            LOG.info("A table was broken off: {}", e.getMessage());
            broken = e;
        } catch (RuntimeException e) {
            LOG.error("A table could not be written", e);
            broken = e;
        } finally {
            endedNanos = System.nanoTime();
            release();
            buffer.end();
            begun.countDown();
        }
    }

    private void release() {
        rowsEnded.set(true);
        try {
            rows.close();
        } catch (RuntimeException e) {
            LOG.warn("A row stream could not be closed", e);
        }
    }

    @Override
    public Optional<RowStreamException> earlyFailure(Duration wait) throws InterruptedException {
        boolean known = begun.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        return known ? Optional.ofNullable(early) : Optional.empty();
    }

    @Override
    public Optional<TableOutcome> earlyEnd() throws InterruptedException {
        boolean ended = buffer.awaitEnd(SHORT_BYTES, SHORT_WAIT);
        return ended ? Optional.ofNullable(outcome) : Optional.empty();
    }

    @Override
    public TableOutcome copyTo(OutputStream client) throws IOException {
        try {
            byte[] chunk = new byte[CHUNK];
            for (int length = buffer.take(chunk); length >= 0; length = buffer.take(chunk)) {
                checkTime();
                client.write(chunk, 0, length);
                if (buffer.isEmpty()) {
                    client.flush();
                }
            }
            return ended();
        } catch (IOException | RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    private void checkTime() throws IOException {
        long ended = endedNanos;
        if (ended != 0 && System.nanoTime() - ended > clientTime.toNanos()) {
            throw new IOException("the client took longer than " + clientTime.toSeconds() + " s to take the result");
        }
    }

    private TableOutcome ended() throws IOException {
        TableOutcome known = outcome;
        if (known == null) {
            throw new IOException("the result was broken off", broken);
        }
        if (known instanceof TableOutcome.Failed failed && !writer.format().carriesErrors()) {
            throw failed.cause();
        }
        return known;
    }

    private void giveUp() {
        buffer.abandon();
        if (!rowsEnded.getAndSet(true)) {
            cancel.run();
        }
    }

    @Override
    public void close() {
        giveUp();
        buffer.close();
    }

    /** The rows, given back as soon as they have ended, and ended when too many bytes wait. */
    private final class WatchedRows extends ForwardingRowStream {

        WatchedRows() {
            super(rows);
        }

        @Override
        public boolean advance() throws IOException {
            boolean more = false;
            try {
                Optional<String> exceeded = buffer.exceeded();
                if (exceeded.isPresent()) {
                    throw new RowStreamException(
                            new TransientFault(exceeded.get(), RETRY), new IllegalStateException("spool quota"));
                }
                more = rows.advance();
                if (!more || !writer.format().needsAllRows()) {
                    begun.countDown();
                }
                return more;
            } finally {
                if (!more) {
                    release();
                }
            }
        }

        @Override
        public void close() {
            release();
        }
    }
}
