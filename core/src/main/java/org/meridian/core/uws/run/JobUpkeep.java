// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.Incident;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.Phase;
import org.meridian.core.uws.store.JobQueue;
import org.meridian.core.uws.store.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done about jobs from time to time: leases, lost gateways, destruction, stray folders. */
record JobUpkeep(
        JobStore store,
        JobQueue queue,
        JobRunner runner,
        JobFolders folders,
        Waiters waiters,
        RecentJobs recent,
        JobTiming timing) {

    private static final Logger LOG = LoggerFactory.getLogger(JobUpkeep.class);
    private static final Duration STRAY_SWEEP = Duration.ofMinutes(15);

    private static final Duration LAST_TASK = Duration.ofSeconds(2);

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }

    /** A clock for it, and for the alarms of jobs. */
    static ScheduledExecutorService clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                2, Thread.ofPlatform().name("jobs-", 0).daemon().factory());
        // An alarm lasts as long as its job may, not as long as it does.
        clock.setRemoveOnCancelPolicy(true);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        clock.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return clock;
    }

    /** Stops a clock, and waits for a task that is in the middle of it: the database is closed next. */
    static void stop(ScheduledExecutorService clock) {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(LAST_TASK.toMillis(), TimeUnit.MILLISECONDS)) {
                clock.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does it all now, and again and again until the clock stops. */
    void begin(ScheduledExecutorService clock) {
        repeat(clock, "renewing leases", timing.heartbeat(), runner::renew);
        repeat(clock, "looking for jobs", timing.poll(), this::lookAround);
        repeat(clock, "destroying jobs", timing.sweep(), this::destroy);
        repeat(clock, "sweeping stray folders", STRAY_SWEEP, this::sweepStrays);
    }

    /** Destroys the jobs whose time has come at {@code time} too, if that is before the next sweep. */
    void destroyAt(ScheduledExecutorService clock, Instant time) {
        Duration wait = Duration.between(Instant.now(), time);
        if (wait.compareTo(timing.sweep()) < 0) {
            clock.schedule(
                    () -> attempt("destroying jobs", this::destroy),
                    Math.max(0, wait.toMillis() + 1),
                    TimeUnit.MILLISECONDS);
        }
    }

    private static void repeat(ScheduledExecutorService clock, String what, Duration interval, Task task) {
        clock.scheduleWithFixedDelay(() -> attempt(what, task), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that throws would not be run again. */
    private static void attempt(String what, Task task) {
        try {
            task.run();
        } catch (TransientFault e) {
            LOG.debug("{} failed: {}", what, e.message());
        } catch (IOException | RuntimeException e) {
            Incident.log(what + " failed", e);
        }
    }

    private void lookAround() {
        List<JobQueue.Lost> lost = queue.recover();
        if (!lost.isEmpty()) {
            LOG.warn(
                    "{} jobs of a lost gateway are taken over: {}",
                    lost.size(),
                    lost.stream().map(JobQueue.Lost::id).toList());
        }
        for (JobQueue.Lost job : lost) {
            // Its own, if its heartbeat was late.
            runner.stop(job.id());
            recent.forget(job.id());
            folders.deleteAttempts(job.id(), job.attempt());
        }
        Set<JobId> awaited = waiters.jobs();
        if (!awaited.isEmpty()) {
            waiters.found(store.phases(awaited));
        }
        runner.look();
    }

    private void destroy() {
        for (JobId id : queue.destroy()) {
            runner.stop(id);
            recent.forget(id);
            waiters.changed(id);
            folders.delete(id);
        }
    }

    private void sweepStrays() throws IOException {
        List<JobId> old = folders.olderThan(timing.strayAge());
        Map<JobId, Phase> existing = old.isEmpty() ? Map.of() : store.phases(old);
        for (JobId id : old) {
            Phase phase = existing.get(id);
            if (phase == null) {
                LOG.info("the folder of job {}, which does not exist, is deleted", id);
                folders.delete(id);
            } else if (!phase.isActive()) {
                folders.deleteUploads(id);
            }
        }
    }
}
