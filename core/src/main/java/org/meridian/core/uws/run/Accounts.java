// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.store.JobStore;

/**
 * What accounts have, so far as it is needed to admit another job. Counting the jobs of an account takes time that grows with
 * them, so the database is asked once in a while, and what this gateway creates is added in between: where several gateways
 * share a database, an account may for a moment get more than its limit. Nobody is turned away by an old figure. Thread-safe.
 */
final class Accounts {

    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MOST_KNOWN = 10_000;

    private record Counted(JobStore.Usage usage, long nanos, AtomicLong created) {
        boolean isFresh() {
            return System.nanoTime() - nanos < FRESH_NANOS;
        }

        JobStore.Usage now() {
            return new JobStore.Usage(usage.jobs() + created.get(), usage.bytes());
        }
    }

    private final Function<String, JobStore.Usage> count;
    private final JobLimits limits;
    private final Map<String, Counted> known = new ConcurrentHashMap<>();

    /** @param count asks the database what an account has */
    Accounts(Function<String, JobStore.Usage> count, JobLimits limits) {
        this.count = count;
        this.limits = limits;
    }

    /** @throws AuthorizationFault if an account has as many jobs or bytes as it may have */
    void requireRoom(String account) {
        Counted seen = known.get(account);
        if (seen == null || !seen.isFresh() || isFull(seen.now())) {
            // What has been deleted since the last look makes room at once.
            refuseFull(recount(account, seen).now());
        }
    }

    private boolean isFull(JobStore.Usage usage) {
        return usage.jobs() >= limits.jobsPerAccount() || usage.bytes() >= limits.bytesPerAccount();
    }

    private void refuseFull(JobStore.Usage usage) {
        if (usage.jobs() >= limits.jobsPerAccount()) {
            throw new AuthorizationFault("you have " + usage.jobs() + " jobs, and may have " + limits.jobsPerAccount()
                    + ": delete some (HTTP DELETE on the job) before you create another");
        }
        if (usage.bytes() >= limits.bytesPerAccount()) {
            throw new AuthorizationFault("the results of your jobs have " + usage.bytes() + " bytes, and may have "
                    + limits.bytesPerAccount() + ": delete some (HTTP DELETE on the job) before you create another");
        }
    }

    /** A job of an account has been created. */
    void created(String account) {
        Counted counted = known.get(account);
        if (counted != null) {
            counted.created.incrementAndGet();
        }
    }

    /** Of several that find the same figure too old, one asks. */
    private Counted recount(String account, @Nullable Counted seen) {
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(counted -> !counted.isFresh());
        }
        return known.compute(account, (key, other) -> {
            if (other != null && other != seen) {
                return other;
            }
            long now = System.nanoTime();
            return new Counted(count.apply(key), now, new AtomicLong());
        });
    }
}
