// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.meridian.core.dali.DaliFault.TransientFault;

/** Failed attempts to guess a secret, by what they have in common. Forgets them after a while. Thread-safe. */
public final class Attempts {

    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MOST_KNOWN = 100_000;

    /** For how long an attempt waits for others, which may fail and be one too many then. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Failures(Instant since, int count) {}

    /**
     * What attempts have in common.
     *
     * @param key such as an address
     * @param most so many may fail
     */
    public record Bound(String key, int most) {}

    private final InstantSource clock;
    private final String tooMany;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<String, Failures> failures = new HashMap<>();

    /** Attempts that have begun and not ended. */
    private final Map<String, Integer> running = new HashMap<>();

    /** Attempts to sign in. */
    Attempts(InstantSource clock) {
        this(clock, "too many attempts to sign in have failed");
    }

    /**
     * Attempts at something.
     *
     * @param tooMany what to tell those who made too many
     */
    public Attempts(InstantSource clock, String tooMany) {
        this.clock = clock;
        this.tooMany = tooMany;
    }

    /** An attempt that has begun; what it costs to find out whether it fails is spent between this and its end. */
    public final class Attempt implements AutoCloseable {
        private final List<Bound> bounds;

        private Attempt(List<Bound> bounds) {
            this.bounds = bounds;
        }

        /** It has failed. */
        public void failed() {
            bounds.forEach(bound -> Attempts.this.failed(bound.key));
        }

        @Override
        public void close() {
            lock.lock();
            try {
                bounds.forEach(
                        bound -> running.computeIfPresent(bound.key, (key, count) -> count > 1 ? count - 1 : null));
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Begins an attempt. As many may be made at once as may fail still; others wait for the end of one.
     *
     * @throws TransientFault if too many have failed, or are being made
     */
    public Attempt begin(List<Bound> bounds) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (isFull(bounds)) {
                if (left <= 0) {
                    throw TransientFault.tooManyRequests(
                            "too many attempts to sign in are made at once; try again in " + PATIENCE.toSeconds()
                                    + " seconds",
                            PATIENCE);
                }
                left = ended.awaitNanos(left);
            }
            bounds.forEach(bound -> running.merge(bound.key, 1, Integer::sum));
            return new Attempt(bounds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFault("the gateway is being stopped; try again later", PATIENCE);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull(List<Bound> bounds) {
        for (Bound bound : bounds) {
            require(bound.key, bound.most);
        }
        for (Bound bound : bounds) {
            if (count(bound.key) + running.getOrDefault(bound.key, 0) >= bound.most) {
                return true;
            }
        }
        return false;
    }

    private int count(String key) {
        Failures known = failures.get(key);
        return known == null || isOver(known) ? 0 : known.count;
    }

    private boolean isOver(Failures known) {
        return !known.since.plus(WINDOW).isAfter(clock.instant());
    }

    /** @throws TransientFault if there were {@code most} failures under a key, or more */
    public void require(String key, int most) {
        lock.lock();
        try {
            Failures known = failures.get(key);
            if (known != null && count(key) >= most) {
                Duration left = Duration.between(clock.instant(), known.since.plus(WINDOW));
                throw TransientFault.tooManyRequests(
                        tooMany + "; try again in " + (left.toMinutes() + 1) + " minutes", left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes a failure. */
    public void failed(String key) {
        lock.lock();
        try {
            if (failures.size() >= MOST_KNOWN) {
                failures.values().removeIf(this::isOver);
            }
            if (failures.size() >= MOST_KNOWN) {
                // Who guesses from everywhere must not fill the memory: those who failed once are the least.
                failures.values().removeIf(known -> known.count == 1);
            }
            if (failures.size() >= MOST_KNOWN) {
                failures.clear();
            }
            Failures known = failures.get(key);
            failures.put(
                    key,
                    known == null || isOver(known)
                            ? new Failures(clock.instant(), 1)
                            : new Failures(known.since, known.count + 1));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the failures under a key. */
    public void succeeded(String key) {
        lock.lock();
        try {
            failures.remove(key);
        } finally {
            lock.unlock();
        }
    }
}
