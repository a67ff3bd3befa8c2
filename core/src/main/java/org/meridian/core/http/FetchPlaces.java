// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.TransientFault;

/** Who may fetch when: so many at once, and not all of them one client's. Thread-safe. */
final class FetchPlaces {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final GuardedFetch.Limits limits;
    private final Map<String, Integer> clients = new HashMap<>();
    private int used;

    FetchPlaces(GuardedFetch.Limits limits) {
        this.limits = limits;
    }

    /** A place, given back by closing. */
    @FunctionalInterface
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Waiter {
        private boolean gone;
    }

    /**
     * Waits for a place.
     *
     * @throws TransientFault if the client has as many already (429), none became free in time (503), or the client went away
     */
    Place take(GuardedFetch.OnBehalf who) {
        Waiter waiter = new Waiter();
        synchronized (this) {
            who.account().ifPresent(this::count);
        }
        boolean taken = false;
        try (ClientWatch.Watch watch = who.watch().whenGone(() -> leave(waiter))) {
            await(waiter);
            taken = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFault("the service is being stopped", RETRY);
        } finally {
            if (!taken) {
                synchronized (this) {
                    who.account().ifPresent(this::discount);
                }
            }
        }
        return () -> giveBack(who.account());
    }

    private void count(String client) {
        int now = clients.getOrDefault(client, 0);
        if (now >= limits.perClient()) {
            throw TransientFault.tooManyRequests(
                    "you have used " + now + " of " + limits.perClient()
                            + " fetches of tables by URL at once; send the next when one has ended, or send the table itself",
                    RETRY);
        }
        clients.put(client, now + 1);
    }

    private void discount(String client) {
        clients.computeIfPresent(client, (key, count) -> count > 1 ? count - 1 : null);
    }

    private synchronized void await(Waiter waiter) throws InterruptedException {
        long end = System.nanoTime() + limits.patience().toNanos();
        while (used >= limits.atOnce() && !waiter.gone) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new TransientFault(
                        "too many tables are being fetched by URL for others; try again later, or send the table itself",
                        RETRY);
            }
            Duration time = Duration.ofNanos(left);
            wait(time.toMillis() + 1);
        }
        if (waiter.gone) {
            throw GuardedFetch.givenUp();
        }
        used++;
    }

    private synchronized void leave(Waiter waiter) {
        waiter.gone = true;
        notifyAll();
    }

    private synchronized void giveBack(Optional<String> client) {
        used--;
        client.ifPresent(this::discount);
        notifyAll();
    }
}
