// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients that wait for jobs to change (UWS 1.1, section 2.2.1.2). Thread-safe. */
final class Waiters {

    private static final Logger LOG = LoggerFactory.getLogger(Waiters.class);
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

    /** Someone who waits until a job has left a phase. Closing ends it. */
    final class Waiter implements AutoCloseable {
        private final JobId job;
        private final CountDownLatch changed = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile Optional<Phase> seen = Optional.empty();

        private Waiter(JobId job) {
            this.job = job;
        }

        /**
         * Waits until the job has left a phase in which it was seen after the watch had begun.
         *
         * @param most how long at most
         * @param linger how long a job that has begun may take to end, so that the client need not ask again
         */
        void await(Phase phase, Duration most, Duration linger) throws InterruptedException {
            seen = Optional.of(phase);
            boolean begun = changed.await(most.toMillis(), TimeUnit.MILLISECONDS);
            if (begun && !ended.await(linger.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.trace("job {} has begun and goes on", job);
            }
        }

        /** Lets it go, whatever the job does. */
        void release() {
            changed.countDown();
            ended.countDown();
        }

        @Override
        public void close() {
            waiting.remove(this);
        }
    }

    /** Begins to watch a job; look how it is before waiting. */
    Waiter watch(JobId job) {
        Waiter waiter = new Waiter(job);
        waiting.add(waiter);
        return waiter;
    }

    int count() {
        return waiting.size();
    }

    /** A job has begun to execute. */
    void begun(JobId job) {
        waiting.stream().filter(waiter -> waiter.job.equals(job)).forEach(waiter -> waiter.changed.countDown());
    }

    /** A job has ended, or has changed otherwise. */
    void changed(JobId job) {
        waiting.stream().filter(waiter -> waiter.job.equals(job)).forEach(Waiter::release);
    }

    /** The jobs that are waited for. */
    Set<JobId> jobs() {
        Map<JobId, Boolean> jobs = new HashMap<>();
        waiting.forEach(waiter -> jobs.put(waiter.job, true));
        return jobs.keySet();
    }

    /** Tells how the jobs stand now; those that do not exist any more are missing. */
    void found(Map<JobId, Phase> phases) {
        waiting.stream()
                .filter(waiter -> waiter.seen.isPresent())
                .filter(waiter -> phases.get(waiter.job) != waiter.seen.get())
                .forEach(Waiter::release);
    }

    /** Lets everybody go. */
    void releaseAll() {
        waiting.forEach(Waiter::release);
    }
}
