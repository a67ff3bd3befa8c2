// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.db.Statements;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobFilter;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobInput;
import org.meridian.core.uws.JobOwner;
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
    /** Jobs in one list: the youngest. With AFTER and LAST a client finds the others (UWS 1.1, section 2.2.2.1). */
    private static final int MOST_LISTED = 20_000;

    private static final String TURN = "GREATEST("
            + "(SELECT COALESCE(max(turn), 0) + 1 FROM meridian.job"
            + " WHERE service = ? AND account = ? AND phase IN ('QUEUED', 'EXECUTING')),"
            + "(SELECT COALESCE(max(turn), 0) FROM meridian.job WHERE service = ? AND phase = 'EXECUTING'))";

    private static final String ROOM_IN_QUEUE =
            "(SELECT count(*) FROM meridian.job WHERE service = ? AND phase = 'QUEUED') < ?";

    /**
     * Jobs of one account that come together have turns one behind the other. Binds columns of ids, users, addresses,
     * accounts, run ids, phases, execution durations, retention times, times of destruction, parameters, files and their
     * sizes; service, service, service; length of
     * the queue; service.
     */
    private static final String CREATE = "WITH new AS (SELECT *, clock_timestamp() AS created, phase = 'QUEUED' AS run,"
            + " row_number() OVER (PARTITION BY account, phase ORDER BY nth) - 1 AS behind,"
            + " count(*) FILTER (WHERE phase = 'QUEUED') OVER (ORDER BY nth) AS place"
            + " FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::text[], ?::text[], ?::text[], ?::int8[])"
            + " WITH ORDINALITY"
            + " AS t(id, owner, address, account, run_id, phase, execution, retention, destruction, parameters, files, file_bytes, nth)),"
            + " turns AS (SELECT a.account, GREATEST((SELECT COALESCE(max(turn), 0) + 1 FROM meridian.job j"
            + " WHERE j.service = ? AND j.account = a.account AND j.phase IN ('QUEUED', 'EXECUTING')),"
            + " (SELECT COALESCE(max(turn), 0) FROM meridian.job WHERE service = ? AND phase = 'EXECUTING')) AS first"
            + " FROM (SELECT DISTINCT account FROM new WHERE run) a)"
            + " INSERT INTO meridian.job (id, service, owner, address, account, run_id, phase,"
            + " execution_duration, created, destruction, parameters, files, file_bytes, queued, turn)"
            + " SELECT n.id, ?, n.owner, n.address, n.account, n.run_id, n.phase, n.execution, n.created,"
            + " LEAST(n.destruction::timestamptz, n.created + n.retention * interval '1 millisecond'),"
            + " n.parameters::json, n.files::json, n.file_bytes,"
            + " CASE WHEN n.run THEN n.created END, CASE WHEN n.run THEN t.first + n.behind END"
            + " FROM new n LEFT JOIN turns t ON t.account = n.account"
            + " WHERE NOT n.run OR n.place <= ?::int8 -"
            + " (SELECT count(*) FROM meridian.job WHERE service = ? AND phase = 'QUEUED')"
            + " RETURNING " + JobRow.COLUMNS;

    /** What is set with the end of a job: it cannot be run again, and needs its files no more, which are the caller's to delete. */
    static final String WITHOUT_FILES = "files = '[]', file_bytes = 0";

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
     * @param input what it is to do, and with what
     * @param execution how long it may execute
     * @param retention how long it is kept at most
     * @param destruction when it is destroyed, if that is before; empty for after its retention
     * @param run whether it is to run at once
     */
    public record NewJob(
            JobId id,
            JobOwner owner,
            JobInput input,
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
                                column(
                                        jobs,
                                        job -> Job.runId(job.input.parameters()).orElse(null)),
                                column(jobs, job -> job.run ? "QUEUED" : "PENDING"),
                                numbers(jobs, job -> job.execution.toSeconds()),
                                numbers(jobs, job -> job.retention.toMillis()),
                                column(
                                        jobs,
                                        job -> job.destruction
                                                .map(Instant::toString)
                                                .orElse(null)),
                                column(jobs, job -> JobJson.ofParameters(job.input.parameters())),
                                column(jobs, job -> JobJson.ofFiles(job.input.files())),
                                numbers(jobs, job -> job.input.fileBytes()),
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
     * @param bytes of files: results, and what was posted with jobs
     */
    public record Usage(long jobs, long bytes) {
        /** Nothing. */
        public static final Usage NONE = new Usage(0, 0);

        /** This and more. */
        public Usage plus(Usage more) {
            return new Usage(jobs + more.jobs, bytes + more.bytes);
        }

        /** This without a part of it. */
        public Usage minus(Usage part) {
            return new Usage(jobs - part.jobs, bytes - part.bytes);
        }
    }

    /** What an account has now. */
    public Usage usage(String account) {
        return statements
                .row(
                        "SELECT count(*) AS jobs, COALESCE(sum(bytes + file_bytes), 0) AS bytes FROM meridian.job"
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
        sql.append(" LIMIT ?");
        values.add(Math.min(filter.last().orElse(MOST_LISTED), MOST_LISTED));
        return statements.rows(sql.toString(), values, JobRow::summary);
    }

    /**
     * What is to become of a job that has not begun.
     *
     * @param input what it is given instead of what it had; empty if that stays
     * @param execution how long it may execute; empty if that stays
     * @param destruction when it will be destroyed, but at most {@code retention} after its creation; empty if that stays
     * @param retention how long it is kept at most
     * @param queueLength puts it into the queue, where no more than so many wait; empty if it is not to run
     */
    public record Change(
            Optional<JobInput> input,
            Optional<Duration> execution,
            Optional<Instant> destruction,
            Duration retention,
            OptionalInt queueLength) {}

    /**
     * Changes a job, at once and in all that is asked for, or not at all.
     *
     * @param seen the job as the caller has seen it
     * @return false if it is in another phase by now or has been given something else, or if the queue is full
     */
    public boolean change(Job seen, Change change) {
        List<String> sets = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        change.input.ifPresent(input -> {
            sets.add("parameters = ?::json, run_id = ?, files = ?::json, file_bytes = ?");
            values.addAll(List.of(
                    JobJson.ofParameters(input.parameters()),
                    Job.runId(input.parameters()),
                    JobJson.ofFiles(input.files()),
                    input.fileBytes()));
        });
        change.execution.ifPresent(time -> {
            sets.add("execution_duration = ?");
            values.add(time.toSeconds());
        });
        change.destruction.ifPresent(time -> {
            sets.add("destruction = LEAST(?::timestamptz, created + make_interval(secs => ?))");
            values.addAll(List.of(time, change.retention));
        });
        if (change.queueLength.isPresent()) {
            sets.add("phase = 'QUEUED', queued = clock_timestamp(), turn = " + TURN);
            values.addAll(List.of(service, seen.owner().account(), service));
        }
        if (sets.isEmpty()) {
            return true;
        }
        StringBuilder where = new StringBuilder(" WHERE id = ? AND phase = ?");
        values.addAll(List.of(seen.id().text(), seen.phase().name()));
        if (change.input.isPresent()) {
            where.append(" AND parameters::text = ? AND files::text = ?");
            values.addAll(List.of(
                    JobJson.ofParameters(seen.parameters()),
                    JobJson.ofFiles(seen.input().files())));
        }
        change.queueLength.ifPresent(length -> {
            where.append(" AND ").append(ROOM_IN_QUEUE);
            values.addAll(List.of(service, length));
        });
        return statements.update("UPDATE meridian.job SET " + String.join(", ", sets) + where, values) > 0;
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
                        + " lease_until = NULL, rows = 0, bytes = 0, " + WITHOUT_FILES
                        + " FROM before b WHERE j.id = b.id"
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
}
