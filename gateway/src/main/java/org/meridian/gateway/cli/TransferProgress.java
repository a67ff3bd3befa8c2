// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.meridian.workspace.client.Tally;
import org.meridian.workspace.client.Tally.Deed;

/** Shows how transfers go on, on a terminal; names what failed, and sums up at the end. Thread-safe. */
final class TransferProgress implements Tally.Listener, AutoCloseable {

    private static final long BETWEEN_MILLIS = 200;

    private final StatusLine status;
    private final PrintWriter out;
    private final boolean verbose;
    private final boolean dryRun;
    private final Tally tally = new Tally(this);
    private final long begunNanos = System.nanoTime();
    private final Thread thread = new Thread(this::watch, "progress");
    private volatile boolean over;

    /**
     * Shows progress from now on.
     *
     * @param verbose whether everything that is done is named
     * @param dryRun whether all of it is only said
     */
    TransferProgress(PrintWriter out, PrintWriter err, boolean verbose, boolean dryRun) {
        this.dryRun = dryRun;
        this.out = out;
        this.status = new StatusLine(err);
        this.verbose = verbose;
        thread.setDaemon(true);
        thread.start();
    }

    Tally tally() {
        return tally;
    }

    @Override
    public void done(Deed deed, String what) {
        if (verbose && deed != Deed.UNCHANGED) {
            synchronized (status) {
                status.clear();
                out.println(verb(deed) + " " + what);
                out.flush();
            }
        }
    }

    private static String verb(Deed deed) {
        return switch (deed) {
            case COPIED -> "copy";
            case UNCHANGED -> "same";
            case DELETED -> "delete";
            case MADE -> "make";
            case LEFT_OUT -> "leave";
        };
    }

    @Override
    public void failed(String what, String why) {
        status.print("meridian: " + what + ": " + why);
    }

    private void watch() {
        try {
            while (!over) {
                Thread.sleep(BETWEEN_MILLIS);
                if (!over && status.isTerminal()) {
                    status.show(line());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double seconds() {
        return Math.max(1e-3, (System.nanoTime() - begunNanos) / 1e9);
    }

    private String line() {
        long files = tally.count(Deed.COPIED) + tally.count(Deed.UNCHANGED) + tally.failures();
        long moved = tally.movedBytes();
        double rate = moved / seconds();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "  %,d of %,d files  %s  %s/s", files, tally.found(), size(moved), size((long) rate)));
        long left = tally.foundBytes() - tally.unchangedBytes() - moved;
        if (left > 0 && rate > 1) {
            line.append("  ")
                    .append(ConsoleProgress.inWords(Duration.ofSeconds((long) (left / rate))))
                    .append(" left");
        }
        return line.toString();
    }

    /** Bytes as people read them. */
    static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    /** Sums up; the exit code of the command. */
    int end() {
        close();
        double seconds = seconds();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "%,d files, %s in %.1f s", tally.count(Deed.COPIED), size(tally.movedBytes()), seconds));
        add(line, Deed.UNCHANGED, "unchanged");
        add(line, Deed.DELETED, "deleted");
        add(line, Deed.LEFT_OUT, "links and special files left out");
        if (tally.failures() > 0) {
            line.append(String.format(Locale.ROOT, "; %,d failed", tally.failures()));
        }
        if (tally.isHopeless()) {
            line.append("; given up");
        }
        status.print(dryRun ? line + " (by --dry-run: nothing was changed)" : line.toString());
        return tally.failures() == 0 ? 0 : 1;
    }

    private void add(StringBuilder line, Deed deed, String words) {
        if (tally.count(deed) > 0) {
            line.append(String.format(Locale.ROOT, "; %,d %s", tally.count(deed), words));
        }
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
        status.clear();
    }
}
