// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.place.UserFiles.Destination;
import org.meridian.core.uws.JobExecution;
import org.meridian.core.uws.JobExecutor;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.votable.ForwardingRowStream;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableOutcome;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.tap.query.Client;
import org.meridian.tap.query.Execution;
import org.meridian.tap.query.QueryBill;
import org.meridian.tap.query.QueryEngine;
import org.meridian.tap.query.QueryMeter;
import org.meridian.tap.upload.SentParts;
import org.meridian.tap.upload.UploadedTables;
import org.meridian.tap.upload.Uploads;

/**
 * Runs queries as jobs (TAP 1.1, section 2.2): the parameters are checked now, and the table becomes result {@code result}, or
 * the file that DEST names. A query only reads, so running it twice is the same as running it once; a file that an earlier run
 * has put in its place is not written again.
 */
public final class QueryJobs implements JobExecutor {

    private static final String RESULT = "result";

    /** The database gives up a little after the job was stopped, in case nobody told it. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** Time for another gateway to see a job that this one cannot run. */
    private static final Duration ELSEWHERE = Duration.ofSeconds(2);

    /** For jobs without a limit of their own. */
    private static final Duration LONGEST = Duration.ofDays(20);

    private final QueryEngine engine;
    private final SpoolArea spool;
    private final Uploads uploads;
    private final Function<String, Subject> users;
    private final QueryMeter meter;
    private final ResultFiles files;
    private final Supplier<String> gateway;

    /**
     * Jobs of an engine.
     *
     * @param spool where formats that need to know their length first keep their rows meanwhile
     * @param uploads makes tables of what comes with them
     * @param users who the user of a name is now; throws an {@code AuthorizationFault} if he may not do anything any more
     * @param meter counts what they use
     * @param files takes results that are to go into files of users
     * @param gateway URL under which clients find it, without trailing slash
     */
    public QueryJobs(
            QueryEngine engine,
            SpoolArea spool,
            Uploads uploads,
            Function<String, Subject> users,
            QueryMeter meter,
            ResultFiles files,
            Supplier<String> gateway) {
        this.engine = engine;
        this.gateway = gateway;
        this.files = files;
        this.spool = spool;
        this.uploads = uploads;
        this.users = users;
        this.meter = meter;
    }

    @Override
    public void execute(JobExecution execution) throws NotNowException, IOException, InterruptedException {
        DaliParameters parameters =
                DaliParameters.of(JobParameter.map(execution.job().parameters()));
        ResponseFormat format = ResponseFormat.negotiate(parameters.tapResponseFormat(), Optional.empty());
        QueryRequest request = QueryRequest.of(parameters);
        requireFiles(request);
        JobOwner owner = execution.job().owner();
        Client client = new Client(owner.knownAddress(), subject(owner));
        Optional<Destination> destination = files.destination(
                request, () -> subject(owner), Optional.of(execution.job().id().text()));
        if (destination.isPresent() && destination.get().isDone()) {
            execution.reference(RESULT, destination.get().path());
            return;
        }
        try (UploadedTables tables = open(request, client, execution)) {
            PreparedQuery prepared = prepare(request, client, tables);
            // What is used up today is not waited for: the job fails, and says why.
            QueryBill bill = prepared.columnsOnly()
                    ? QueryBill.NONE
                    : meter.open(client.spender(), prepared.document().maxrec());
            try (RowStream rows = begin(prepared, terms(client, execution).on(bill), tables)) {
                if (destination.isPresent()) {
                    store(rows, prepared, format, destination.get(), execution, bill);
                } else {
                    write(rows, prepared, format, execution, bill);
                }
            }
        } catch (RowStreamException e) {
            throw e.fault();
        }
    }

    /** A job that needs files of users is left to a gateway that has them: this one may be beside it. */
    private void requireFiles(QueryRequest request) throws NotNowException {
        boolean needed = request.destination().isPresent() || Uploads.nameUserFiles(request.uploads());
        if (needed && !files.files().areThere()) {
            throw new NotNowException("this gateway has no workspaces", ELSEWHERE);
        }
    }

    private Subject subject(JobOwner owner) {
        return owner.user().map(users).orElse(Subject.ANONYMOUS);
    }

    private UploadedTables open(QueryRequest request, Client client, JobExecution execution)
            throws NotNowException, IOException {
        try {
            return uploads.open(
                    request.uploads(),
                    SentParts.ofJob(execution.uploads()),
                    client.subject(),
                    new GuardedFetch.OnBehalf(client.spender().limitedAccount(), execution.stop()));
        } catch (TransientFault e) {
            throw new NotNowException(e.message(), e.retryAfter());
        }
    }

    private PreparedQuery prepare(QueryRequest request, Client client, UploadedTables tables) throws NotNowException {
        try {
            return PreparedQuery.of(
                    engine, request, client, tables, engine.limits().async(), gateway.get());
        } catch (TransientFault e) {
            throw new NotNowException(e.message(), e.retryAfter());
        }
    }

    /** Starts the query, or says that now is not the time. */
    private RowStream begin(PreparedQuery prepared, Execution terms, UploadedTables tables)
            throws NotNowException, RowStreamException, InterruptedException {
        try {
            return prepared.columnsOnly() ? prepared.noRows() : engine.run(prepared.query(), terms, tables);
        } catch (TransientFault e) {
            throw new NotNowException(e.message(), e.retryAfter());
        }
    }

    private static Execution terms(Client client, JobExecution execution) {
        return Execution.job(
                client,
                execution.stop(),
                time(execution.timeLimit()),
                execution.job().id().toString(),
                () -> turnHeavy(execution));
    }

    private static void turnHeavy(JobExecution execution) {
        if (!execution.turnHeavy()) {
            throw new TransientFault("there is no place for another heavy job", Duration.ZERO);
        }
    }

    private static Duration time(Duration limit) {
        return limit.isZero() || limit.compareTo(LONGEST) > 0 ? LONGEST : limit.plus(MARGIN);
    }

    private void write(
            RowStream rows, PreparedQuery prepared, ResponseFormat format, JobExecution execution, QueryBill bill)
            throws IOException {
        try (OutputStream out =
                new BilledOutput(execution.result(RESULT, format.contentType(), Documents.fileName(format)), bill)) {
            TableOutcome outcome = format.writer(spool).write(new Counted(rows, execution), prepared.document(), out);
            if (outcome instanceof TableOutcome.Failed failed) {
                throw failed.cause();
            }
            execution.rows(outcome.rows());
            execution.status(outcome instanceof TableOutcome.Overflow ? "OVERFLOW" : "OK");
            // The database need not wait for the disk.
            rows.close();
        }
    }

    private void store(
            RowStream rows,
            PreparedQuery prepared,
            ResponseFormat format,
            Destination destination,
            JobExecution execution,
            QueryBill bill)
            throws IOException {
        ResultFiles.Stored stored =
                files.write(new Counted(rows, execution), prepared.document(), format, destination, bill);
        execution.rows(stored.outcome().rows());
        execution.moved(stored.bytes());
        execution.status(stored.status());
        execution.reference(RESULT, destination.path());
    }

    /** Rows that are counted as they pass. */
    private static final class Counted extends ForwardingRowStream {

        private final RowStream rows;
        private final JobExecution execution;
        private long count;

        Counted(RowStream rows, JobExecution execution) {
            super(rows);
            this.rows = rows;
            this.execution = execution;
        }

        @Override
        public boolean advance() throws IOException {
            boolean more = rows.advance();
            if (more) {
                count++;
                execution.rows(count);
            }
            return more;
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
