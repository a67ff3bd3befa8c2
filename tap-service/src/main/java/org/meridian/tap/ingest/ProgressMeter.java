// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.tap.ingest.IngestProgress.Phase;
import org.meridian.tap.ingest.IngestProgress.Status;

/** Counts rows and tells a listener now and then. Not thread-safe. */
final class ProgressMeter {
    private static final int CHECK_EVERY = 1024;
    private static final long TELL_EVERY_NANOS = 200_000_000L;

    private final IngestProgress listener;
    private Phase phase = Phase.READ;
    private OptionalLong total = OptionalLong.empty();
    private long rows;
    private long started;
    private long told;

    ProgressMeter(IngestProgress listener) {
        this.listener = listener;
    }

    /** Begins a phase. */
    void begin(Phase newPhase, OptionalLong expectedRows) {
        phase = newPhase;
        total = expectedRows;
        rows = 0;
        started = System.nanoTime();
        tell(started);
    }

    /** One more row. */
    void row() {
        if (++rows % CHECK_EVERY == 0) {
            long now = System.nanoTime();
            if (now - told >= TELL_EVERY_NANOS) {
                tell(now);
            }
        }
    }

    /** Says how the phase ended. */
    void end() {
        tell(System.nanoTime());
    }

    private void tell(long now) {
        told = now;
        double seconds = (now - started) / 1e9;
        double rate = rows == 0 || seconds <= 0 ? 0 : rows / seconds;
        Optional<Duration> left = total.isPresent() && rate > 0
                ? Optional.of(Duration.ofMillis(Math.max(0, Math.round((total.getAsLong() - rows) / rate * 1000))))
                : Optional.empty();
        listener.update(new Status(phase, rows, total, rate, left));
    }
}
