// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.identity.BoundedAudit;
import org.meridian.core.auth.store.AuditStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit log of a gateway: bounded where anybody can write to it, and no longer than its operator keeps it. Thread-safe. */
final class AuditUpkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditUpkeep.class);

    private final AuditStore store;
    private final Optional<Duration> kept;
    private final BoundedAudit bounded;
    private final ScheduledExecutorService clock;

    /** @param kept how long events are kept; empty: for ever */
    AuditUpkeep(AuditStore store, Optional<Duration> kept) {
        this.store = store;
        this.kept = kept;
        this.bounded = new BoundedAudit(store, InstantSource.system());
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("audit-upkeep").daemon().factory());
        clock.scheduleWithFixedDelay(() -> attempt(bounded::flush), 10, 10, TimeUnit.SECONDS);
        clock.scheduleWithFixedDelay(() -> attempt(this::forget), 0, 1, TimeUnit.HOURS);
    }

    /** Where events go. */
    Audit log() {
        return bounded;
    }

    private void forget() {
        kept.map(store::forget)
                .filter(events -> events > 0)
                .ifPresent(events -> LOG.info("{} events of the audit log were deleted: their time is over", events));
    }

    /** What fails now is tried again. */
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("the audit log cannot be kept up", e);
        }
    }

    @Override
    public void close() {
        clock.shutdown();
        attempt(bounded::close);
    }
}
