// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobError;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobResult;
import org.meridian.core.uws.Phase;

/**
 * The jobs of one service as one gateway runs them. A job is claimed for the time of a lease, which has to be renewed; what a
 * gateway says of a job counts only while the claim is its own, so that a gateway that was taken for dead changes nothing.
 * Thread-safe. All methods throw {@code TransientFault} while the database cannot be reached.
 */
public final class JobQueue {

    /** Binds service. */
    private static final String OVERDUE =
            " WHERE service = ? AND phase = 'EXECUTING' AND lease_until < clock_timestamp()";

    /**
     * A claim and a renewal need not be on disk before work begins: if the database's machine fails, the job is found as
     * it was before.
     */
    private static final String NOT_SYNCED = "set_config('synchronous_commit', 'off', true)";

    /** Whether the claim is still this gateway's. Binds job, gateway, attempt. */
    private static final String MINE = " WHERE id = ? AND runner = ? AND attempt = ? AND phase = 'EXECUTING'";

    /** Binds runner, lease, service, weight, service, weight, a job that does not count, how many may run of an account. */
    private static final String CLAIM = "UPDATE meridian.job SET phase = 'EXECUTING', started = clock_timestamp(),"
            + " runner = ?, lease_until = clock_timestamp() + make_interval(secs => ?), attempt = attempt + 1"
            + " WHERE id = (SELECT id FROM meridian.job WHERE service = ? AND phase = 'QUEUED' AND heavy = ?"
            + " AND (not_before IS NULL OR not_before <= clock_timestamp()) AND destruction > clock_timestamp()"
            + " AND account NOT IN (SELECT account FROM meridian.job WHERE service = ? AND phase = 'EXECUTING' AND heavy = ?"
            + " AND id <> ? GROUP BY account HAVING count(*) >= ?)"
            + " ORDER BY turn, queued, id LIMIT 1 FOR UPDATE SKIP LOCKED)"
            + " RETURNING " + JobRow.COLUMNS + ", attempt";

    /** Binds results, content, rows, bytes, job, gateway, attempt. */
    private static final String COMPLETE = "UPDATE meridian.job SET phase = 'COMPLETED', ended = clock_timestamp(),"
            + " results = ?::json, content = NULLIF(?, ''::bytea), rows = ?, bytes = ?, runner = NULL, lease_until = NULL, "
            + JobStore.WITHOUT_FILES
            + MINE
            + " RETURNING " + JobRow.COLUMNS + ", attempt";

    private final Statements statements;
    private final String service;
    private final String runner;

    /**
     * The queue of a service for a gateway.
     *
     * @param owner connections of the owner of the tables
     * @param service short name of the service, such as {@code tap}
     * @param runner name of the gateway, another at each of its starts
     */
    public JobQueue(DataSource owner, String service, String runner) {
        this.statements = new Statements(owner);
        this.service = service;
        this.runner = runner;
    }

    /**
     * A job that is this gateway's to run.
     *
     * @param job as it was when it was claimed
     * @param attempt how often it has been claimed, this time included
     */
    public record Claim(Job job, int attempt) {}

    /** Name of the gateway. */
    public String runner() {
        return runner;
    }

    /**
     * Which jobs may be claimed.
     *
     * @param lease for how long
     * @param heavy whether heavy ones, or all others
     * @param perAccount how many jobs of this weight of one account may run at once
     */
    public record Terms(Duration lease, boolean heavy, int perAccount) {}

    /**
     * Claims the job whose turn it is.
     *
     * @return the job, EXECUTING; empty if none may begin
     */
    public Optional<Claim> claim(Terms terms) {
        return statements.row(CLAIM + ", " + NOT_SYNCED, claiming(terms, ""), JobQueue::claim);
    }

    /** @param ending a job that is about to end and does not count any more; may be empty */
    private List<Object> claiming(Terms terms, String ending) {
        return List.of(runner, terms.lease, service, terms.heavy, service, terms.heavy, ending, terms.perAccount);
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(JobRow.job(row, false), row.getInt("attempt"));
    }

