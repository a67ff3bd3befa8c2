// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobError;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobInput;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobSummary;
import org.meridian.core.uws.Phase;

/** Rows of {@code meridian.job} as jobs. */
final class JobRow {

    /** What {@link #job} reads: all but the content of results. */
    static final String COLUMNS = "id, owner, address, phase, created, started, ended, execution_duration, destruction,"
            + " parameters, files, results, rows, bytes, error_kind, error_fault, error_message";

    private JobRow() {}

    /** The job of a row with {@link #COLUMNS}; its place in the queue is in further columns where it is asked for. */
    static Job job(ResultSet row, boolean withPlace) throws SQLException {
        Job.Times times = new Job.Times(
                instant(row, "created").orElseThrow(),
                instant(row, "started"),
                instant(row, "ended"),
                Duration.ofSeconds(row.getLong("execution_duration")),
                instant(row, "destruction").orElseThrow());
        Phase phase = Phase.valueOf(row.getString("phase"));
        boolean waits = phase == Phase.QUEUED || phase == Phase.PENDING;
        Optional<Job.Place> place = withPlace && waits
                ? Optional.of(new Job.Place(row.getBoolean("heavy"), row.getLong("ahead"), row.getLong("own")))
                : Optional.empty();
        return new Job(
                id(row),
                new JobOwner(text(row, "owner"), row.getString("address")),
                phase,
                times,
                new JobInput(JobJson.parameters(row.getString("parameters")), JobJson.files(row.getString("files"))),
                new Job.Outcome(JobJson.results(row.getString("results")), error(row)),
                new Job.Progress(row.getLong("rows"), row.getLong("bytes"), place));
    }

    /** Id, owner, phase, creation and run id. */
    static JobSummary summary(ResultSet row) throws SQLException {
        return new JobSummary(
                id(row),
                text(row, "owner"),
                Phase.valueOf(row.getString("phase")),
                instant(row, "created").orElseThrow(),
                text(row, "run_id"));
    }

    static JobId id(ResultSet row) throws SQLException {
        return new JobId(row.getString("id"));
    }

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<JobError> error(ResultSet row) throws SQLException {
        Optional<String> kind = text(row, "error_kind");
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JobError(
                JobError.Kind.valueOf(kind.get()), row.getString("error_fault"), row.getString("error_message")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
