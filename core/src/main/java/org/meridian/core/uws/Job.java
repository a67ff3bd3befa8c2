// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job at one moment (UWS 1.1, section 2.1.2). Immutable.
 *
 * @param id its name
 * @param owner whose it is
 * @param phase where it stands
 * @param times when what happened or will
 * @param input what it is to do, and with what
 * @param outcome what it has come to
 * @param progress how far it is
 */
public record Job(
        JobId id, JobOwner owner, Phase phase, Times times, JobInput input, Outcome outcome, Progress progress) {

    /** What it is to do, in the order in which they came. */
    public List<JobParameter> parameters() {
        return input.parameters();
    }

    /**
     * When. All instants are of the database's clock, in milliseconds.
     *
     * @param created when it was created
     * @param started when it began to execute; empty before
     * @param ended when it completed, failed or was aborted; empty before
     * @param executionDuration how long it may execute; zero for without end
     * @param destruction when it will be destroyed with its results
     */
    public record Times(
            Instant created,
            Optional<Instant> started,
            Optional<Instant> ended,
            Duration executionDuration,
            Instant destruction) {}

    /**
     * What a job has come to.
     *
     * @param results empty unless COMPLETED
     * @param error why it is in ERROR, or was aborted by the service
     */
    public record Outcome(List<JobResult> results, Optional<JobError> error) {
        /** Of a job that has not ended. */
        public static final Outcome NONE = new Outcome(List.of(), Optional.empty());

        public Outcome {
            results = List.copyOf(results);
        }
    }

    /**
     * How far a job is.
     *
     * @param rows of its result so far
     * @param bytes of its results so far
     * @param place in the queue, where it is QUEUED; where it would be, while it is PENDING
     */
    public record Progress(long rows, long bytes, Optional<Place> place) {}

    /**
     * A place in the queue.
     *
     * @param heavy whether it is among the jobs that are known to be heavy
     * @param ahead how many jobs of this weight are to run before it
     * @param own how many of them are of the same account
     */
    public record Place(boolean heavy, long ahead, long own) {}

    /** What the client calls it (section 2.1.9): parameter RUNID. */
    public Optional<String> runId() {
        return runId(parameters());
    }

    /** The RUNID among parameters; the last, if there are several. */
    public static Optional<String> runId(List<JobParameter> parameters) {
        return parameters.stream()
                .filter(parameter -> parameter.canonicalName().equals("RUNID"))
                .map(JobParameter::value)
                .reduce((first, last) -> last);
    }
}