    /**
     * Renews the leases of running jobs and notes how far they are.
     *
     * @param progress of each
     * @param heavy those that have turned out to be heavy
     * @return the jobs that are still this gateway's
     */
    public Set<JobId> renew(Duration lease, Map<JobId, Job.Progress> progress, Set<JobId> heavy) {
        List<Map.Entry<JobId, Job.Progress>> entries = List.copyOf(progress.entrySet());
        return statements
                .rows(
                        "UPDATE meridian.job j SET rows = p.rows, bytes = p.bytes, heavy = j.heavy OR j.id = ANY(?),"
                                + " lease_until = clock_timestamp() + make_interval(secs => ?)"
                                + " FROM unnest(?::text[], ?::int8[], ?::int8[]) AS p(id, rows, bytes)"
                                + " WHERE j.id = p.id AND j.runner = ? AND j.phase = 'EXECUTING'"
                                + " RETURNING j.id, " + NOT_SYNCED,
                        List.of(
                                heavy.stream().map(JobId::text).toArray(String[]::new),
                                lease,
                                entries.stream().map(e -> e.getKey().text()).toArray(String[]::new),
                                entries.stream().map(e -> e.getValue().rows()).toArray(Long[]::new),
                                entries.stream().map(e -> e.getValue().bytes()).toArray(Long[]::new),
                                runner),
                        JobRow::id)
                .stream()
                .collect(Collectors.toSet());
    }

    /**
     * Counts a job among the heavy ones of its account; false if so many run already, or it is not this gateway's any more.
     *
     * @param perAccount how many heavy jobs of one account may run at once
     */
    public boolean turnHeavy(Claim claim, int perAccount) {
        return statements
                .row(
                        "UPDATE meridian.job j SET heavy = true" + MINE
                                + " AND (SELECT count(*) FROM meridian.job o WHERE o.service = j.service"
                                + " AND o.account = j.account AND o.phase = 'EXECUTING' AND o.heavy) < ?"
                                + " RETURNING " + NOT_SYNCED,
                        List.of(claim.job.id().text(), runner, claim.attempt, perAccount),
                        row -> true)
                .orElse(false);
    }

    /**
     * What a job has brought.
     *
     * @param results all of them
     * @param content the bytes of those that are not in files, one behind the other
     * @param rows how many, in all
     * @param bytes that were moved besides those of the results
     */
    public record Yield(List<JobResult> results, byte[] content, long rows, long bytes) {}

    /**
     * How a job ended.
     *
     * @param job as it is now; empty if it was not this gateway's any more, and so did not end
     * @param next the job whose turn it is, claimed in the same transaction
     */
    public record Completion(Optional<Job> job, Optional<Claim> next) {}

    /**
     * Ends a job with its results.
     *
     * @param next whether another is to be claimed
     */
    public Completion complete(Claim claim, Yield yield, Optional<Terms> next) {
        String job = claim.job.id().text();
        List<Object> values = new ArrayList<>(List.of(
                JobJson.ofResults(yield.results),
                yield.content,
                yield.rows,
                yield.bytes + yield.results.stream().mapToLong(JobResult::bytes).sum(),
                job,
                runner,
                claim.attempt));
        next.ifPresent(terms -> values.addAll(claiming(terms, job)));
        List<Completion> rows = statements.rows(
                next.isPresent()
                        ? "WITH done AS (" + COMPLETE + "), next AS (" + CLAIM
                                + ") SELECT *, true AS done FROM done UNION ALL SELECT *, false AS done FROM next"
                        : COMPLETE + ", true AS done",
                values,
                row -> row.getBoolean("done")
                        ? new Completion(Optional.of(JobRow.job(row, false)), Optional.empty())
                        : new Completion(Optional.empty(), Optional.of(claim(row))));
        return new Completion(
                rows.stream().flatMap(row -> row.job.stream()).findFirst(),
                rows.stream().flatMap(row -> row.next.stream()).findFirst());
    }

    /** Ends a job in ERROR; false if it is not this gateway's any more. */
    public boolean fail(Claim claim, JobError error) {
        return end(claim, "ERROR", error);
    }

