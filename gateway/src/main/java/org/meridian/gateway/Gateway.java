// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.meridian.core.auth.Policy;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.openid.OpenId;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.db.Database;
import org.meridian.core.db.DatabaseException;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormLimits;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.usage.AuditedMeter;
import org.meridian.core.usage.UsageReport;
import org.meridian.core.usage.WorkPlaces;
import org.meridian.core.uws.InputLimits;
import org.meridian.core.uws.rest.JobsResource;
import org.meridian.core.uws.run.JobTiming;
import org.meridian.core.uws.run.Jobs;
import org.meridian.core.votable.delivery.Delivery;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.gateway.rest.AnswerHeaders;
import org.meridian.gateway.rest.Faults;
import org.meridian.gateway.rest.FileAnswers;
import org.meridian.gateway.rest.HealthResource;
import org.meridian.gateway.rest.PortalResource;
import org.meridian.gateway.rest.Site;
import org.meridian.gateway.web.WebApplication;
import org.meridian.gateway.web.WebServer;
import org.meridian.sia.obscore.ObservationLinks;
import org.meridian.sia.rest.LinksResource;
import org.meridian.sia.rest.SearchAnswers;
import org.meridian.sia.sia.SearchLimits;
import org.meridian.sia.store.DatasetStore;
import org.meridian.sia.store.SiteStore;
import org.meridian.tap.adql.IvoaFunctions;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.query.AnswerLimits;
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
import org.meridian.tap.upload.ForeignFiles;
import org.meridian.tap.upload.UploadLimits;
import org.meridian.tap.upload.Uploads;
import org.meridian.workspace.rest.ViewAnswers;
import org.meridian.workspace.view.Views;

/**
 * A running gateway: database, services and web server, wired together. Thread-safe.
 *
 * <p>Whoever starts it closes it. {@link #close()} lets running answers finish for the shutdown grace, cancels the rest
 * and stops the database; it may be called from a shutdown hook and more than once.
 */
public final class Gateway implements AutoCloseable {

    /** Files that a job may have besides its tables. */
    private static final int PARAMETERS_AS_FILES = 10;

    private static final WorkPlaces.Limits VIEWS = new WorkPlaces.Limits("views", 4, 2, Duration.ofSeconds(10));
    /** How long beyond its execution time a search may take to say that it failed. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** Of files of the archive that are read as tables to be pictured. */
    private static final UploadLimits PICTURED = new UploadLimits(1, Long.MAX_VALUE, 1L << 30, 1L << 30);

    private static final long PICTURED_BYTES = 4L << 30;

    private final GatewaySettings settings;
    private final Database database;
    private final TapSchemaStore schema;
    private final QueryEngine engine;
    private final WebServer web;
    private final Readiness readiness;
    private final Closers closers;

    private Gateway(
            GatewaySettings settings,
            Database database,
            TapSchemaStore schema,
            QueryEngine engine,
            WebServer web,
            Readiness readiness,
            Closers closers) {
        this.settings = settings;
        this.database = database;
        this.schema = schema;
        this.engine = engine;
        this.web = web;
        this.readiness = readiness;
        this.closers = closers;
    }

    /**
     * Starts the database, brings its schema up to date and begins to listen.
     *
     * @throws IOException if the database cannot be started or reached, or the port cannot be had; the message says which
     *     and what to do
     */
    public static Gateway start(GatewaySettings settings) throws IOException {
        return start(settings, Optional.empty());
    }

    /**
     * The same.
     *
     * @param preparation what is still to be done before it counts as available, for people; {@link #ready} ends it
     * @throws IOException as above
     */
    public static Gateway start(GatewaySettings settings, Optional<String> preparation) throws IOException {
        Closers closers = new Closers();
        try {
            return start(settings, preparation, closers);
        } catch (DatabaseException e) {
            closers.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            closers.close();
            throw e;
        }
    }

