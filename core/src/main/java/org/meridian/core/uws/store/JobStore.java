// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.db.Statements;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobFilter;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.JobSummary;
import org.meridian.core.uws.Phase;

/**
 * The jobs of one service as their clients see and change them. Every change is one statement, durable when its method
 * returns, and takes place only if the phase allows it. Thread-safe. All methods throw {@link TransientFault} while the
 * database cannot be reached.
 */
public final class JobStore {

    /**
     * The turn of a job that is queued now (start-time fair queueing): behind the other jobs of its account, and not before
     * those that run. Binds service, account, service.
     */
    private static final String TURN = "GREATEST("
            + "(SELECT COALESCE(max(turn), 0) + 1 FROM meridian.job"
            + " WHERE service = ? AND account = ? AND phase IN ('QUEUED', 'EXECUTING')),"
            + "(SELECT COALESCE(max(turn), 0) FROM meridian.job WHERE service = ? AND phase = 'EXECUTING'))";

    private static final String ROOM_IN_QUEUE =
            "(SELECT count(*) FROM meridian.job WHERE service = ? AND phase = 'QUEUED') < ?";

    /**
     * Jobs of one account that come together have turns one behind the other. Binds columns of ids, users, addresses,
     * accounts, run ids, phases, execution durations, retention times, times of destruction and parameters; service, service, service; length of
     * the queue; service.
     */
    private static final String CREATE = "WITH new AS (SELECT *, phase = 'QUEUED' AS run,"
            + " row_number() OVER (PARTITION BY account, phase ORDER BY nth) - 1 AS behind,"
            + " count(*) FILTER (WHERE phase = 'QUEUED') OVER (ORDER BY nth) AS place"
            + " FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::text[], ?::text[])"
            + " WITH ORDINALITY"
            + " AS t(id, owner, address, account, run_id, phase, execution, retention, destruction, parameters, nth)),"
            + " turns AS (SELECT a.account, GREATEST((SELECT COALESCE(max(turn), 0) + 1 FROM meridian.job j"
            + " WHERE j.service = ? AND j.account = a.account AND j.phase IN ('QUEUED', 'EXECUTING')),"
            + " (SELECT COALESCE(max(turn), 0) FROM meridian.job WHERE service = ? AND phase = 'EXECUTING')) AS first"
            + " FROM (SELECT DISTINCT account FROM new WHERE run) a)"
            + " INSERT INTO meridian.job (id, service, owner, address, account, run_id, phase,"
            + " execution_duration, destruction, parameters, queued, turn)"
            + " SELECT n.id, ?, n.owner, n.address, n.account, n.run_id, n.phase, n.execution,"
            + " LEAST(n.destruction::timestamptz, clock_timestamp() + n.retention * interval '1 millisecond'),"
            + " n.parameters::json,"
            + " CASE WHEN n.run THEN clock_timestamp() END, CASE WHEN n.run THEN t.first + n.behind END"
            + " FROM new n LEFT JOIN turns t ON t.account = n.account"
            + " WHERE NOT n.run OR n.place <= ?::int8 -"
            + " (SELECT count(*) FROM meridian.job WHERE service = ? AND phase = 'QUEUED')"
            + " RETURNING " + JobRow.COLUMNS;

    /** A job whose time has come does not exist for clients, though its row may be there a little longer. */
    private static final String NOT_DESTROYED = " AND destruction > clock_timestamp()";

    private final Statements statements;
    private final String service;

    /**
     * A store of the jobs of a service.
     *
     * @param owner connections of the owner of the tables
     * @param service short name of the service, such as {@code tap}
     */
    public JobStore(DataSource owner, String service) {
        this.statements = new Statements(owner);
        this.service = service;
    }

    /**
     * What is kept of a new job.
     *
     * @param id its name
     * @param owner whose it is
     * @param parameters what it is to do
     * @param execution how long it may execute
     * @param retention how long it is kept at most
     * @param destruction when it is destroyed, if that is before; empty for after its retention
     * @param run whether it is to run at once
     */
    public record NewJob(
            JobId id,
            JobOwner owner,
            List<JobParameter> parameters,
            Duration execution,
            Duration retention,
            Optional<Instant> destruction,
            boolean run) {}

