// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives a row stream through an encoder, up to the limit, and tells how it ended. */
final class RowLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RowLoop.class);

    private RowLoop() {}

    /** Encodes the current row of a stream into a sink. */
    @FunctionalInterface
    interface RowEncoder {
        /** @throws RowStreamException if a cell does not fit its description */
        void encode(RowStream rows) throws RowStreamException;

        /** Bytes of the row that was just encoded into {@code sink}. */
        default int size(ByteSink sink) {
            return sink.rowLength();
        }
    }

    /**
     * Encodes rows until the stream ends or there is one more than the document may have; half a row is taken back.
     *
     * @throws IOException if the sink fails
     */
    static TableOutcome run(RowStream rows, ResultDocument document, ByteSink sink, RowEncoder encoder)
            throws IOException {
        long count = 0;
        long bytes = 0;
        if (document.maxrec() == 0) {
            return new TableOutcome.Overflow(0);
        }
        while (true) {
            try {
                if (!rows.advance()) {
                    return new TableOutcome.Complete(count);
                }
                if (count == document.maxrec() || bytes >= document.maxBytes()) {
                    return new TableOutcome.Overflow(count);
                }
                encoder.encode(rows);
                bytes += encoder.size(sink);
            } catch (IOException | RuntimeException e) {
                sink.takeBackRow();
                return new TableOutcome.Failed(count, inWords(e));
            }
            sink.endRow();
            count++;
        }
    }

    private static RowStreamException inWords(Exception cause) {
        if (cause instanceof RowStreamException inWords) {
            return inWords;
        }
        String id = UUID.randomUUID().toString();
        LOG.error("Rows ended early, id {}", id, cause);
        return new RowStreamException("the rows ended early through an internal error, logged as " + id, cause);
    }
}