    private static Gateway start(GatewaySettings settings, Optional<String> preparation, Closers closers)
            throws IOException {
        WebServer.requireFree(settings.web());
        Database database = closers.add(Database.open(settings.database()));
        database.migrate(TapSchemaStore.MIGRATIONS);
        database.migrate(DatasetStore.MIGRATIONS);
        TapSchemaStore schema = new TapSchemaStore(database.owner());
        schema.publishTapSchema(database.grants());

        SchemaCache cache = new SchemaCache(schema::snapshot, InstantSource.system());
        Policy policy = new TablePolicy(cache);
        AuditUpkeep audit = closers.add(new AuditUpkeep(
                new AuditStore(database.owner()), settings.access().auditKept()));
        Identity identity = Identity.of(database, audit.log());
        Metering metering = closers.add(Metering.begin(database, settings.usage()));
        QueryMeter meter = new QueryMeter(new AuditedMeter(metering.meter(), identity.audit()));
        // Closed after the engine, which ends what they are reading.
        ExecutorService producers = closers.add(Executors.newCachedThreadPool(
                Thread.ofPlatform().name("rows-", 0).daemon().factory()));
        QueryEngine engine = closers.add(new QueryEngine(
                new QueryEngine.Parts(
                        database,
                        new PublishedSchema(cache, policy),
                        new PostgresEngine(),
                        udfs(settings),
                        policy,
                        identity.audit(),
                        new ObservationLinks()),
                settings.queries().limits()));
        GatewaySettings.Delivery limits = settings.delivery();
        SpoolArea spool = SpoolArea.open(
                settings.dataDir().resolve("spool"),
                new SpoolArea.Limits(limits.memoryBytes(), limits.spoolBytesPerAnswer(), limits.spoolBytesTotal()));
        Delivery delivery = new Delivery(spool, producers, limits.clientTime());

        GatewaySettings.Uploading uploading = settings.queries().uploads();
        UploadLimits uploadLimits = uploading.limits();
        TemporaryFiles disk = TemporaryFiles.open(
                settings.dataDir().resolve("uploads"), uploading.totalBytes(), uploading.clientBytes());
        FormReader forms = new FormReader(
                FormLimits.files(settings.web().maxRequestBytes(), uploadLimits.fileBytes(), uploadLimits.tables()),
                disk);
        FormReader smallForms =
                new FormReader(FormLimits.parameters(settings.web().maxRequestBytes()), disk);
        GuardedFetch fetch = closers.add(new GuardedFetch(
                uploading.allowedHosts(), GuardedFetch.Limits.of(uploading.fetchTime()), GuardedFetch.Resolver.SYSTEM));
        BaseUrl base = new BaseUrl(settings.web().publicBaseUrl());
        // Closed after the jobs, which read and write its files.
        Workspaces workspaces = closers.add(Workspaces.open(new Workspaces.Parts(
                database,
                settings,
                base,
                identity::user,
                smallForms,
                identity.audit(),
                new ViewAnswers.Making(
                        new Views(new ForeignFiles(viewed(uploadLimits), disk)), delivery, spool, VIEWS))));
        Uploads uploads = new Uploads(uploadLimits, fetch, disk, workspaces.files());
        ResultFiles resultFiles = new ResultFiles(workspaces.files(), spool);
        AccessRequests requests = identity.requests(database, settings.requests());
        OpenId openId = closers.add(identity.openId(database, settings.access(), requests));
        AtomicReference<String> here = new AtomicReference<>("");
        Jobs jobs = closers.add(Jobs.open(
                database,
                new Jobs.Settings(
                        "tap",
                        settings.jobs().folder().orElse(settings.dataDir().resolve("jobs")),
                        settings.jobs().limits(),
                        // Parameters can be sent as files, too.
                        new InputLimits(
                                Set.of("UPLOAD"),
                                uploadLimits.tables(),
                                settings.web().maxRequestBytes(),
                                uploadLimits.tables() + PARAMETERS_AS_FILES)),
                new QueryJobs(engine, spool, uploads, identity::user, meter, resultFiles, here::get),
                JobTiming.DEFAULT));

        Readiness readiness = new Readiness(database.health(), InstantSource.system());
        preparation.ifPresent(readiness::preparing);
        Site site = new Site(base, smallForms);
        Community community = closers.add(new Community(database, identity, requests, metering, settings));
        UsageReport report = new UsageReport(metering.meter(), List.of(engine::heldBy, jobs::heldBy));
        List<Object> resources =
                new ArrayList<>(identity.resources(site, openId, report, requests, community.sections()));
        resources.addAll(community.resources(site, report));
        resources.addAll(workspaces.resources());
        PublishedTables published = new PublishedTables(engine, meter);
        Observations observations = closers.add(new Observations(new Observations.Parts(
                database,
                published,
                identity.audit(),
                !settings.access().signInFor().contains("sia"),
                readiness::status,
                new LinksResource.Parts(forms, spool, base),
                new ForeignFiles(
                        PICTURED, TemporaryFiles.open(settings.dataDir().resolve("pictured"), PICTURED_BYTES)),
                settings.dataDir(),
                searches(
                        settings,
                        published,
                        new SearchAnswers(
                                smallForms,
                                delivery,
                                spool,
                                base,
                                settings.queries()
                                        .limits()
                                        .sync()
                                        .executionTime()
                                        .plus(MARGIN))),
                new Observations.Cutting(
                        settings.jobs().limits(),
                        identity::user,
                        settings.jobs().listByAddress() && base.fixed().isEmpty()))));
        resources.addAll(observations.resources());
        resources.addAll(List.of(
                new SyncResource(engine, delivery, forms, uploads, meter, resultFiles, base),
                new AsyncResource(
                        new JobsResource.Parts(
                                jobs,
                                base,
                                "/tap/async",
                                forms,
                                settings.jobs().listByAddress() && base.fixed().isEmpty()),
                        meter,
                        workspaces.files()),
                new TablesResource(engine),
                new TapResource(
                        engine,
                        jobs.limits(),
                        uploadLimits,
                        readiness::status,
                        base,
                        SecurityMethod.Access.of(!settings.access().signInFor().contains("tap")),
                        Instant.now()),
                new HealthResource(database.health()),
                new PortalResource()));
        WebApplication application = new WebApplication(
                resources,
                List.of(
                        identity.filter(base, settings.access(), openId),
                        new Faults(),
                        new AnswerHeaders(),
                        new FileAnswers()));
        WebServer web = closers.add(WebServer.start(settings.web(), application));
        here.set(baseUrl(settings, web).toString());
        closers.add(jobs::letWaitingGo);
        closers.add(workspaces::letWaitingGo);
        closers.add(observations::letWaitingGo);
        // What a lost gateway left may fill the machine; those who ask for it are answered before.
        jobs.begin();
        workspaces.beginJobs();
        observations.beginJobs();
        Gateway gateway = new Gateway(settings, database, schema, engine, web, readiness, closers);
        new SiteStore(database.owner()).announce(gateway.baseUrl().toString());
        return gateway;
    }