    /**
     * Creates jobs, PENDING or, where they are to run at once, QUEUED: all of them with one commit, as if one after the other.
     *
     * @param queueLength how many jobs may wait before one
     * @return the jobs in the order asked for; empty for one for which the queue is full
     */
    public List<Optional<Job>> create(List<NewJob> jobs, int queueLength) {
        Map<JobId, Job> created = statements
                .rows(
                        CREATE,
                        List.of(
                                column(jobs, job -> job.id.text()),
                                column(jobs, job -> job.owner.user().orElse(null)),
                                column(jobs, job -> job.owner.address()),
                                column(jobs, job -> job.owner.account()),
                                column(jobs, job -> Job.runId(job.parameters).orElse(null)),
                                column(jobs, job -> job.run ? "QUEUED" : "PENDING"),
                                numbers(jobs, job -> job.execution.toSeconds()),
                                numbers(jobs, job -> job.retention.toMillis()),
                                column(
                                        jobs,
                                        job -> job.destruction
                                                .map(Instant::toString)
                                                .orElse(null)),
                                column(jobs, job -> JobJson.ofParameters(job.parameters)),
                                service,
                                service,
                                service,
                                queueLength,
                                service),
                        row -> JobRow.job(row, false))
                .stream()
                .collect(Collectors.toMap(Job::id, job -> job));
        return jobs.stream()
                .map(job -> Optional.ofNullable(created.get(job.id)))
                .toList();
    }

    private static String[] column(List<NewJob> jobs, Function<NewJob, @Nullable String> value) {
        return jobs.stream().map(value).toArray(String[]::new);
    }

    private static Long[] numbers(List<NewJob> jobs, Function<NewJob, Long> value) {
        return jobs.stream().map(value).toArray(Long[]::new);
    }

    /**
     * What an account has.
     *
     * @param jobs that exist
     * @param bytes of results
     */
    public record Usage(long jobs, long bytes) {}

    /** What an account has now. */
    public Usage usage(String account) {
        return statements
                .row(
                        "SELECT count(*) AS jobs, COALESCE(sum(bytes), 0) AS bytes FROM meridian.job"
                                + " WHERE service = ? AND account = ?",
                        List.of(service, account),
                        row -> new Usage(row.getLong("jobs"), row.getLong("bytes")))
                .orElseThrow();
    }

    /**
     * A job with its small results.
     *
     * @param job as it is now
     * @param content the bytes of its small results, one behind the other
     */
    public record WithContent(Job job, byte[] content) {}

    /** The job as it is now, with its small results. */
    public Optional<WithContent> findWithContent(JobId id) {
        return statements.row(
                "SELECT " + JobRow.COLUMNS + ", COALESCE(content, '') AS content FROM meridian.job"
                        + " WHERE id = ? AND service = ?" + NOT_DESTROYED,
                List.of(id.text(), service),
                row -> new WithContent(JobRow.job(row, false), row.getBytes("content")));
    }

    /** The job as it is now, with its place in the queue. */
    public Optional<Job> find(JobId id) {
        return statements.row(
                "SELECT " + JobRow.COLUMNS
                        + ", heavy, ahead, own FROM meridian.job j, LATERAL (SELECT count(*) AS ahead,"
                        + " count(*) FILTER (WHERE o.account = j.account) AS own FROM meridian.job o"
                        + " WHERE j.phase IN ('QUEUED', 'PENDING') AND o.phase = 'QUEUED' AND o.service = j.service"
                        + " AND o.heavy = j.heavy"
                        + " AND (j.phase = 'PENDING' OR (o.turn, o.queued, o.id) < (j.turn, j.queued, j.id))) o"
                        + " WHERE id = ? AND service = ?" + NOT_DESTROYED,
                List.of(id.text(), service),
                row -> JobRow.job(row, true));
    }

    /** The jobs of a user, or those created anonymously from an address (not all of its account), youngest first. */
    public List<JobSummary> list(JobOwner who, JobFilter filter) {
        List<Object> values = new ArrayList<>(List.of(service, who.account(), who.address()));
        StringBuilder sql = new StringBuilder("SELECT id, owner, phase, created, run_id FROM meridian.job"
                + " WHERE service = ? AND account = ? AND (owner IS NOT NULL OR address = ?)" + NOT_DESTROYED);
        if (filter.phases().isEmpty()) {
            sql.append(" AND phase <> 'ARCHIVED'");
        } else {
            sql.append(" AND phase = ANY(?)");
            values.add(filter.phases().stream().map(Phase::name).toArray(String[]::new));
        }
        filter.after().ifPresent(after -> {
            sql.append(" AND created > ?");
            values.add(after);
        });
        sql.append(" ORDER BY created DESC, id");
        filter.last().ifPresent(last -> {
            sql.append(" LIMIT ?");
            values.add(last);
        });
        return statements.rows(sql.toString(), values, JobRow::summary);
    }

