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
        private JobStore.Usage counted = JobStore.Usage.NONE;
        private long countedAt = System.nanoTime() - FRESH_NANOS;
        /** Created since then, or about to be. */
        private JobStore.Usage since = JobStore.Usage.NONE;
        /** About to be. */
        private JobStore.Usage underWay = JobStore.Usage.NONE;

        private boolean isFresh() {
            return System.nanoTime() - countedAt < FRESH_NANOS;
        }

        private JobStore.Usage used() {
            return counted.plus(since);
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

    /**
     * Makes room in an account.
     *
     * @param more a new job or none, and bytes of files that come with it
     * @throws AuthorizationFault if the account has as much as it may have
     */
    Room take(String name, JobStore.Usage more) {
        if (more.equals(JobStore.Usage.NONE)) {
            return () -> {};
        }
        forgetOld();
        Account account = known.computeIfAbsent(name, key -> new Account());
        synchronized (account) {
            if (!account.isFresh() || !fits(account.used(), more)) {
                // What has been deleted since the last look makes room at once.
                account.counted = count.apply(name);
                account.countedAt = System.nanoTime();
                account.since = account.underWay;
            }
            if (!fits(account.used(), more)) {
                throw full(account.used(), more);
            }
            account.since = account.since.plus(more);
            account.underWay = account.underWay.plus(more);
        }
        return () -> {
            synchronized (account) {
                account.underWay = account.underWay.minus(more);
            }
        };
    }

    private boolean fits(JobStore.Usage used, JobStore.Usage more) {
        JobStore.Usage then = used.plus(more);
        return then.jobs() <= limits.jobsPerAccount()
                && used.bytes() < limits.bytesPerAccount()
                && then.bytes() <= limits.bytesPerAccount();
    }

    private void forgetOld() {
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(account -> {
                synchronized (account) {
                    return account.underWay.equals(JobStore.Usage.NONE) && !account.isFresh();
                }
            });
        }
    }

    private AuthorizationFault full(JobStore.Usage used, JobStore.Usage more) {
        if (used.jobs() + more.jobs() > limits.jobsPerAccount()) {
            return refused(
                    used.jobs() + " of " + limits.jobsPerAccount() + " jobs at once", "before you create another");
        }
        String bytes = used.bytes() + " of " + limits.bytesPerAccount() + " bytes of files of jobs at once";
        return more.bytes() == 0
                ? refused(bytes, "before you create another")
                : refused(bytes + ", and the files sent now have " + more.bytes(), "or send smaller files");
    }

    private static AuthorizationFault refused(String used, String otherwise) {
        return new AuthorizationFault("you have used " + used + ": delete some jobs (HTTP DELETE on the job) "
                + otherwise + ", or ask the operator for more");
    }
}
