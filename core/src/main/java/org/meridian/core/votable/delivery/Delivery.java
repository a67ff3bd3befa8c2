// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableFormat;
import org.meridian.core.votable.TableOutcome;
import org.meridian.core.votable.TableWriter;
import org.meridian.core.votable.spool.SpoolArea;

/**
 * Makes a table on one thread while another hands it to the client: the engine is read as fast as it gives rows, whatever
 * the client does. Thread-safe; one for all requests.
 */
public final class Delivery {
    private final SpoolArea area;
    private final Executor producers;
    private final Duration clientTime;

    /**
     * @param area where bytes wait that the client has not taken
     * @param producers runs the encoding of each result, a thread each at once; platform threads are best
     * @param clientTime how long a client may go on taking bytes after the last row was made. A client that takes nothing at
     *     all is the web server's to time out: its write fails
     */
    public Delivery(SpoolArea area, Executor producers, Duration clientTime) {
        this.area = area;
        this.producers = producers;
        this.clientTime = clientTime;
    }

    /**
     * Starts to write {@code rows}. The stream is closed by the producing thread as soon as its last row has been encoded
     * (so that connection and snapshot are free while a slow client still reads), and whatever happens: what {@code rows}
     * stands on, its {@code close} has to release. It may be closed more than once.
     *
     * @param cancel called at most once, from any thread, if the client goes away or the transfer is closed before the rows
     *     have ended: must make a pending {@link RowStream#advance()} return or throw soon
     */
    public Transfer start(RowStream rows, TableWriter writer, ResultDocument document, Runnable cancel) {
        TableTransfer transfer = new TableTransfer(rows, writer, new SpoolingBuffer(area), cancel, clientTime);
        try {
            producers.execute(() -> transfer.produce(document));
        } catch (RuntimeException rejected) {
            transfer.close();
            rows.close();
            throw rejected;
        }
        return transfer;
    }

    /** A table under way. Every transfer must be closed; all methods belong to one thread. */
    public interface Transfer extends AutoCloseable {

        /**
         * Waits until the first row (the last one, where the format {@linkplain TableFormat#needsAllRows() needs all}) or the
         * end is there or has failed, at most {@code wait}: a failure that shows so early can still be answered with its HTTP
         * status.
         *
         * @return the failure, if there was one until then
         */
        Optional<RowStreamException> earlyFailure(Duration wait) throws InterruptedException;

        /**
         * Waits a little for an answer that is short: until its end is there, more than 64 kB of it are, or 200 ms are over.
         * To be called before {@link #copyTo}.
         *
         * @return how the table ended, if that is known: all of the document waits to be copied then
         */
        Optional<TableOutcome> earlyEnd() throws InterruptedException;

        /**
         * Copies the document to the client, flushing whenever there is nothing left to copy for now; returns when all of
         * it was written.
         *
         * @return how the table ended; a failure is also said in the document
         * @throws IOException if the client is gone or too slow (the query is cancelled), if the spool file fails, or if the
         *     table failed and its format has no way to say so (CSV, TSV): the web server must then break the transfer
         *     off, so that the client does not take a part for the whole
         */
        TableOutcome copyTo(OutputStream client) throws IOException;

        /** Lets go of memory and disk; cancels what is still being made. */
        @Override
        void close();
    }
}