    /** Ends a job in ABORTED for a reason of the service's; false if it is not this gateway's any more. */
    public boolean abort(Claim claim, JobError error) {
        return end(claim, "ABORTED", error);
    }

    private boolean end(Claim claim, String phase, JobError error) {
        return statements.update(
                        "UPDATE meridian.job SET phase = ?, ended = clock_timestamp(), rows = 0, bytes = 0,"
                                + " error_kind = ?, error_fault = ?, error_message = ?, runner = NULL, lease_until = NULL, "
                                + JobStore.WITHOUT_FILES + MINE,
                        List.of(
                                phase,
                                error.kind().name(),
                                error.fault(),
                                error.message(),
                                claim.job.id().text(),
                                runner,
                                claim.attempt))
                > 0;
    }

    /**
     * Gives a job back to its place in the queue; false if it is not this gateway's any more.
     *
     * @param notBefore when it may be claimed again, from now
     * @param heavy whether it has turned out to be heavy
     */
    public boolean giveBack(Claim claim, Duration notBefore, boolean heavy) {
        return statements.update(
                        "UPDATE meridian.job SET phase = 'QUEUED', started = NULL, rows = 0, bytes = 0, runner = NULL,"
                                + " lease_until = NULL, not_before = clock_timestamp() + make_interval(secs => ?),"
                                + " heavy = heavy OR ?" + MINE,
                        List.of(notBefore, heavy, claim.job.id().text(), runner, claim.attempt))
                > 0;
    }

    /** Bytes of the results and files of all other jobs of a job's account. */
    public long keptBytes(Job job) {
        return statements
                .row(
                        "SELECT COALESCE(sum(bytes + file_bytes), 0) AS kept FROM meridian.job"
                                + " WHERE service = ? AND account = ? AND id <> ?",
                        List.of(service, job.owner().account(), job.id().text()),
                        row -> row.getLong("kept"))
                .orElseThrow();
    }

    /** Where a job stands; empty if there is no such job. */
    public Optional<Phase> phase(JobId id) {
        return statements.row(
                "SELECT phase FROM meridian.job WHERE id = ?",
                List.of(id.text()),
                row -> Phase.valueOf(row.getString("phase")));
    }

    /**
     * A job whose gateway was lost.
     *
     * @param id the job
     * @param attempt number of the attempt that does not count any more
     */
    public record Lost(JobId id, int attempt) {}

    /**
     * Takes the jobs of lost gateways: they are queued again the first time and end in ERROR the second.
     *
     * @return the jobs whose lease had run out
     */
    public List<Lost> recover() {
        JobError lost = JobError.transientError(
                "the gateways that ran this job stopped unexpectedly, twice; it was not tried a third time");
        return statements.rows(
                "WITH again AS (UPDATE meridian.job SET phase = 'QUEUED', started = NULL, lost = lost + 1, rows = 0,"
                        + " bytes = 0, runner = NULL, lease_until = NULL" + OVERDUE
                        + " AND lost = 0 RETURNING id, attempt),"
                        + " given_up AS (UPDATE meridian.job SET phase = 'ERROR', ended = clock_timestamp(),"
                        + " lost = lost + 1, rows = 0, bytes = 0, runner = NULL, lease_until = NULL,"
                        + " error_kind = ?, error_fault = ?, error_message = ?, " + JobStore.WITHOUT_FILES + OVERDUE
                        + " AND lost > 0 RETURNING id, attempt)"
                        + " SELECT id, attempt FROM again UNION ALL SELECT id, attempt FROM given_up",
                List.of(service, lost.kind().name(), lost.fault(), lost.message(), service),
                row -> new Lost(JobRow.id(row), row.getInt("attempt")));
    }

    /**
     * Forgets the jobs whose time has come.
     *
     * @return the jobs, whose folders are the caller's to delete
     */
    public List<JobId> destroy() {
        return statements.rows(
                "DELETE FROM meridian.job WHERE service = ? AND destruction < clock_timestamp() RETURNING id",
                List.of(service),
                JobRow::id);
    }
}
