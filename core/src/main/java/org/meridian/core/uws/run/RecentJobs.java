// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.Phase;
import org.meridian.core.uws.store.JobStore;

/**
 * Jobs as this gateway has just written them to the database, so that a client that waits for a short job, and then fetches what
 * it brought, is answered without asking again. What another gateway does to such a job is seen when it is forgotten here, {@link
 * #FRESH} later at most. Thread-safe.
 */
final class RecentJobs {

    private static final Duration FRESH = Duration.ofSeconds(2);

    /** With results of {@value ResultOutput#IN_MEMORY} bytes at most. */
    private static final int MOST = 500;

    private record Seen(Job job, byte[] content, long nanos) {
        boolean isFresh() {
            return System.nanoTime() - nanos < FRESH.toNanos()
                    && job.times().destruction().isAfter(Instant.now());
        }
    }

    /** In the order in which they were seen. */
    private final Map<JobId, Seen> jobs = new LinkedHashMap<>();

    /** A job has been created, unless it has gone further meanwhile. */
    synchronized void created(Job job) {
        if (!jobs.containsKey(job.id())) {
            saw(job, new byte[0]);
        }
    }

    /** A job has begun to execute. */
    synchronized void begun(Job job) {
        saw(job, new byte[0]);
    }

    /**
     * A job is complete.
     *
     * @param content its small results
     */
    synchronized void completed(Job job, byte[] content) {
        saw(job, content);
    }

    private void saw(Job job, byte[] content) {
        jobs.remove(job.id());
        Iterator<Seen> oldest = jobs.values().iterator();
        while (oldest.hasNext() && !(oldest.next().isFresh() && jobs.size() < MOST)) {
            oldest.remove();
        }
        jobs.put(job.id(), new Seen(job, content, System.nanoTime()));
    }

    /** A job does not run any more, whether it is complete or not. */
    synchronized void stopped(JobId id) {
        jobs.computeIfPresent(id, (same, seen) -> seen.job.phase() == Phase.COMPLETED ? seen : null);
    }

    /** A job has changed otherwise. */
    synchronized void forget(JobId id) {
        jobs.remove(id);
    }

    /** The job as it was a moment ago. */
    synchronized Optional<Job> find(JobId id) {
        return fresh(id).map(Seen::job);
    }

    /** A job that has just completed, with its results; only once. */
    synchronized Optional<JobStore.WithContent> take(JobId id) {
        Optional<Seen> seen = fresh(id).filter(each -> each.job.phase() == Phase.COMPLETED);
        seen.ifPresent(each -> jobs.remove(id));
        return seen.map(each -> new JobStore.WithContent(each.job, each.content));
    }

    private Optional<Seen> fresh(JobId id) {
        return Optional.ofNullable(jobs.get(id)).filter(Seen::isFresh);
    }
}
