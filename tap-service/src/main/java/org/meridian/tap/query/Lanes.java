// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.Usage;
import org.meridian.core.usage.UsageKind;

/**
 * Who may run a query when. Small queries have places of their own, which heavy ones never take; a small one that runs on and
 * on is moved among the heavy. Nobody has more than so many queries here at a time. Thread-safe; closing ends the supervision.
 */
final class Lanes implements AutoCloseable {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final UsageKind QUERIES = UsageKind.level("queries", "queries", "queries");

    private final LoadLimits limits;
    private final Lane small;
    private final Lane heavy;
    private final Map<String, Integer> queries = new HashMap<>();
    private final LongAdder refused = new LongAdder();
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("query-lanes").daemon().factory());

    Lanes(LoadLimits limits) {
        this.limits = limits;
        this.small = new Lane(limits.smallPlaces(), limits.waiting());
        this.heavy = new Lane(limits.heavyPlaces(), limits.waiting());
        long interval = Math.max(1, limits.small().time().toMillis() / 4);
        supervisor.scheduleWithFixedDelay(
                () -> small.demote(limits.small().time(), heavy), interval, interval, TimeUnit.MILLISECONDS);
    }

    /** A query of a client, counted until it is closed. */
    interface Visit extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Counts a query of a client, whether it runs or waits.
     *
     * @throws TransientFault (429) if the client has too many
     */
    Visit enter(Execution execution) {
        Spender spender = execution.client().spender();
        if (execution.background() || spender.isLocal()) {
            return () -> {};
        }
        String client = spender.account();
        synchronized (queries) {
            int count = queries.getOrDefault(client, 0);
            if (count >= limits.perClient()) {
                refused.increment();
                throw TransientFault.tooManyRequests(
                        "you have used " + count + " of " + limits.perClient()
                                + " queries at once: so many of yours are running or waiting; send the next when one has"
                                + " ended",
                        RETRY);
            }
            queries.put(client, count + 1);
        }
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                leave(client);
            }
        };
    }

    /** How many queries of a client run or wait now, and may. */
    Usage usage(Spender who) {
        if (who.isLocal()) {
            return Usage.atOnce(QUERIES, 0, Double.POSITIVE_INFINITY);
        }
        synchronized (queries) {
            return Usage.atOnce(QUERIES, queries.getOrDefault(who.account(), 0), limits.perClient());
        }
    }

    private void leave(String client) {
        synchronized (queries) {
            queries.computeIfPresent(client, (key, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** A place for a query that is small, or not yet known to be heavy. */
    Lane.Place smallPlace(Execution execution) throws InterruptedException {
        return take(small, execution);
    }

    /** A place for a heavy query. */
    Lane.Place heavyPlace(Execution execution) throws InterruptedException {
        return take(heavy, execution);
    }

    private Lane.Place take(Lane lane, Execution execution) throws InterruptedException {
        try {
            return lane.take(execution);
        } catch (TransientFault fault) {
            refused.increment();
            throw fault;
        }
    }

    /** Whether a query is small by the planner's estimate. */
    boolean isSmall(Estimate estimate) {
        return estimate.cost() <= limits.small().cost()
                && estimate.rows() <= limits.small().rows();
    }

    QueryLoad load() {
        return new QueryLoad(small.load(), heavy.load(), refused.sum());
    }

    @Override
    public void close() {
        supervisor.shutdownNow();
    }
}
