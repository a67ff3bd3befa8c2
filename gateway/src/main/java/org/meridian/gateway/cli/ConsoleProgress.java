// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.meridian.tap.ingest.IngestProgress;
import org.meridian.tap.ingest.IngestReport;

/**
 * Shows how an ingest goes on: one line that is rewritten on a terminal; elsewhere a line every ten seconds. Not thread-safe.
 */
final class ConsoleProgress implements IngestProgress {
    private static final long BETWEEN_LINES_NANOS = 10_000_000_000L;

    private final PrintWriter err;
    private final StatusLine status;
    private long lastLineNanos = System.nanoTime();

    ConsoleProgress(PrintWriter err) {
        this.err = err;
        this.status = new StatusLine(err);
    }

    @Override
    public void update(Status now) {
        if (status.isTerminal()) {
            status.show(line(now));
        } else if (System.nanoTime() - lastLineNanos > BETWEEN_LINES_NANOS) {
            err.println(line(now));
            err.flush();
            lastLineNanos = System.nanoTime();
        }
    }

    /** The end of one ingest, with what the operator should know. */
    void done(IngestReport report) {
        status.clear();
        double seconds = report.elapsed().toMillis() / 1000.0;
        err.println(String.format(
                Locale.ROOT,
                "  %s: %,d rows in %.1f s (%,.0f rows/s)",
                report.table().qualifiedName(),
                report.rows(),
                seconds,
                report.rows() / Math.max(seconds, 1e-3)));
        report.notes().forEach(note -> err.println("    " + note));
        err.flush();
    }

    private static String line(Status status) {
        StringBuilder line = new StringBuilder("  ").append(status.phase().verb());
        if (status.rows() > 0) {
            line.append(String.format(Locale.ROOT, "  %,d", status.rows()));
            status.total()
                    .ifPresent(total -> line.append(String.format(
                            Locale.ROOT, " of %,d rows (%d %%)", total, 100 * status.rows() / Math.max(1, total))));
            line.append(String.format(Locale.ROOT, "  %,.0f rows/s", status.rowsPerSecond()));
        }
        status.left().ifPresent(left -> line.append("  ").append(inWords(left)).append(" left"));
        return line.toString();
    }

    static String inWords(Duration left) {
        long seconds = Math.max(1, left.toSeconds());
        return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}
