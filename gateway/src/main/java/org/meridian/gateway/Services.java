// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.meridian.core.auth.openid.OpenId;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.db.Database;
import org.meridian.core.db.DatabaseHealth;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.usage.AuditedMeter;
import org.meridian.core.usage.UsageReport;
import org.meridian.core.usage.WorkPlaces;
import org.meridian.gateway.rest.AnswerHeaders;
import org.meridian.gateway.rest.Faults;
import org.meridian.gateway.rest.FileAnswers;
import org.meridian.gateway.rest.HealthResource;
import org.meridian.gateway.rest.PortalResource;
import org.meridian.gateway.rest.Site;
import org.meridian.gateway.web.WebApplication;
import org.meridian.sia.rest.LinksResource;
import org.meridian.sia.rest.SearchAnswers;
import org.meridian.sia.sia.SearchLimits;
import org.meridian.tap.query.AnswerLimits;
import org.meridian.tap.query.QueryLoad;
import org.meridian.tap.query.QueryMeter;
import org.meridian.tap.schema.TapSchemaStore;
import org.meridian.tap.upload.ForeignFiles;
import org.meridian.tap.upload.UploadLimits;
import org.meridian.workspace.rest.ViewAnswers;
import org.meridian.workspace.view.Views;

/** All services of the gateway, wired together. They answer as soon as their resources are served. */
final class Services {

    private static final WorkPlaces.Limits VIEWS = new WorkPlaces.Limits("views", 4, 2, Duration.ofSeconds(10));
    /** How long beyond its execution time a search may take to say that it failed. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** Of files of the archive that are read as tables to be pictured. */
    private static final UploadLimits PICTURED = new UploadLimits(1, Long.MAX_VALUE, 1L << 30, 1L << 30);

    private static final long PICTURED_BYTES = 4L << 30;

    private final GatewaySettings settings;
    private final Database database;
    private final BaseUrl base;
    private final Bodies bodies;
    private final Site site;
    private final Identity identity;
    private final Metering metering;
    private final AccessRequests requests;
    private final OpenId openId;
    private final Workspaces workspaces;
    private final Tap tap;
    private final Observations observations;
    private final Community community;
    private final Supplier<DatabaseHealth.Status> health;

    /**
     * Opens them.
     *
     * @param schema what is published
     * @param here URL of the gateway, as soon as it is known
     * @param health whether the gateway is available
     * @param closers end them, in reverse order
     * @throws IOException if a folder cannot be had
     */
    Services(
            GatewaySettings settings,
            Database database,
            TapSchemaStore schema,
            Supplier<String> here,
            Supplier<DatabaseHealth.Status> health,
            Closers closers)
            throws IOException {
        this.settings = settings;
        this.database = database;
        this.health = health;
        this.base = new BaseUrl(settings.web().publicBaseUrl());
        AuditUpkeep audit = closers.add(new AuditUpkeep(
                new AuditStore(database.owner()), settings.access().auditKept()));
        this.identity = Identity.of(database, audit.log());
        this.metering = closers.add(Metering.begin(database, settings.usage()));
        this.bodies = Bodies.open(settings, closers);
        this.site = new Site(base, bodies.smallForms());
        // Closed after the jobs, which read and write its files.
        this.workspaces = closers.add(workspaces());
        this.requests = identity.requests(database, settings.requests());
        this.openId = closers.add(identity.openId(database, settings.access(), requests));
        QueryMeter meter = new QueryMeter(new AuditedMeter(metering.meter(), identity.audit()));
        this.tap = new Tap(
                new Tap.Parts(database, schema, settings, identity, meter, bodies, workspaces.files(), base, here),
                closers);
        this.community = closers.add(new Community(database, identity, requests, metering, settings));
        this.observations = closers.add(observations());
    }

    private Workspaces workspaces() throws IOException {
        long unpacked = settings.queries().uploads().limits().unpackedBytes();
        // No database has to take the rows of files that are looked at.
        UploadLimits viewed = new UploadLimits(1, Long.MAX_VALUE, unpacked, unpacked);
        return Workspaces.open(new Workspaces.Parts(
                database,
                settings,
                base,
                identity::user,
                bodies.smallForms(),
                identity.audit(),
                new ViewAnswers.Making(
                        new Views(new ForeignFiles(viewed, bodies.disk())), bodies.delivery(), bodies.spool(), VIEWS)));
    }

    private Observations observations() throws IOException {
        return new Observations(new Observations.Parts(
                database,
                tap.tables(),
                identity.audit(),
                !settings.access().signInFor().contains("sia"),
                health,
                new LinksResource.Parts(bodies.forms(), bodies.spool(), base),
                new ForeignFiles(
                        PICTURED, TemporaryFiles.open(settings.dataDir().resolve("pictured"), PICTURED_BYTES)),
                settings.dataDir(),
                searches(),
                new Observations.Cutting(
                        settings.jobs().limits(), identity::user, settings.listsJobsByAddress(), workspaces.files()),
                new Observations.Pages(
                        site, settings.access().signInFor().stream().noneMatch(Set.of("sia", "tap")::contains))));
    }

    private Observations.Searches searches() {
        AnswerLimits limits = settings.queries().limits().sync();
        return new Observations.Searches(
                tap.tables(),
                new SearchLimits(limits.defaultMaxrec(), limits.hardMaxrec(), limits.maxBytes()),
                new SearchAnswers(
                        bodies.smallForms(),
                        bodies.delivery(),
                        bodies.spool(),
                        base,
                        limits.executionTime().plus(MARGIN)));
    }

    /** What is served. */
    WebApplication application() throws IOException {
        UsageReport report = new UsageReport(metering.meter(), tap.held());
        List<Object> resources =
                new ArrayList<>(identity.resources(site, openId, report, requests, community.sections()));
        resources.addAll(community.resources(site, report));
        resources.addAll(workspaces.resources());
        resources.addAll(observations.resources());
        resources.addAll(tap.resources(health));
        resources.addAll(List.of(new HealthResource(database.health()), new PortalResource()));
        return new WebApplication(
                resources,
                List.of(
                        identity.filter(base, settings.access(), openId),
                        new Faults(),
                        new AnswerHeaders(),
                        new FileAnswers()));
    }

    /** What queries make it do now. */
    QueryLoad load() {
        return tap.load();
    }

    /** Begins to run jobs, when clients can be answered. */
    void beginJobs() {
        tap.beginJobs();
        workspaces.beginJobs();
        observations.beginJobs();
    }

    /** Answers the clients that wait for jobs. */
    void letWaitingGo() {
        observations.letWaitingGo();
        workspaces.letWaitingGo();
        tap.letWaitingGo();
    }
}
