// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meridian.core.dali.DaliFault.TransientFault;

/** Places for work such as pictures that are being made: so much at once, and of one account less. Thread-safe. */
public final class WorkPlaces {

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration CHECKED = Duration.ofSeconds(5);

    private final Limits limits;
    private final Semaphore places;
    private final Map<String, Integer> taken = new HashMap<>();

    /**
     * How many.
     *
     * @param what the work is, as messages call it, such as {@code views}
     * @param atOnce in all
     * @param perAccount of one account, those that wait for a place included
     * @param patience how long one waits for its place
     */
    public record Limits(String what, int atOnce, int perAccount, Duration patience) {}

    /** Places, all free. */
    public WorkPlaces(Limits limits) {
        this.limits = limits;
        this.places = new Semaphore(limits.atOnce, true);
    }

    /** A place, given back by closing; from any thread, any number of times. */
    @FunctionalInterface
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a place.
     *
     * @param account for whom
     * @throws TransientFault if the account has as many already (429), or none became free in time (503)
     */
    public Place take(String account) {
        count(account);
        boolean got = false;
        try {
            got = places.tryAcquire(limits.patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!got) {
                discount(account);
            }
        }
        if (!got) {
            throw new TransientFault("too many " + limits.what + " are being made for others; try again later", RETRY);
        }
        return closing(() -> discount(account));
    }

    /**
     * Waits for a place for as long as that takes: for work behind which no client waits, and of which there is only so much at once.
     * It counts for no account.
     *
     * @param check called every few seconds; what it throws ends the wait
     * @throws TransientFault if the thread is interrupted
     */
    public Place await(Runnable check) {
        try {
            do {
                check.run();
            } while (!places.tryAcquire(CHECKED.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFault("the service is being stopped", RETRY);
        }
        return closing(() -> {});
    }

    private Place closing(Runnable afterwards) {
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                places.release();
                afterwards.run();
            }
        };
    }

    private synchronized void count(String account) {
        int now = taken.getOrDefault(account, 0);
        if (now >= limits.perAccount) {
            throw TransientFault.tooManyRequests(
                    "you have used " + now + " of " + limits.perAccount + " " + limits.what
                            + " at once; ask for the next when one has come",
                    RETRY);
        }
        taken.put(account, now + 1);
    }

    private synchronized void discount(String account) {
        taken.computeIfPresent(account, (key, count) -> count > 1 ? count - 1 : null);
    }
}
