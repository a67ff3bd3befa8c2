// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.PrintWriter;

/** A line at the bottom of a terminal that is rewritten; whether there is a terminal, the launcher says. Thread-safe. */
final class StatusLine {

    private final PrintWriter err;
    private final boolean terminal = Boolean.getBoolean("meridian.terminal");
    private String last = "";

    StatusLine(PrintWriter err) {
        this.err = err;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Shows a line in the place of the one before. */
    synchronized void show(String line) {
        if (terminal) {
            err.print("\r" + line + " ".repeat(Math.max(0, last.length() - line.length())));
            err.flush();
            last = line;
        }
    }

    /** Takes the line away. */
    synchronized void clear() {
        if (!last.isEmpty()) {
            err.print("\r" + " ".repeat(last.length()) + "\r");
            err.flush();
            last = "";
        }
    }

    /** Writes a line that stays, above the one that is rewritten. */
    synchronized void print(String line) {
        clear();
        err.println(line);
        err.flush();
    }
}
