// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Is told how an ingest goes on: on the thread that ingests, at most about five times a second within a phase. */
@FunctionalInterface
public interface IngestProgress {

    /** Tells nobody. */
    IngestProgress SILENT = status -> {};

    /** A new phase, or more rows. */
    void update(Status status);

    /** What is being done. */
    enum Phase {
        /** Rows are read, converted and sorted. */
        READ("reading"),
        /** Rows are sent to the database. */
        WRITE("writing"),
        /** Indexes are built. */
        INDEX("indexing"),
        /** Table and metadata become visible. */
        PUBLISH("publishing");

        private final String verb;

        Phase(String verb) {
            this.verb = verb;
        }

        /** The phase in a word, such as {@code reading}. */
        public String verb() {
            return verb;
        }
    }

    /**
     * How far it is.
     *
     * @param phase what is being done
     * @param rows rows done in this phase; 0 where a phase does not count rows
     * @param total rows there will be, empty if unknown
     * @param rowsPerSecond mean rate of this phase; 0 if nothing has been done yet
     * @param left time this phase still needs, empty if unknown
     */
    record Status(Phase phase, long rows, OptionalLong total, double rowsPerSecond, Optional<Duration> left) {}
}
