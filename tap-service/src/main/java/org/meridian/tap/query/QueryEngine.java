// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Policy;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.db.CallerGroups;
import org.meridian.core.db.Database;
import org.meridian.core.db.QuerySession;
import org.meridian.core.db.copy.CopyRowStream;
import org.meridian.core.db.copy.SqlFaults;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.Incident;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.Usage;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.ServiceDescriptors;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.translate.EngineQuery;
import org.meridian.tap.translate.SqlEngine;
import org.meridian.tap.translate.TranslationException;
import org.meridian.tap.upload.UploadedTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries: text to checked query to SQL to rows, each in a read-only snapshot of its own and within the limits.
 * Thread-safe. Closing cancels what is still running.
 */
public final class QueryEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryEngine.class);
    /** Uploads up to this size, in bytes, are loaded in a moment. */
    private static final long MODEST_UPLOAD = 1 << 20;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /**
     * What an engine works with.
     *
     * @param database where the rows are
     * @param schema what is published
     * @param dialect writes the database's SQL
     * @param udfs functions that queries may call
     * @param policy who may see which rows
     * @param audit where refusals and reads of what is not public are noted
     * @param services which work on rows of results
     */
    public record Parts(
            Database database,
            PublishedSchema schema,
            SqlEngine dialect,
            Udfs udfs,
            Policy policy,
            Audit audit,
            ServiceDescriptors services) {}

    private final Parts parts;
    private final QueryLimits limits;
    private final Lanes lanes;
    private final Set<QuerySession> sessions = ConcurrentHashMap.newKeySet();
    private final ReentrantLock noting = new ReentrantLock();

    /** An engine that runs nothing yet. */
    public QueryEngine(Parts parts, QueryLimits limits) {
        this.parts = parts;
        this.limits = limits;
        this.lanes = new Lanes(limits.load());
    }

    /** The limits it keeps. */
    public QueryLimits limits() {
        return limits;
    }

    /** The functions of its own that queries may call. */
    public Udfs udfs() {
        return parts.udfs;
    }

    /** Which services work on rows of its results. */
    public ServiceDescriptors services() {
        return parts.services;
    }

    /** What is published. */
    public PublishedSchema schema() {
        return parts.schema;
    }

    /**
     * Reads an ADQL query and makes it ready to run; asks the database for nothing.
     *
     * @param adql the text
     * @param maxrec how many rows will be used; the query yields at most one more
     * @param client on whose behalf
     * @param uploads tables that it brings along; only described, not loaded
     * @throws UsageFault if the query is not valid (with line and column) or cannot be answered
     * @throws AuthorizationFault if its subject may not read a table; this is noted
     * @throws AuthenticationFault the same if nobody knows who it is
     * @throws TransientFault if the database cannot tell what is published
     */
    public PermittedQuery prepare(String adql, long maxrec, Client client, UploadedTables uploads) {
        if (adql.length() > limits.queryLength()) {
            throw new UsageFault(
                    "the query has " + adql.length() + " characters; at most " + limits.queryLength() + " are allowed");
        }
        try {
            TapSchema visible = uploads.addedTo(visibleTo(client.subject()));
            return translate(Adql.check(adql, visible, parts.udfs), maxrec, client);
        } catch (AdqlException e) {
            if (hidesFrom(client)) {
                Thread.ofVirtual().name("audit").start(() -> noteHidden(adql, client, uploads, e));
            }
            throw new UsageFault(e.describe());
        }
    }

    private boolean hidesFrom(Client client) {
        try {
            return parts.schema.hidesFrom(client.subject());
        } catch (IOException e) {
            throw databaseAway(e);
        }
    }

    /**
     * To whom a table is hidden it does not exist; that he asked for it is noted all the same. Not on his time, which would
     * tell him; one after the other, so that nobody keeps the machine busy with it.
     */
    private void noteHidden(String adql, Client client, UploadedTables uploads, AdqlException told) {
        noting.lock();
        try {
            if (!said(told).equals(fault(adql, uploads))) {
                note(
                        AuditEvent.Action.REFUSED,
                        client,
                        "query, of a table that is hidden from its user: " + told.reason());
            }
        } catch (IOException | RuntimeException e) {
            Incident.log("a query of a hidden table could not be noted", e);
        } finally {
            noting.unlock();
        }
    }

    /** What would be wrong with a query for those from whom nothing is hidden; empty if nothing. */
    private String fault(String adql, UploadedTables uploads) throws IOException {
        try {
            Adql.check(adql, uploads.addedTo(parts.schema.whole()), parts.udfs);
            return "";
        } catch (AdqlException e) {
            return said(e);
        }
    }

    /** What is wrong, without what could be meant instead: that may be hidden. */
    private static String said(AdqlException fault) {
        return fault.describe().split(";", 2)[0];
    }

    /**
     * Makes a checked query ready to run.
     *
     * @param query over tables that the subject can see
     * @param maxrec how many rows will be used; the query yields at most one more
     * @param client on whose behalf
     * @throws UsageFault if it cannot be answered
     * @throws AuthorizationFault if its subject may not read a table; this is noted
     * @throws AuthenticationFault the same if nobody knows who it is
     */
    public PermittedQuery translate(CheckedQuery query, long maxrec, Client client) {
        try {
            QueryRights rights = new QueryRights(parts.policy, parts.schema.access(), client.subject());
            return rights.permitted(parts.dialect.translate(query, rights.context(maxrec)));
        } catch (TranslationException e) {
            throw new UsageFault(java.util.Objects.requireNonNullElse(e.getMessage(), "the query cannot be answered"));
        } catch (AuthenticationFault | AuthorizationFault e) {
            note(AuditEvent.Action.REFUSED, client, "query: " + e.message());
            throw e;
        } catch (IOException e) {
            throw databaseAway(e);
        }
    }

    private void note(AuditEvent.Action action, Client client, String detail) {
        parts.audit.note(new AuditEvent(action, client.subject().name(), client.address(), detail));
    }

    /**
     * The schemas with the tables that {@code subject} is told of, whether or not he may read them.
     *
     * @throws TransientFault if the database cannot tell
     */
    public TapSchema visibleTo(Subject subject) {
        try {
            return parts.schema.visibleTo(subject);
        } catch (IOException e) {
            throw databaseAway(e);
        }
    }

    /**
     * The schemas with the tables that {@code subject} may read, or some of their rows.
     *
     * @throws TransientFault if the database cannot tell
     */
    public TapSchema readableBy(Subject subject) {
        try {
            return parts.schema.readableBy(subject);
        } catch (IOException e) {
            throw databaseAway(e);
        }
    }

    /**
     * Starts a query when there is a place for it; what is wrong with it in the eyes of the database shows with its first row.
     * Whether a query is small is known from itself or from the planner's estimate; a heavy one waits for its place without a
     * connection.
     *
     * @return the rows; the caller closes them
     * @throws TransientFault if too many queries are running or waiting, of all or of this client (429), or the database
     *     cannot be reached
     * @throws RowStreamException if the database refuses to prepare the query
     * @throws InterruptedException if the thread is interrupted while it waits for its place
     */
    public RunningQuery run(PermittedQuery query, Execution execution) throws RowStreamException, InterruptedException {
        return run(query, execution, UploadedTables.none());
    }

    /**
     * The same for a query that brings tables along, which are loaded before this returns. Large ones are work for a heavy
     * place before any estimate can be made.
     *
     * @param uploads with which {@code query} was prepared
     * @throws UsageFault if a table is too large, or cannot be stored
     */
    public RunningQuery run(PermittedQuery permitted, Execution execution, UploadedTables uploads)
            throws RowStreamException, InterruptedException {
        EngineQuery query = permitted.query();
        Held held = new Held();
        try {
            held.add(lanes.enter(execution)::close);
            boolean modest = uploads.bytes() <= MODEST_UPLOAD;
            held.add((modest ? lanes.smallPlace(execution) : heavyPlace(execution))::close);
            QuerySession session = session(permitted, execution, uploads, held);
            if (modest && !query.small() && !lanes.isSmall(estimate(query, session))) {
                held.giveLastBack();
                held.giveLastBack();
                held.add(heavyPlace(execution)::close);
                session = session(permitted, execution, uploads, held);
            }
            return run(query, session, noted(permitted, execution), execution.bill(), held);
        } catch (SQLException e) {
            held.close();
            throw SqlFaults.inWords(e);
        } catch (InterruptedException | RuntimeException e) {
            held.close();
            execution.bill().notBegun();
            throw e;
        }
    }

    private Lane.Place heavyPlace(Execution execution) throws InterruptedException {
        execution.weight().heavy();
        return lanes.heavyPlace(execution);
    }

    /** Notes a read of what is not public while the query begins; nothing is to be handed out before. */
    private Future<?> noted(PermittedQuery permitted, Execution execution) {
        if (permitted.proprietary().isEmpty()) {
            return CompletableFuture.completedFuture(permitted);
        }
        String detail = execution.reference() + ": " + String.join(", ", new TreeSet<>(permitted.proprietary()));
        FutureTask<?> task =
                new FutureTask<>(() -> note(AuditEvent.Action.PROPRIETARY_READ, execution.client(), detail), permitted);
        Thread.ofVirtual().name("audit").start(task);
        return task;
    }

    private RunningQuery run(EngineQuery query, QuerySession session, Future<?> noted, QueryBill bill, Held held)
            throws SQLException {
        long begun = System.nanoTime();
        for (String statement : query.preparation()) {
            session.execute(statement);
        }
        RowStream rows = CopyRowStream.open(session.postgres(), query.sql(), query.fields());
        return new RunningQuery(rows, session, noted, count -> {
            bill.ended(count, Duration.ofNanos(System.nanoTime() - begun));
            held.close();
        });
    }

    private static Estimate estimate(EngineQuery query, QuerySession session) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN " + query.sql())) {
            return Estimate.of(plan.next() ? plan.getString(1) : "");
        }
    }

    /** What a query holds, given back in reverse order. */
    private static final class Held {
        private final Deque<Runnable> releases = new ArrayDeque<>();

        void add(Runnable release) {
            releases.push(release);
        }

        void giveLastBack() {
            releases.pop().run();
        }

        void close() {
            while (!releases.isEmpty()) {
                giveLastBack();
            }
        }
    }

    private QuerySession session(PermittedQuery permitted, Execution execution, UploadedTables uploads, Held held)
            throws SQLException {
        EngineQuery query = permitted.query();
        QuerySession session = session(access(query, uploads), permitted.groups(), execution, held);
        if (!uploads.isEmpty()) {
            uploads.load(session, query.readyCells());
        }
        return session;
    }

    private QuerySession session(QuerySession.Access access, CallerGroups groups, Execution execution, Held held) {
        try {
            QuerySession session = parts.database.session(access, execution.executionTime(), groups);
            sessions.add(session);
            ClientWatch.Watch watch = execution.watch().whenGone(session::cancel);
            held.add(() -> {
                watch.close();
                session.close();
                sessions.remove(session);
            });
            return session;
        } catch (SQLTransientConnectionException e) {
            throw tooBusy();
        } catch (SQLException e) {
            throw databaseAway(e);
        }
    }

    private static QuerySession.Access access(EngineQuery query, UploadedTables uploads) {
        if (!uploads.isEmpty()) {
            return QuerySession.Access.UPLOAD;
        }
        return query.preparation().isEmpty() ? QuerySession.Access.ONE_STATEMENT : QuerySession.Access.READ_ONLY;
    }

    /** How many queries of a client run or wait here now, jobs aside, and how many may. */
    public List<Usage> heldBy(Spender who) {
        return List.of(lanes.usage(who));
    }

    /** What it has to do now. */
    public QueryLoad load() {
        return lanes.load();
    }

    private static DaliFault databaseAway(Exception cause) {
        LOG.warn("the database cannot be reached: {}", cause.toString());
        return new TransientFault("the database cannot be reached; try again later", RETRY_AFTER);
    }

    private static DaliFault tooBusy() {
        return new TransientFault("too many queries are running; try again later", RETRY_AFTER);
    }

    /** Cancels every query that is running. */
    @Override
    public void close() {
        lanes.close();
        sessions.forEach(QuerySession::cancel);
    }
}
