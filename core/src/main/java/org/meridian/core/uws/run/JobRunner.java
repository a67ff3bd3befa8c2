// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.Incident;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobError;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobExecutor.JobFailedException;
import org.meridian.core.uws.JobExecutor.NotNowException;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.store.JobQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the jobs whose turn it is, a thread each, so many at once. Thread-safe. */
final class JobRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final JobQueue queue;
    private final JobExecutor executor;
    private final JobLimits limits;
    private final JobTiming timing;
    private final JobFolders folders;
    private final Waiters waiters;
    private final RecentJobs recent;
    private final JobEnd end;
    private final ScheduledExecutorService clock;
    private final ExecutorService workers;
    private final JobLane small;
    private final JobLane heavy;
    private final AtomicLong calls = new AtomicLong();
    private final Map<JobId, RunningJob> running = new ConcurrentHashMap<>();
    private volatile boolean begun;
    private volatile boolean closing;

    /** What a runner works with besides its queue. */
    record Parts(
            JobExecutor executor,
            JobFolders folders,
            Waiters waiters,
            RecentJobs recent,
            ScheduledExecutorService clock) {}

    JobRunner(JobQueue queue, Parts parts, JobLimits limits, JobTiming timing) {
        this.queue = queue;
        this.executor = parts.executor;
        this.folders = parts.folders;
        this.waiters = parts.waiters;
        this.recent = parts.recent;
        this.clock = parts.clock;
        this.limits = limits;
        this.timing = timing;
        this.end = new JobEnd(queue, folders, recent, waiters, limits);
        this.small = new JobLane(false, limits.queue().small());
        this.heavy = new JobLane(true, limits.queue().heavy());
        this.workers = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("job-", 0).daemon().factory());
    }

    /** Until now nothing is run. */
    void begin() {
        begun = true;
    }

    /**
     * Says that a job of an account has come into the queue.
     *
     * @return whether it will be looked at: by somebody who is free, or at the end of one of the account's other jobs, where
     *     as many of those run as may
     */
    boolean wake(String account) {
        calls.incrementAndGet();
        return running(small, account).count() >= small.limits().perAccount() || hire(small, false);
    }

    /** Looks whether there is something to do, and takes as many hands as there is. */
    void look() {
        hire(small, true);
        hire(heavy, true);
    }

    private boolean hire(JobLane lane, boolean more) {
        if (!begun || closing || !lane.take()) {
            return false;
        }
        JobLane.Seat seat = new JobLane.Seat(lane);
        try {
            workers.execute(() -> work(seat, more));
            return true;
        } catch (RejectedExecutionException e) {
            // It is being closed.
            seat.giveBack();
            return false;
        }
    }

    /** Runs jobs until there is none. */
    private void work(JobLane.Seat seat, boolean more) {
        long seen = calls.get();
        try {
            Optional<JobQueue.Claim> claim = claim(seat);
            while (claim.isPresent()) {
                if (more) {
                    hire(seat.lane(), true);
                }
                claim = run(claim.get(), seat);
                if (claim.isEmpty()) {
                    seen = calls.get();
                    claim = claim(seat);
                }
            }
        } catch (TransientFault e) {
            LOG.debug("no jobs can be claimed: {}", e.message());
        } catch (RuntimeException e) {
            Incident.log("jobs could not be claimed", e);
        } finally {
            seat.giveBack();
        }
        // A job that came after the last look found nobody free.
        if (calls.get() != seen) {
            hire(small, false);
        }
    }

    private Optional<JobQueue.Claim> claim(JobLane.Seat seat) {
        return terms(seat).flatMap(queue::claim);
    }

    /** How jobs may be claimed now; empty if none may. */
    private Optional<JobQueue.Terms> terms(JobLane.Seat seat) {
        JobLane lane = seat.lane();
        return closing || lane.isOverfull()
                ? Optional.empty()
                : Optional.of(new JobQueue.Terms(
                        timing.lease(), lane.heavy(), lane.limits().perAccount()));
    }

    /** Has a job take a place among the heavy ones; false if there is none, or its account has enough of them. */
    private boolean turnHeavy(JobQueue.Claim claim, JobLane.Seat seat) {
        if (!heavy.take()) {
            return false;
        }
        JobLane.Seat place = new JobLane.Seat(heavy);
        boolean counted = false;
        try {
            counted = queue.turnHeavy(claim, heavy.limits().perAccount());
        } finally {
            if (!counted) {
                place.giveBack();
            }
        }
        if (counted) {
            move(seat);
        }
        return counted;
    }

    /** Moves to a place among the heavy jobs, which has been taken; somebody else can have the former. */
    private void move(JobLane.Seat seat) {
        seat.moveTo(heavy);
        hire(small, true);
    }

    /** Runs a job; the next one, if it has been claimed already. */
    private Optional<JobQueue.Claim> run(JobQueue.Claim claim, JobLane.Seat seat) {
        JobId id = claim.job().id();
        RunningJob job = new RunningJob(
                claim,
                folders.of(id),
                seat,
                new RunningJob.Account(
                        () -> new ResultOutput.Room(queue.keptBytes(claim.job()), limits.bytesPerAccount()),
                        () -> turnHeavy(claim, seat)));
        running.put(id, job);
        recent.begun(claim.job());
        waiters.begun(id);
        Optional<ScheduledFuture<?>> alarm = alarm(job);
        try {
            if (closing) {
                job.stop(RunningJob.Reason.SHUTDOWN);
            }
            return execute(job);
        } catch (TransientFault e) {
            LOG.warn("the end of job {} could not be noted; it will be run again: {}", id, e.message());
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            Incident.log("job " + id + " could not be ended", e);
            return Optional.empty();
        } finally {
            alarm.ifPresent(future -> future.cancel(false));
            running.remove(id, job);
            seat.lane().times().add(job.elapsed());
            recent.stopped(id);
            waiters.changed(id);
        }
    }

    private Optional<ScheduledFuture<?>> alarm(RunningJob job) {
        Duration limit = job.timeLimit();
        return limit.isZero()
                ? Optional.empty()
                : Optional.of(clock.schedule(
                        () -> job.stop(RunningJob.Reason.OUT_OF_TIME), limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Optional<JobQueue.Claim> execute(RunningJob job) throws IOException {
        Optional<JobQueue.Yield> yield = attempt(job);
        if (yield.isEmpty()) {
            return Optional.empty();
        }
        // If this fails the job may be complete all the same: nothing is deleted, and the lease decides.
        JobQueue.Completion completion = queue.complete(job.claim(), yield.get(), terms(job.seat()));
        completion.job().ifPresentOrElse(done -> end.completed(done, yield.get()), () -> end.overtaken(job));
        return completion.next();
    }

    /** What a job has brought; empty if it ended otherwise, which has been noted then. */
    private Optional<JobQueue.Yield> attempt(RunningJob job) throws IOException {
        Optional<JobError> error = Optional.empty();
        // What whoever took it over could not delete.
        folders.deleteAttempts(job.job().id(), job.claim().attempt() - 1);
        try {
            executor.execute(job);
            return Optional.of(job.finished());
        } catch (NotNowException e) {
            LOG.info("job {} waits: {}", job.job().id(), e.getMessage());
            if (job.stopReason().isEmpty()) {
                job.discard();
                queue.giveBack(job.claim(), e.retryAfter(), job.awaitsHeavyPlace());
                if (job.awaitsHeavyPlace()) {
                    // A place may have become free meanwhile.
                    hire(heavy, false);
                }
                return Optional.empty();
            }
        } catch (DaliFault fault) {
            error = Optional.of(JobError.of(fault));
        } catch (JobFailedException e) {
            error = Optional.of(e.error());
        } catch (InterruptedException e) {
            job.stop(RunningJob.Reason.SHUTDOWN);
        } catch (IOException | RuntimeException e) {
            error = Optional.of(JobError.of(
                    Incident.log("job " + job.job().id() + " failed", e).fault()));
        }
        job.discard();
        end.failed(job, error);
        return Optional.empty();
    }

    /** Stops a job if this gateway is running it, whose state has been changed by somebody else. */
    boolean stop(JobId id) {
        Optional<RunningJob> job = Optional.ofNullable(running.get(id));
        job.ifPresent(each -> each.stop(RunningJob.Reason.TAKEN));
        return job.isPresent();
    }

    /** Renews the leases of what is running, and stops what is not this gateway's any more. */
    void renew() {
        Map<JobId, Job.Progress> progress = running.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().progress()));
        if (progress.isEmpty()) {
            return;
        }
        var mine = queue.renew(timing.lease(), progress, turnedHeavy());
        // One that has just ended is not among them either; stopping it does no harm.
        progress.keySet().stream().filter(id -> !mine.contains(id)).forEach(this::stop);
    }

    /** The heavy jobs, among them those that have run for too long to be called small. */
    private Set<JobId> turnedHeavy() {
        running.values().stream()
                .filter(job -> !job.seat().lane().heavy())
                .filter(job -> job.elapsed().compareTo(limits.queue().smallTime()) > 0)
                .filter(job -> heavy.squeezeIn())
                .forEach(job -> move(job.seat()));
        return running.entrySet().stream()
                .filter(entry -> entry.getValue().seat().lane().heavy())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** How far a job is that this gateway is running. */
    Optional<Job.Progress> progress(JobId id) {
        return Optional.ofNullable(running.get(id)).map(RunningJob::progress);
    }

    /** When a job that waits or runs is likely to be complete. */
    Instant quote(Job job, Instant now) {
        Optional<Instant> started = job.times().started();
        if (started.isPresent()) {
            JobLane lane = Optional.ofNullable(running.get(job.id()))
                    .map(here -> here.seat().lane())
                    .orElse(small);
            Instant end = started.get().plus(lane.times().mean());
            return end.isAfter(now) ? end : now.plus(lane.times().mean());
        }
        Job.Place place = job.progress().place().orElse(new Job.Place(false, 0, 0));
        JobLane lane = place.heavy() ? heavy : small;
        Duration all = lane.times()
                .untilBegin(place.ahead(), elapsed(running(lane)), lane.limits().atOnce());
        Duration own = lane.times()
                .untilBegin(
                        place.own(),
                        elapsed(running(lane, job.owner().account())),
                        lane.limits().perAccount());
        return now.plus(all.compareTo(own) > 0 ? all : own).plus(lane.times().mean());
    }

    private Stream<RunningJob> running(JobLane lane) {
        return running.values().stream().filter(job -> job.seat().lane() == lane);
    }

    private Stream<RunningJob> running(JobLane lane, String account) {
        return running(lane).filter(job -> job.job().owner().account().equals(account));
    }

    private static List<Duration> elapsed(Stream<RunningJob> jobs) {
        return jobs.map(RunningJob::elapsed).toList();
    }

    /** How long to wait for the end of a job that has just begun. */
    Duration linger() {
        return small.times().linger();
    }

    /** Stops what is running and gives it back to the queue; waits for that, but not long. */
    @Override
    public void close() {
        closing = true;
        running.values().forEach(job -> job.stop(RunningJob.Reason.SHUTDOWN));
        workers.shutdown();
        try {
            if (!workers.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} jobs did not stop in time; they will be run again", running.size());
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
