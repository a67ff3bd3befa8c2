// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.Phase;

/** Clients that wait for jobs to change (UWS 1.1, section 2.2.1.2). Thread-safe. */
final class Waiters {

    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();

    /** Someone who waits until a job has left a phase. Closing ends it. */
    final class Waiter implements AutoCloseable {
        private final JobId job;
        private final Phase seen;
        private final CountDownLatch changed = new CountDownLatch(1);

        private Waiter(JobId job, Phase seen) {
            this.job = job;
            this.seen = seen;
        }

        /** Waits for a change, at most so long. */
        void await(Duration most) throws InterruptedException {
            boolean early = changed.await(most.toMillis(), TimeUnit.MILLISECONDS);
            if (early) {
                close();
            }
        }

        /** Lets it go, whatever the job does. */
        void release() {
            changed.countDown();
        }

        @Override
        public void close() {
            waiting.remove(this);
        }
    }

    /** Begins to watch a job that has been seen in a phase; look again before waiting. */
    Waiter watch(JobId job, Phase seen) {
        Waiter waiter = new Waiter(job, seen);
        waiting.add(waiter);
        return waiter;
    }

    int count() {
        return waiting.size();
    }

    /** A job has changed. */
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
        waiting.stream().filter(waiter -> phases.get(waiter.job) != waiter.seen).forEach(Waiter::release);
    }

    /** Lets everybody go. */
    void releaseAll() {
        waiting.forEach(Waiter::release);
    }
}
