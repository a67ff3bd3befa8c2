// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.meridian.sia.store.SiteStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has {@code data_rights} say public once release dates have passed; who may read is not decided by it. Thread-safe. */
final class ReleaseUpkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseUpkeep.class);

    private final SiteStore store;
    private final ScheduledExecutorService clock;

    /** @param every how often it looks, from now on */
    ReleaseUpkeep(SiteStore store, Duration every) {
        this.store = store;
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("release-upkeep").daemon().factory());
        clock.scheduleWithFixedDelay(this::release, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What fails now is tried again. */
    private void release() {
        try {
            int released = store.release();
            if (released > 0) {
                LOG.info("{} datasets are public now: their release dates have passed", released);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("data whose release dates have passed are not called public", e);
        }
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
