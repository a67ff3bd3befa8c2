// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.ExamplesDocument;
import org.meridian.core.db.DatabaseHealth;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.uws.JobLimits;
import org.meridian.core.vosi.Availability;
import org.meridian.core.vosi.Capability;
import org.meridian.tap.query.QueryEngine;
import org.meridian.tap.upload.UploadLimits;

/** The TAP service as a whole (TAP 1.1, section 2): what it is, what it can do, whether it can do it now, examples. */
@Path("tap")
public final class TapResource {

    private static final String XML = "text/xml;charset=UTF-8";

    private final QueryEngine engine;
    private final JobLimits jobs;
    private final UploadLimits uploads;
    private final Supplier<DatabaseHealth.Status> health;
    private final BaseUrl base;
    private final SecurityMethod.Access security;
    private final AtomicReference<Stated> stated;

    /**
     * The service over an engine.
     *
     * @param jobs what asynchronous queries may use
     * @param uploads what tables queries may bring along
     * @param health whether queries can be answered now
     * @param base where clients find the gateway
     * @param security who is answered, as capabilities say it
     * @param startedAt when the service came up: its capabilities are constant from then on, until another data model is published
     */
    public TapResource(
            QueryEngine engine,
            JobLimits jobs,
            UploadLimits uploads,
            Supplier<DatabaseHealth.Status> health,
            BaseUrl base,
            SecurityMethod.Access security,
            Instant startedAt) {
        this.engine = engine;
        this.jobs = jobs;
        this.uploads = uploads;
        this.health = health;
        this.base = base;
        this.security = security;
        this.stated = new AtomicReference<>(new Stated(List.of(), startedAt.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** A page for people. */
    @GET
    public Response page(@Context UriInfo uri) {
        return vary(Response.ok(ServicePage.of(url(uri, "/tap"), url(uri, "/")), "text/html;charset=UTF-8"))
                .build();
    }

    /** What the service can do (VOSI 1.1, section 3.1); conditional requests are honoured. */
    @GET
    @Path("capabilities")
    public Response capabilities(@Context UriInfo uri, @Context Request request) {
        Stated stated = stated();
        Date modified = Date.from(stated.since());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(modified);
        if (unchanged != null) {
            return vary(unchanged).build();
        }
        TableAccess access = new TableAccess(engine.limits(), jobs, uploads, engine.udfs(), stated.models());
        return vary(Response.ok(Capability.toXml(TapCapabilities.of(url(uri, "/tap"), access, security)), XML))
                .lastModified(modified)
                .build();
    }

    /** The data models, and since when it is these. */
    private record Stated(List<DataModel> models, Instant since) {}

    /** Without the database what was last known. */
    private Stated stated() {
        List<DataModel> models;
        try {
            models = DataModel.in(engine.visibleTo(Subject.ANONYMOUS));
        } catch (TransientFault databaseAway) {
            return stated.get();
        }
        return stated.updateAndGet(last -> last.models().equals(models)
                ? last
                : new Stated(models, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Whether queries can be answered now (VOSI 1.1, section 3.2): the database is asked. */
    @GET
    @Path("availability")
    public Response availability() {
        DatabaseHealth.Status status = health.get();
        Availability availability = new Availability(
                status.available(),
                status.available() ? Optional.of(status.upSince()) : Optional.empty(),
                status.message().stream().toList());
        return Response.ok(availability.toXml(), XML)
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Queries that run on the published tables (TAP 1.1, section 2.6). */
    @GET
    @Path("examples")
    public Response examples(@Context ContainerRequestContext request) throws IOException {
        List<ExamplesDocument.Example> examples = ExampleQueries.of(engine.readableBy(Caller.subject(request)));
        String document = new ExamplesDocument("Example queries", examples).toXhtml();
        return Response.ok(document, ExamplesDocument.CONTENT_TYPE).build();
    }

    /** Says to caches that an answer holds the URL under which the client knows the gateway. */
    private Response.ResponseBuilder vary(Response.ResponseBuilder answer) {
        return base.fixed().isPresent() ? answer : answer.header(HttpHeaders.VARY, HttpHeaders.HOST);
    }

    private String url(UriInfo uri, String path) {
        return base.url(uri.getBaseUri(), path);
    }
}
