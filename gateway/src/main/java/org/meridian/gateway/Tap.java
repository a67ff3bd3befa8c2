// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.meridian.core.auth.Policy;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.db.Database;
import org.meridian.core.db.DatabaseHealth;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.place.UserFiles;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.Usage;
import org.meridian.core.uws.InputLimits;
import org.meridian.core.uws.rest.JobsResource;
import org.meridian.core.uws.run.JobTiming;
import org.meridian.core.uws.run.Jobs;
import org.meridian.sia.obscore.ObservationLinks;
import org.meridian.tap.adql.IvoaFunctions;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.query.PublishedSchema;
import org.meridian.tap.query.PublishedTables;
import org.meridian.tap.query.QueryEngine;
import org.meridian.tap.query.QueryLoad;
import org.meridian.tap.query.QueryMeter;
import org.meridian.tap.query.SchemaCache;
import org.meridian.tap.query.SesameResolver;
import org.meridian.tap.query.TablePolicy;
import org.meridian.tap.rest.AsyncResource;
import org.meridian.tap.rest.QueryJobs;
import org.meridian.tap.rest.ResultFiles;
import org.meridian.tap.rest.SyncResource;
import org.meridian.tap.rest.TablesResource;
import org.meridian.tap.rest.TapResource;
import org.meridian.tap.schema.TapSchemaStore;
import org.meridian.tap.translate.PostgresEngine;
import org.meridian.tap.upload.Uploads;

/** The part of the wiring of TAP: queries, their jobs, and tables that come with them. */
final class Tap {

    /** Files that a job may have besides its tables. */
    private static final int PARAMETERS_AS_FILES = 10;

    private final Parts parts;
    private final QueryEngine engine;
    private final Uploads uploads;
    private final ResultFiles results;
    private final Jobs jobs;
    private final PublishedTables tables;

    /**
     * What it needs of the gateway.
     *
     * @param database with what is published
     * @param schema says what that is
     * @param settings of the gateway
     * @param identity who asks
     * @param meter of queries
     * @param bodies of requests and answers
     * @param files of users, from which tables are read and into which results are written
     * @param base where clients find the gateway
     * @param here URL of the gateway, as soon as it is known
     */
    record Parts(
            Database database,
            TapSchemaStore schema,
            GatewaySettings settings,
            Identity identity,
            QueryMeter meter,
            Bodies bodies,
            UserFiles files,
            BaseUrl base,
            Supplier<String> here) {}

    /**
     * Opens the pools of queries, and the jobs that were not ended; they wait for {@link #beginJobs}.
     *
     * @throws IOException if the folder of jobs cannot be had
     */
    Tap(Parts parts, Closers closers) throws IOException {
        this.parts = parts;
        GatewaySettings.Queries queries = parts.settings.queries();
        this.engine = closers.add(engine(parts));
        GatewaySettings.Uploading uploading = queries.uploads();
        GuardedFetch fetch = closers.add(new GuardedFetch(
                uploading.allowedHosts(), GuardedFetch.Limits.of(uploading.fetchTime()), GuardedFetch.Resolver.SYSTEM));
        this.uploads = new Uploads(uploading.limits(), fetch, parts.bodies.disk(), parts.files);
        this.results = new ResultFiles(parts.files, parts.bodies.spool());
        this.jobs = closers.add(openJobs());
        this.tables = new PublishedTables(engine, parts.meter);
    }

    private static QueryEngine engine(Parts parts) throws IOException {
        SchemaCache cache = new SchemaCache(parts.schema::snapshot, InstantSource.system());
        Policy policy = new TablePolicy(cache);
        GatewaySettings.Queries queries = parts.settings.queries();
        Udfs functions = IvoaFunctions.with(
                queries.nameResolver().map(address -> new SesameResolver(address, InstantSource.system())));
        return new QueryEngine(
                new QueryEngine.Parts(
                        parts.database,
                        new PublishedSchema(cache, policy),
                        new PostgresEngine(),
                        functions,
                        policy,
                        parts.identity.audit(),
                        new ObservationLinks()),
                queries.limits());
    }

    private Jobs openJobs() throws IOException {
        GatewaySettings settings = parts.settings;
        int most = settings.queries().uploads().limits().tables();
        // Parameters can be sent as files, too.
        InputLimits input =
                new InputLimits(Set.of("UPLOAD"), most, settings.web().maxRequestBytes(), most + PARAMETERS_AS_FILES);
        return Jobs.open(
                parts.database,
                new Jobs.Settings(
                        "tap",
                        settings.jobs().folder().orElse(settings.dataDir().resolve("jobs")),
                        settings.jobs().limits(),
                        input),
                new QueryJobs(
                        engine, parts.bodies.spool(), uploads, parts.identity::user, parts.meter, results, parts.here),
                JobTiming.DEFAULT);
    }

    /** What answers requests. */
    List<Object> resources(Supplier<DatabaseHealth.Status> health) throws IOException {
        GatewaySettings settings = parts.settings;
        Bodies bodies = parts.bodies;
        BaseUrl base = parts.base;
        return List.of(
                new SyncResource(engine, bodies.delivery(), bodies.forms(), uploads, parts.meter, results, base),
                new AsyncResource(
                        new JobsResource.Parts(jobs, base, "/tap/async", bodies.forms(), settings.listsJobsByAddress()),
                        parts.meter,
                        parts.files),
                new TablesResource(engine),
                new TapResource(
                        engine,
                        jobs.limits(),
                        settings.queries().uploads().limits(),
                        health,
                        base,
                        SecurityMethod.Access.of(!settings.access().signInFor().contains("tap")),
                        Instant.now()));
    }

    /** Tables for the other services. */
    PublishedTables tables() {
        return tables;
    }

    /** What its queries make it do now. */
    QueryLoad load() {
        return engine.load();
    }

    /** What a user holds of it. */
    List<Function<Spender, List<Usage>>> held() {
        return List.of(engine::heldBy, jobs::heldBy);
    }

    /** Begins to run jobs, when clients can be answered. */
    void beginJobs() {
        jobs.begin();
    }

    /** Answers the clients that wait for jobs. */
    void letWaitingGo() {
        jobs.letWaitingGo();
    }
}