    /** Of files that are read as tables where no database has to take their rows. */
    private static UploadLimits viewed(UploadLimits uploads) {
        return new UploadLimits(1, Long.MAX_VALUE, uploads.unpackedBytes(), uploads.unpackedBytes());
    }

    private static Observations.Searches searches(
            GatewaySettings settings, PublishedTables tables, SearchAnswers answers) {
        AnswerLimits limits = settings.queries().limits().sync();
        return new Observations.Searches(
                tables, new SearchLimits(limits.defaultMaxrec(), limits.hardMaxrec(), limits.maxBytes()), answers);
    }

    private static Udfs udfs(GatewaySettings settings) {
        return IvoaFunctions.with(
                settings.queries().nameResolver().map(address -> new SesameResolver(address, InstantSource.system())));
    }

    /** Makes an administrator's account if there is none; its password, for a single use. */
    public Optional<Secret> firstAdmin() {
        return Identity.of(database).administration("the gateway").firstAdmin();
    }

    /** Closes it when the JVM ends: running answers first, the database last. */
    public void closeAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
        database.leaveStopToCaller();
    }

    /** It counts as available from now on. */
    public void ready() {
        readiness.ready();
    }

    /** The port it listens on. */
    public int port() {
        return web.port();
    }

    /** Where clients find it: the public base URL where one is set, else host and port; without trailing slash. */
    public URI baseUrl() {
        return baseUrl(settings, web);
    }

    private static URI baseUrl(GatewaySettings settings, WebServer web) {
        return settings.web()
                .publicBaseUrl()
                .orElseGet(() ->
                        URI.create("http://" + reachableHost(settings.web().host()) + ":" + web.port()));
    }

    /** The database it works on, for programs that load tables into it; closed with the gateway. */
    public Database database() {
        return database;
    }

    /** What it publishes. */
    public TapSchemaStore schema() {
        return schema;
    }

    /** What its queries make it do now. */
    public QueryLoad load() {
        return engine.load();
    }

    /** Its folder. */
    public Path dataDir() {
        return settings.dataDir();
    }

    private static String reachableHost(String host) {
        boolean every = host.equals("0.0.0.0") || host.equals("::");
        if (every) {
            return "localhost";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    @Override
    public void close() {
        closers.close();
    }

    /** What has been started, to be closed in reverse order, once. */
    private static final class Closers implements AutoCloseable {

        private final Deque<AutoCloseable> open = new ArrayDeque<>();

        <T extends AutoCloseable> T add(T part) {
            open.push(part);
            return part;
        }

        @Override
        public synchronized void close() {
            while (!open.isEmpty()) {
                AutoCloseable part = open.pop();
                try {
                    part.close();
                } catch (Exception e) {
                    org.slf4j.LoggerFactory.getLogger(Gateway.class).warn("{} did not close cleanly", part, e);
                }
            }
        }
    }
}
