// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.ClientWatch;

/** Places for queries of one weight, given in the order of asking. Thread-safe. */
final class Lane {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final int places;
    private final int mostWaiting;
    private final Deque<Waiter> waiting = new ArrayDeque<>();

    /** Places in use, the longest first. */
    private final Set<Place> running = new LinkedHashSet<>();

    Lane(int places, int mostWaiting) {
        this.places = places;
        this.mostWaiting = mostWaiting;
    }

    /** A place, given back by closing. */
    static final class Place implements AutoCloseable {
        private final long since = System.nanoTime();
        private Lane lane;

        private Place(Lane lane) {
            this.lane = lane;
        }

        /** Gives the place back; does nothing the second time. */
        @Override
        public void close() {
            Lane now;
            do {
                now = lane();
            } while (!now.giveBack(this));
        }

        private synchronized Lane lane() {
            return lane;
        }

        private synchronized void moveTo(Lane other) {
            lane = other;
        }
    }

    private static final class Waiter {
        private final CountDownLatch told = new CountDownLatch(1);
        private @Nullable Place place;
    }

    /**
     * Waits for a place.
     *
     * @throws TransientFault if too many wait, none came in time, or the client has gone
     */
    Place take(Execution execution) throws InterruptedException {
        Waiter waiter = new Waiter();
        synchronized (this) {
            if (running.size() < places && waiting.isEmpty()) {
                return begun();
            }
            if (waiting.size() >= mostWaiting && !execution.background()) {
                throw full("too many queries are waiting");
            }
            waiting.add(waiter);
        }
        boolean told = false;
        try (ClientWatch.Watch watch = execution.watch().whenGone(() -> leave(waiter))) {
            told = waiter.told.await(execution.patience().toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!told) {
                leave(waiter);
            }
        }
        synchronized (this) {
            if (waiter.place == null) {
                throw full("too many queries are running");
            }
            return waiter.place;
        }
    }

    private synchronized void leave(Waiter waiter) {
        if (waiting.remove(waiter)) {
            waiter.told.countDown();
        }
    }

    private static TransientFault full(String why) {
        return new TransientFault(why + "; try again later", RETRY);
    }

    private Place begun() {
        Place place = new Place(this);
        running.add(place);
        return place;
    }

    /** Returns false if the place has moved to another lane meanwhile. */
    private synchronized boolean giveBack(Place place) {
        if (running.remove(place)) {
            admit();
            return true;
        }
        return place.lane() == this;
    }

    private void admit() {
        while (running.size() < places && !waiting.isEmpty()) {
            Waiter next = waiting.remove();
            next.place = begun();
            next.told.countDown();
        }
    }

    /** Moves what has run for longer than {@code time} to {@code heavy}, as long as that is not overfull by its own number. */
    void demote(Duration time, Lane heavy) {
        synchronized (heavy) {
            synchronized (this) {
                long now = System.nanoTime();
                Iterator<Place> oldest = running.iterator();
                while (oldest.hasNext() && heavy.running.size() < 2 * heavy.places) {
                    Place place = oldest.next();
                    if (now - place.since < time.toNanos()) {
                        break;
                    }
                    oldest.remove();
                    place.moveTo(heavy);
                    heavy.running.add(place);
                }
                admit();
            }
        }
    }

    /** How many run and wait now. */
    synchronized QueryLoad.LaneLoad load() {
        return new QueryLoad.LaneLoad(places, running.size(), waiting.size());
    }
}
