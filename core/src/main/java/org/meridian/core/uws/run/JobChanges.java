// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.db.GroupCommit;
import org.meridian.core.uws.InputLimits;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobFile;
import org.meridian.core.uws.JobFolder;
import org.meridian.core.uws.JobInput;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.Phase;
import org.meridian.core.uws.store.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates jobs and changes them before they run: with all that a request asks for, or not at all. Files are on disk before the
 * row that names them. Thread-safe.
 */
final class JobChanges {

    private static final Logger LOG = LoggerFactory.getLogger(JobChanges.class);
    private static final int MOST_CREATED_AT_ONCE = 100;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final JobStore store;
    private final JobFolders folders;
    private final JobLimits limits;
    private final InputLimits inputLimits;
    private final Accounts accounts;
    private final GroupCommit<JobStore.NewJob, Optional<Job>> creations;

    JobChanges(JobStore store, JobFolders folders, JobLimits limits, InputLimits inputLimits) {
        this.store = store;
        this.folders = folders;
        this.limits = limits;
        this.inputLimits = inputLimits;
        this.accounts = new Accounts(store::usage, limits);
        this.creations =
                new GroupCommit<>(jobs -> store.create(jobs, limits.queue().length()), MOST_CREATED_AT_ONCE);
    }

    /** Creates a job; see {@link Jobs#create}. */
    Job create(Jobs.NewJob job) {
        Jobs.Wishes wishes = job.wishes();
        JobInput input = inputLimits.merged(JobInput.NONE, job.posted().input());
        Duration execution = wishes.execution()
                .map(limits.execution()::granted)
                .orElse(limits.execution().standard());
        Duration retention = wishes.destruction().isPresent()
                ? limits.retention().most()
                : limits.retention().standard();
        boolean created = false;
        try (Accounts.Room room = accounts.take(job.owner().account(), new JobStore.Usage(1, input.fileBytes()))) {
            job.posted().keep(folders.of(job.id()));
            Job made = creations
                    .write(new JobStore.NewJob(
                            job.id(), job.owner(), input, execution, retention, wishes.destruction(), wishes.run()))
                    .orElseThrow(JobChanges::queueFull);
            created = true;
            return made;
        } finally {
            if (!created) {
                folders.delete(job.id());
            }
        }
    }

    private static DaliFault queueFull() {
        return new TransientFault("too many jobs are waiting; try again later", RETRY_AFTER);
    }

    /**
     * Changes a job; see {@link Jobs#change}. It is not aborted here, but can be.
     *
     * @param job as it is
     * @param again looks how it is by then
     * @return whether it has come into the queue
     */
    boolean change(Job job, Supplier<Job> again, Jobs.Change change) {
        JobStore.Change first = allowed(job, change);
        JobInput posted = change.posted().input();
        JobFolder folder = folders.of(job.id());
        try (Accounts.Room room = accounts.take(job.owner().account(), new JobStore.Usage(0, posted.fileBytes()))) {
            // Whether the files that are kept now are surely of no use.
            boolean discard = true;
            try {
                change.posted().keep(folder);
                Job seen = job;
                JobStore.Change next = first;
                discard = false;
                while (!store.change(seen, next)) {
                    discard = true;
                    Job now = again.get();
                    if (now.phase() == seen.phase() && now.input().equals(seen.input())) {
                        throw queueFull();
                    }
                    next = allowed(now, change);
                    seen = now;
                    discard = false;
                }
                next.input().ifPresent(input -> deleteReplaced(folder, job, input));
                return next.queueLength().isPresent();
            } finally {
                if (discard) {
                    change.posted().discard(folder);
                }
            }
        }
    }

    private static void deleteReplaced(JobFolder folder, Job job, JobInput now) {
        List<JobFile> replaced = job.input().files().stream()
                .filter(file -> !now.files().contains(file))
                .toList();
        try {
            folder.deleteUploads(replaced);
        } catch (IOException e) {
            LOG.warn("replaced files of job {} could not be deleted: {}", job.id(), e.toString());
        }
    }

    /**
     * What is to be written.
     *
     * @throws AuthorizationFault if the job is in a phase that does not allow one of the changes
     */
    private JobStore.Change allowed(Job job, Jobs.Change change) {
        Phase phase = job.phase();
        boolean given = !change.posted().input().isEmpty();
        if (given && phase != Phase.PENDING) {
            throw refused(job, "its parameters can be changed only while it is PENDING");
        }
        if (change.execution().isPresent() && phase != Phase.PENDING && phase != Phase.QUEUED) {
            throw refused(job, "its execution duration can be changed only before it runs");
        }
        boolean runs = change.order().equals(Optional.of(Jobs.Order.RUN));
        if (runs && !phase.isActive()) {
            throw refused(job, "it cannot be run again; create another");
        }
        if (change.order().equals(Optional.of(Jobs.Order.ABORT)) && !isAbortable(phase)) {
            throw refused(job, "there is nothing to abort");
        }
        Optional<Instant> destruction = change.destruction();
        return new JobStore.Change(
                given
                        ? Optional.of(
                                inputLimits.merged(job.input(), change.posted().input()))
                        : Optional.empty(),
                change.execution().map(limits.execution()::granted),
                destruction,
                limits.retention().most(),
                runs && phase == Phase.PENDING ? OptionalInt.of(limits.queue().length()) : OptionalInt.empty());
    }

    /** Whether a job can be aborted, or has been. */
    private static boolean isAbortable(Phase phase) {
        return phase.isActive() || phase == Phase.HELD || phase == Phase.ABORTED;
    }

    private static AuthorizationFault refused(Job job, String why) {
        return new AuthorizationFault("the job is " + job.phase() + ": " + why);
    }
}