    /** Takes new parameters for a job that is PENDING and whose parameters are still {@code old}. */
    public boolean changeParameters(JobId id, List<JobParameter> old, List<JobParameter> parameters) {
        return statements.update(
                        "UPDATE meridian.job SET parameters = ?::json, run_id = ?"
                                + " WHERE id = ? AND phase = 'PENDING' AND parameters::text = ?",
                        List.of(
                                JobJson.ofParameters(parameters),
                                Job.runId(parameters),
                                id.text(),
                                JobJson.ofParameters(old)))
                > 0;
    }

    /** Changes how long a job may execute that has not begun to. */
    public boolean changeExecution(JobId id, Duration execution) {
        return statements.update(
                        "UPDATE meridian.job SET execution_duration = ? WHERE id = ? AND phase IN ('PENDING', 'QUEUED')",
                        List.of(execution.toSeconds(), id.text()))
                > 0;
    }

    /** Changes when a job will be destroyed, but to no later than {@code most} after its creation. */
    public boolean changeDestruction(JobId id, Instant destruction, Duration most) {
        return statements.update(
                        "UPDATE meridian.job SET destruction = LEAST(?::timestamptz, created + make_interval(secs => ?))"
                                + " WHERE id = ?",
                        List.of(destruction, most, id.text()))
                > 0;
    }

    /**
     * Puts a PENDING job into the queue.
     *
     * @return false if it is not PENDING, or the queue is full
     */
    public boolean queue(JobId id, JobOwner owner, int queueLength) {
        return statements.update(
                        "UPDATE meridian.job SET phase = 'QUEUED', queued = clock_timestamp(), turn = " + TURN
                                + " WHERE id = ? AND phase = 'PENDING' AND " + ROOM_IN_QUEUE,
                        List.of(service, owner.account(), service, id.text(), service, queueLength))
                > 0;
    }

    /**
     * A job that was stopped by its owner.
     *
     * @param runner the gateway that is running it; empty if none is
     */
    public record Stopped(Optional<String> runner) {}

    /** Aborts a job that has not ended; empty if it has. */
    public Optional<Stopped> abort(JobId id) {
        return statements.row(
                "WITH before AS (SELECT id, phase, runner FROM meridian.job"
                        + " WHERE id = ? AND phase IN ('PENDING', 'QUEUED', 'EXECUTING', 'HELD') FOR UPDATE)"
                        + " UPDATE meridian.job j SET phase = 'ABORTED', ended = clock_timestamp(), runner = NULL,"
                        + " lease_until = NULL, rows = 0, bytes = 0 FROM before b WHERE j.id = b.id"
                        + " RETURNING CASE b.phase WHEN 'EXECUTING' THEN b.runner END AS was_run_by",
                List.of(id.text()),
                row -> new Stopped(JobRow.text(row, "was_run_by")));
    }

    /** Forgets a job; empty if there is none. Its folder is the caller's to delete. */
    public Optional<Stopped> delete(JobId id) {
        return statements.row(
                "DELETE FROM meridian.job WHERE id = ? AND service = ?"
                        + " RETURNING CASE phase WHEN 'EXECUTING' THEN runner END AS was_run_by",
                List.of(id.text(), service),
                row -> new Stopped(JobRow.text(row, "was_run_by")));
    }

    /** The phases of jobs; those that do not exist are missing. */
    public Map<JobId, Phase> phases(Collection<JobId> ids) {
        String[] texts = ids.stream().map(JobId::text).toArray(String[]::new);
        return statements
                .rows(
                        "SELECT id, phase FROM meridian.job WHERE id = ANY(?)",
                        List.of((Object) texts),
                        row -> Map.entry(JobRow.id(row), Phase.valueOf(row.getString("phase"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Which of these jobs exist, of whatever service. */
    public Set<JobId> existing(Collection<JobId> ids) {
        return phases(ids).keySet();
    }
}
