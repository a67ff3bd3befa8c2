// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes one statement of many that come while the one before is under way: a lone one does not wait for others, and a rush
 * costs one commit for many. Thread-safe; the callers' threads do the work, one after the other.
 *
 * @param <T> what is written
 * @param <R> what comes of it
 */
public final class GroupCommit<T, R> {

    /** What somebody wants to have written. */
    private static final class Entry<T, R> {
        private final T value;

        /** True when its thread is to write for those that wait, itself among them; false when it has been written. */
        private final CompletableFuture<Boolean> turn = new CompletableFuture<>();

        /** Gives the result, or throws what the statement threw. */
        private volatile Supplier<R> outcome = () -> {
            throw new IllegalStateException("not written");
        };

        Entry(T value) {
            this.value = value;
        }

        void done(Supplier<R> result) {
            outcome = result;
            turn.complete(false);
        }
    }

    private final Function<List<T>, List<R>> statement;
    private final int most;
    private final Queue<Entry<T, R>> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * A statement for many values.
     *
     * @param statement writes all or nothing, and gives the results in the order of the values
     * @param most values at once
     */
    public GroupCommit(Function<List<T>, List<R>> statement, int most) {
        this.statement = statement;
        this.most = most;
    }

    /** Writes a value, alone or with others. Throws what the statement throws. */
    public R write(T value) {
        Entry<T, R> mine = new Entry<>(value);
        if (comesFirst(mine) || mine.turn.join()) {
            try {
                write(next());
            } finally {
                passOn();
            }
        }
        return mine.outcome.get();
    }

    /** How many wait for the statement under way to end. */
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized boolean comesFirst(Entry<T, R> entry) {
        waiting.add(entry);
        boolean first = !busy;
        busy = true;
        return first;
    }

    private synchronized List<Entry<T, R>> next() {
        List<Entry<T, R>> entries = new ArrayList<>();
        while (entries.size() < most && !waiting.isEmpty()) {
            entries.add(waiting.remove());
        }
        return entries;
    }

    private void passOn() {
        Optional<Entry<T, R>> next;
        synchronized (this) {
            next = Optional.ofNullable(waiting.peek());
            busy = next.isPresent();
        }
        next.ifPresent(entry -> entry.turn.complete(true));
    }

    private void write(List<Entry<T, R>> entries) {
        try {
            List<R> results =
                    statement.apply(entries.stream().map(entry -> entry.value).toList());
            for (int i = 0; i < entries.size(); i++) {
                R result = results.get(i);
                entries.get(i).done(() -> result);
            }
        } catch (DatabaseException e) {
            if (entries.size() == 1) {
                fail(entries, e);
            } else {
                // One of them cannot be written: the others are not to suffer for it.
                entries.forEach(entry -> write(List.of(entry)));
            }
        } catch (RuntimeException e) {
            fail(entries, e);
        } catch (Error e) {
            fail(entries, new IllegalStateException("nothing was written", e));
            throw e;
        }
    }

    private void fail(List<Entry<T, R>> entries, RuntimeException reason) {
        entries.forEach(entry -> entry.done(() -> {
            throw reason;
        }));
    }
}
