// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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

    /** An account; guarded by itself. */
    private static final class Account {
        private JobStore.Usage counted = new JobStore.Usage(0, 0);
        private long countedAt = System.nanoTime() - FRESH_NANOS;
        /** Created since then, or about to be. */
        private long since;
        /** About to be. */
        private long underWay;

        private boolean isFresh() {
            return System.nanoTime() - countedAt < FRESH_NANOS;
        }

        private boolean isFull(JobLimits limits) {
            return counted.jobs() + since >= limits.jobsPerAccount() || counted.bytes() >= limits.bytesPerAccount();
        }
    }

    private final Function<String, JobStore.Usage> count;
    private final JobLimits limits;
    private final Map<String, Account> known = new ConcurrentHashMap<>();

    /** @param count asks the database what an account has */
    Accounts(Function<String, JobStore.Usage> count, JobLimits limits) {
        this.count = count;
        this.limits = limits;
    }

    /** Room for a job that is about to be created; closing it says that it is, or will not be. */
    @FunctionalInterface
    interface Room extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws AuthorizationFault if an account has as many jobs or bytes as it may have */
    Room take(String name) {
        forgetOld();
        Account account = known.computeIfAbsent(name, key -> new Account());
        synchronized (account) {
            if (!account.isFresh() || account.isFull(limits)) {
                // What has been deleted since the last look makes room at once.
                account.counted = count.apply(name);
                account.countedAt = System.nanoTime();
                account.since = account.underWay;
            }
            if (account.isFull(limits)) {
                throw full(account);
            }
            account.since++;
            account.underWay++;
        }
        return () -> {
            synchronized (account) {
                account.underWay--;
            }
        };
    }

    private void forgetOld() {
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(account -> {
                synchronized (account) {
                    return account.underWay == 0 && !account.isFresh();
                }
            });
        }
    }

    private AuthorizationFault full(Account account) {
        long jobs = account.counted.jobs() + account.since;
        String used = jobs >= limits.jobsPerAccount()
                ? jobs + " of " + limits.jobsPerAccount() + " jobs"
                : account.counted.bytes() + " of " + limits.bytesPerAccount() + " bytes of results of jobs";
        return new AuthorizationFault(
                "you have used " + used
                        + " at once: delete some (HTTP DELETE on the job) before you create another, or ask the operator for more");
    }
}
