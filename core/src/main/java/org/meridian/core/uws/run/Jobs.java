// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.db.Database;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.PrivateFolder;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.Usage;
import org.meridian.core.usage.UsageKind;
import org.meridian.core.uws.InputLimits;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobFilter;
import org.meridian.core.uws.JobFolder;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobSummary;
import org.meridian.core.uws.Phase;
import org.meridian.core.uws.store.JobQueue;
import org.meridian.core.uws.store.JobSignals;
import org.meridian.core.uws.store.JobStore;

/**
 * The jobs of one service: what clients may do with them, and their running on this gateway. Jobs live in the database, which
 * several gateways may share; whatever a method has returned from survives the end of this process. Thread-safe.
 *
 * <p>A job of a user is his alone. A job of an anonymous client belongs to whoever knows its id. Methods that take an id throw
 * {@link NotFoundFault} if there is no such job, {@link AuthorizationFault} if it is somebody else's or its phase does not
 * allow what is asked (UWS 1.1, section 2.2: 403), {@link TransientFault} while the database cannot be reached.
 */
public final class Jobs implements AutoCloseable {

    /** How long WAIT blocks at most: below the time after which connections are taken for dead. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** Clients that may wait at once; further ones are answered at once, as the standard allows. */
    private static final int MOST_WAITERS = 4000;

    private static final UsageKind JOBS = UsageKind.level("jobs", "jobs", "jobs");
    private static final UsageKind FILES = UsageKind.level("job-files", "bytes", "bytes of files of jobs");

    private static final Duration TELL_DELAY = Duration.ofMillis(50);

    /**
     * What the jobs of a service are like.
     *
     * @param service short name, such as {@code tap}
     * @param folder where their files are; shared by all gateways on one database
     * @param limits what they may use
     * @param input how much one of them may be given
     */
    public record Settings(String service, Path folder, JobLimits limits, InputLimits input) {
        public Settings {
            if (!service.matches("[a-z]{1,20}")) {
                throw new IllegalArgumentException("not the short name of a service: " + service);
            }
        }
    }

    private final Settings settings;
    private final JobStore store;
    private final JobSignals signals;
    private final JobFolders folders;
    private final JobChanges changes;
    private final Waiters waiters = new Waiters();
    private final RecentJobs recent = new RecentJobs();
    private final ScheduledExecutorService clock;
    private final JobRunner runner;
    private final JobUpkeep upkeep;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean stopping;

    private Jobs(Database database, Settings settings, JobExecutor executor, JobTiming timing) {
        this.settings = settings;
        this.store = new JobStore(database.owner(), settings.service);
        this.folders = new JobFolders(settings.folder);
        this.changes = new JobChanges(store, folders, settings.limits, settings.input);
        this.clock = JobUpkeep.clock();
        String gateway = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        this.signals = new JobSignals(database, settings.service, gateway);
        JobQueue queue = new JobQueue(database.owner(), settings.service, gateway);
        this.runner = new JobRunner(
                queue, new JobRunner.Parts(executor, folders, waiters, recent, clock), settings.limits, timing);
        this.upkeep = new JobUpkeep(store, queue, runner, folders, waiters, recent, timing);
    }

    /**
     * Opens the jobs of a service; they wait until {@link #begin}.
     *
     * @param executor what the service does with a job
     * @return the jobs; the caller closes them before the database
     * @throws IOException if the folder cannot be made
     */
    public static Jobs open(Database database, Settings settings, JobExecutor executor, JobTiming timing)
            throws IOException {
        PrivateFolder.create(settings.folder);
        return new Jobs(database, settings, executor, timing);
    }

    /** Begins to run what waits and to take over what lost gateways ran; to be called once, when clients can be answered. */
    public void begin() {
        runner.begin();
        upkeep.begin(clock);
        signals.listen(new JobSignals.Listener(runner::look, runner::stop));
    }

    /** What jobs may use. */
    public JobLimits limits() {
        return settings.limits;
    }

    /** Where the files of a job are. */
    JobFolder folder(JobId id) {
        return folders.of(id);
    }

