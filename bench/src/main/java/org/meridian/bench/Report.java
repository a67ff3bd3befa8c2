// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints figures as they come, and at the end all those that have a mark. Not thread-safe. */
final class Report {
    private final PrintStream out;
    private final List<String> marked = new ArrayList<>();
    private int missed;

    Report(PrintStream out) {
        this.out = out;
    }

    /** What a figure has to reach. */
    sealed interface Mark {
        /** Whether the figure reaches it. */
        boolean met(double value);

        /** The mark in words. */
        String words();
    }

    /** The figure has to be so large or larger. */
    record AtLeast(double limit) implements Mark {
        @Override
        public boolean met(double value) {
            return value >= limit;
        }

        @Override
        public String words() {
            return "at least " + shortest(limit);
        }
    }

    /** The figure has to be so small or smaller. */
    record AtMost(double limit) implements Mark {
        @Override
        public boolean met(double value) {
            return value <= limit;
        }

        @Override
        public String words() {
            return "at most " + shortest(limit);
        }
    }

    /** The figure has to be smaller. */
    record Under(double limit) implements Mark {
        @Override
        public boolean met(double value) {
            return value < limit;
        }

        @Override
        public String words() {
            return "under " + shortest(limit);
        }
    }

    /** Begins a part. */
    void heading(String text) {
        out.println();
        out.println(text);
        out.flush();
    }

    /** A figure without a mark, or a remark. */
    void figure(String format, Object... values) {
        out.println("  " + String.format(Locale.ROOT, format, values));
        out.flush();
    }

    /**
     * A figure with a mark.
     *
     * @param what is measured
     * @param value the figure
     * @param unit such as {@code ms}; empty for a ratio
     * @param mark what it has to reach
     * @param from the measurements it comes from
     */
    void mark(String what, double value, String unit, Mark mark, String from) {
        boolean met = mark.met(value);
        missed += met ? 0 : 1;
        String line = String.format(
                Locale.ROOT,
                "%-52s %9s  %-16s %s",
                what,
                (Math.abs(value) >= 100
                                ? String.format(Locale.ROOT, "%.0f", value)
                                : String.format(Locale.ROOT, "%.2f", value))
                        + (unit.isEmpty() ? "" : " " + unit),
                mark.words() + (unit.isEmpty() ? "" : " " + unit),
                met ? "meets" : "MISSES");
        marked.add(line);
        out.println("  " + line + "   [" + from + "]");
        out.flush();
    }

    /** All figures with marks once more. */
    void summary() {
        heading("Marks");
        marked.forEach(line -> out.println("  " + line));
        out.printf(Locale.ROOT, "  %d of %d marks are met%n", marked.size() - missed, marked.size());
        out.flush();
    }

    private static String shortest(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
