// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobError;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.uws.Phase;
import org.meridian.core.uws.store.JobQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done when an attempt to run a job has ended. A job that has ended cannot be run again: its files go. */
record JobEnd(JobQueue queue, JobFolders folders, RecentJobs recent, Waiters waiters, JobLimits limits) {

    private static final Logger LOG = LoggerFactory.getLogger(JobEnd.class);

    /** A job is complete, and its row says so. */
    void completed(Job job, JobQueue.Yield yield) {
        recent.completed(job, yield.content());
        waiters.changed(job.id());
        folders.deleteUploads(job.id());
    }

    /**
     * An attempt has brought nothing.
     *
     * @param error why; there if the job was not stopped
     */
    void failed(RunningJob job, Optional<JobError> error) {
        Optional<RunningJob.Reason> reason = job.stopReason();
        if (reason.isEmpty()) {
            if (queue.fail(job.claim(), error.orElseThrow())) {
                folders.deleteUploads(job.job().id());
            }
            return;
        }
        switch (reason.get()) {
            case TAKEN -> overtaken(job);
            case SHUTDOWN -> queue.giveBack(job.claim(), Duration.ZERO, false);
            case OUT_OF_TIME -> outOfTime(job);
        }
    }

    private void outOfTime(RunningJob job) {
        boolean ended = queue.abort(
                job.claim(),
                JobError.of(new UsageFault("the job was stopped after its execution duration of "
                        + job.timeLimit().toSeconds()
                        + " s: make it do less, or set a longer executionduration before it runs (at most "
                        + limits.execution().most().toSeconds() + " s)")));
        if (ended) {
            folders.deleteUploads(job.job().id());
        }
    }

    /** What an attempt wrote that does not count is of no use, nor is a folder that it made after the job was deleted. */
    void overtaken(RunningJob job) {
        JobId id = job.job().id();
        try {
            job.discard();
        } catch (IOException e) {
            LOG.warn("files of job {} could not be deleted: {}", id, e.toString());
        }
        Optional<Phase> phase = queue.phase(id);
        if (phase.isEmpty()) {
            folders.delete(id);
        } else if (!phase.get().isActive()) {
            folders.deleteUploads(id);
        }
    }
}