    /**
     * A job that a client asks for.
     *
     * @param id a new one
     * @param owner whose it is
     * @param posted what it is to do, and with what
     * @param wishes what else the client asks for
     */
    public record NewJob(JobId id, JobOwner owner, Posted posted, Wishes wishes) {}

    /**
     * What a client asks for of a new job.
     *
     * @param run whether it is to run at once
     * @param execution how long it may execute; empty for the standard
     * @param destruction when to destroy it, at once if that has passed; empty for the standard
     */
    public record Wishes(boolean run, Optional<Duration> execution, Optional<Instant> destruction) {}

    /**
     * Creates a job.
     *
     * @throws UsageFault if it is given too much
     * @throws AuthorizationFault if the owner has too many jobs or bytes
     * @throws TransientFault if the queue is full
     */
    public Job create(NewJob job) {
        Job created = changes.create(job);
        job.wishes.destruction.ifPresent(time -> upkeep.destroyAt(clock, time));
        if (job.wishes.run) {
            recent.created(created);
            offer(job.owner);
        }
        return created;
    }

    /** Tells whoever can run it that a job has come into the queue. */
    private void offer(JobOwner owner) {
        if (!runner.wake(owner.account()) && !told.getAndSet(true)) {
            // Not at once: the client need not wait for it, and one signal does for many jobs.
            clock.schedule(this::tell, TELL_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tell() {
        told.set(false);
        signals.queued();
    }

    /** The job as it is now. */
    public Job find(JobId id, JobOwner who) {
        Job job = store.find(id).orElseThrow(() -> noSuch(id));
        requireOwner(job, who);
        return runner.progress(id)
                .filter(progress -> job.phase() == Phase.EXECUTING)
                .map(progress ->
                        new Job(id, job.owner(), job.phase(), job.times(), job.input(), job.outcome(), progress))
                .orElse(job);
    }

    private static NotFoundFault noSuch(JobId id) {
        return new NotFoundFault("there is no job " + id);
    }

    private static void requireOwner(Job job, JobOwner who) {
        if (job.owner().user().isPresent() && !job.owner().user().equals(who.user())) {
            throw new AuthorizationFault("job " + job.id() + " is not yours");
        }
    }

    /** The jobs of a client, youngest first: a user's, or those created anonymously from the same address. */
    public List<JobSummary> list(JobOwner who, JobFilter filter) {
        return store.list(who, filter);
    }

    /** How many jobs and bytes of their files an account has now, and may have. */
    public List<Usage> heldBy(Spender who) {
        JobStore.Usage now = store.usage(who.account());
        return List.of(
                Usage.atOnce(JOBS, now.jobs(), settings.limits.jobsPerAccount()),
                Usage.atOnce(FILES, now.bytes(), settings.limits.bytesPerAccount()));
    }

    /**
     * The job as it is when its phase changes, or when the time is over (UWS 1.1, section 2.2.1.2). Blocks its thread.
     *
     * @param seen the phase in which the client saw it: if it is in another, the answer comes at once
     * @param time how long; a negative time for as long as the service allows
     * @param client if it goes away, there is nothing to wait for
     */
    public Job await(JobId id, JobOwner who, Optional<Phase> seen, Duration time, ClientWatch client)
            throws InterruptedException {
        Duration most = time.isNegative() || time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time;
        try (Waiters.Waiter waiter = waiters.watch(id)) {
            Optional<Job> known = recent(id, who);
            Job job = known.orElseGet(() -> find(id, who));
            Phase phase = job.phase();
            boolean waits = phase.isActive()
                    && seen.filter(other -> other != phase).isEmpty()
                    && !time.isZero()
                    && !stopping
                    && waiters.count() <= MOST_WAITERS;
            if (!waits && known.isEmpty()) {
                return job;
            }
            if (waits) {
                try (ClientWatch.Watch watch = client.whenGone(waiter::release)) {
                    waiter.await(phase, most, runner.linger());
                }
            }
        }
        // Of one that is active the client wants to know more: its place in the queue, how far it is.
        return recent(id, who).filter(job -> !job.phase().isActive()).orElseGet(() -> find(id, who));
    }

    private Optional<Job> recent(JobId id, JobOwner who) {
        Optional<Job> job = recent.find(id);
        job.ifPresent(each -> requireOwner(each, who));
        return job;
    }

    /**
     * When the job is likely to be complete (UWS 1.1, section 2.1.6), going by how long jobs took that this gateway ran, by
     * those it runs now and by those that wait before this one; empty if it has ended.
     */
    public Optional<Instant> quote(Job job) {
        return job.phase().isActive() ? Optional.of(runner.quote(job, Instant.now())) : Optional.empty();
    }

    /** What a client may have a job do. */
    public enum Order {
        /** Wait for its turn and run; nothing if it does already. */
        RUN,
        /** Stop for good; nothing if it has been stopped. */
        ABORT
    }

    /**
     * What a client asks of a job.
     *
     * @param posted what it is given besides; a parameter that has been given before is replaced or adds up
     * @param execution how long it may execute, within the limits; zero and less ask for the longest time
     * @param destruction when it will be destroyed, within the limits; at once if that has passed
     * @param order what it is to do
     */
    public record Change(
            Posted posted, Optional<Duration> execution, Optional<Instant> destruction, Optional<Order> order) {

        /** An order and nothing else. */
        public static Change of(Order order) {
            return new Change(Posted.NONE, Optional.empty(), Optional.empty(), Optional.of(order));
        }
    }

    /**
     * Changes a job in all that is asked for, or not at all.
     *
     * @throws UsageFault if it is given too much
     * @throws AuthorizationFault if its phase does not allow one of the changes, or its owner has too many bytes
     * @throws TransientFault if the queue is full
     */
    public void change(JobId id, JobOwner who, Change change) {
        Job job = find(id, who);
        boolean queued = changes.change(job, () -> find(id, who), change);
        recent.forget(id);
        change.destruction.ifPresent(time -> upkeep.destroyAt(clock, time));
        if (queued) {
            waiters.changed(id);
            offer(job.owner());
        }
        if (change.order.equals(Optional.of(Order.ABORT))) {
            abort(id, who);
        }
    }

    private void abort(JobId id, JobOwner who) {
        Optional<JobStore.Stopped> stopped = store.abort(id);
        if (stopped.isPresent()) {
            stop(id, stopped.get());
            if (stopped.get().runner().isEmpty()) {
                folders.deleteUploads(id);
            }
            return;
        }
        Job now = find(id, who);
        if (now.phase() != Phase.ABORTED) {
            throw new AuthorizationFault("the job is " + now.phase() + ": there is nothing to abort");
        }
    }

    /** Destroys it with its results. */
    public void delete(JobId id, JobOwner who) {
        find(id, who);
        store.delete(id).ifPresent(stopped -> stop(id, stopped));
        folders.delete(id);
    }

    private void stop(JobId id, JobStore.Stopped stopped) {
        recent.forget(id);
        boolean here = runner.stop(id);
        if (stopped.runner().isPresent() && !here) {
            signals.stop(id);
        }
        waiters.changed(id);
    }

    /** A result. */
    public KeptResult result(JobId id, JobOwner who, String result) {
        JobStore.WithContent kept = recent(id, who)
                .flatMap(job -> recent.take(id))
                .or(() -> store.findWithContent(id))
                .orElseThrow(() -> noSuch(id));
        requireOwner(kept.job(), who);
        return new Results(kept.job(), folders.of(id), kept.content()).result(result);
    }

    /** Answers the clients that wait, and lets none wait any more: to be called before the web server stops. */
    public void letWaitingGo() {
        stopping = true;
        waiters.releaseAll();
    }

    /** Gives what is running back to the queue, for another gateway or the next start; lets waiting clients go. */
    @Override
    public void close() {
        letWaitingGo();
        runner.close();
        signals.close();
        JobUpkeep.stop(clock);
    }
}
