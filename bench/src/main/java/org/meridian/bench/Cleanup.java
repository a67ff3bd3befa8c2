// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be undone at the end, whatever the end is: the last first. Thread-safe. */
final class Cleanup implements AutoCloseable {
    private final Deque<AutoCloseable> pending = new ArrayDeque<>();

    /** Undoes the pending things when the process is told to stop. */
    void onExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "cleanup"));
    }

    /** Adds something; doing it twice must be harmless. */
    synchronized void add(AutoCloseable undo) {
        pending.push(undo);
    }

    @Override
    public synchronized void close() {
        while (!pending.isEmpty()) {
            try {
                pending.pop().close();
            } catch (Exception e) {
                System.err.println("while cleaning up: " + e);
            }
        }
    }
}
