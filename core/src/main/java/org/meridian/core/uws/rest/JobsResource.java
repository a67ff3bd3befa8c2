// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FormReader;
import org.meridian.core.usage.Spender;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.JobSummary;
import org.meridian.core.uws.Phase;
import org.meridian.core.uws.run.Jobs;
import org.meridian.core.uws.run.KeptResult;
import org.meridian.core.uws.run.Posted;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.ResponseFormat;

/**
 * The job list of a service with all that is below it (UWS 1.1, section 2.2). A service makes a subclass with its
 * {@code @Path}. Requests that cannot be met are answered by a VOTable that says why (DALI 1.1, section 4.2).
 */
public abstract class JobsResource {

    private static final String XML = "text/xml;charset=UTF-8";
    private static final String TEXT = "text/plain;charset=UTF-8";

    /** What changes has to be asked for each time. */
    private static final String NO_STORE = "no-store";

    private final Parts parts;

    /**
     * What a job list needs.
     *
     * @param jobs the jobs
     * @param base where clients find the gateway
     * @param path of the list below it, such as {@code /tap/async}
     * @param forms reads bodies of requests
     * @param listByAddress whether an anonymous client sees the jobs created anonymously from its address in the list:
     *     right where an address is one client's
     */
    public record Parts(Jobs jobs, BaseUrl base, String path, FormReader forms, boolean listByAddress) {}

    /** A job list. */
    protected JobsResource(Parts parts) {
        this.parts = parts;
    }

    /** The document at {@code error} of a job that failed; a service may choose another format. */
    protected ErrorDocument errorDocument(Job job, DaliFault fault) {
        return ErrorDocument.of(fault, ResponseFormat.votable(), List.of());
    }

    /**
     * Asks whether somebody may have a job run now; a service may refuse.
     *
     * @throws DaliFault with the reason
     */
    protected void admit(Spender who) {
        // Whoever may create a job may have it run.
    }

    private void admit(ContainerRequestContext request) {
        admit(Spender.of(Caller.subject(request), Caller.address(request)));
    }

    /** The job list (section 2.2.2.1). */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        return answer(() -> {
            permitReading(request);
            JobForm form = JobForm.ofQuery(request);
            // A script of another site must not learn the jobs of whoever looks at that site.
            boolean foreign = request.getHeaderString("Origin") != null;
            JobOwner who = who(request);
            boolean shown = who.user().isPresent() || parts.listByAddress && !foreign;
            return xml(documents(request).jobs(shown ? parts.jobs.list(who, form.filter()) : none(form)));
        });
    }

    /** An empty list, of a filter that is in order. */
    private static List<JobSummary> none(JobForm form) {
        form.filter();
        return List.of();
    }

    /** Creates a job (section 2.2.3.1). */
    @POST
    public Response create(@Context ContainerRequestContext request) {
        return answer(() -> {
            permit(request);
            try (JobForm form = creation(request)) {
                if (form.order().equals(Optional.of(Jobs.Order.ABORT))) {
                    throw new UsageFault("there is no job yet to abort: PHASE must be RUN, or left out");
                }
                boolean run = form.order().isPresent();
                Posted posted = form.posted();
                permit(Caller.subject(request), posted.parameters());
                Jobs.NewJob job = new Jobs.NewJob(
                        JobId.random(),
                        who(request),
                        posted,
                        new Jobs.Wishes(run, form.execution(), form.destruction()));
                if (run) {
                    admit(request);
                }
                return seeOther(documents(request).url(parts.jobs.create(job)));
            }
        });
    }

    /** A job, at once or when it changes (sections 2.2.2.2 and 2.2.1.2). */
    @GET
    @Path("{id}")
    public Response job(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return answer(() -> {
            permitReading(request);
            JobForm form = JobForm.ofQuery(request);
            Job job = await(form, id(id), request);
            return xml(documents(request).job(job, parts.jobs.quote(job)));
        });
    }

    private Job await(JobForm form, JobId id, ContainerRequestContext request) {
        ClientWatch watch =
                request.getProperty(ClientWatch.PROPERTY) instanceof ClientWatch client ? client : ClientWatch.NONE;
        Duration time = form.waits();
        if (time.isZero()) {
            return parts.jobs.find(id, who(request));
        }
        try {
            return parts.jobs.await(id, who(request), form.seen(), time, watch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFault("the service is being stopped", Duration.ofSeconds(10));
        }
    }

    /** Takes more parameters (section 2.1.11), or ACTION=DELETE. */
    @POST
    @Path("{id}")
    public Response post(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return answer(() -> {
            permit(request);
            Job job = parts.jobs.find(id(id), who(request));
            try (JobForm form = body(request)) {
                if (form.deletes()) {
                    return delete(job.id(), request);
                }
                change(job, form, request);
                return seeOther(documents(request).url(job));
            }
        });
    }

    /** Destroys it (section 2.2.3.2). */
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return answer(() -> {
            permit(request);
            return delete(id(id), request);
        });
    }

    private Response delete(JobId id, ContainerRequestContext request) {
        parts.jobs.delete(id, who(request));
        return seeOther(documents(request).list());
    }

    /** One of the objects of a job (section 2.2.1). */
    @GET
    @Path("{id}/{part}")
    public Response part(
            @PathParam("id") String id, @PathParam("part") String part, @Context ContainerRequestContext request) {
        return answer(() -> {
            permitReading(request);
            Job job = parts.jobs.find(id(id), who(request));
            return switch (part) {
                case "phase" -> text(job.phase().name());
                case "executionduration" ->
                    text(Long.toString(job.times().executionDuration().toSeconds()));
                case "destruction" -> text(Instants.format(job.times().destruction()));
                case "quote" -> text(parts.jobs.quote(job).map(Instants::format).orElse(""));
                case "owner" -> text(job.owner().user().orElse(""));
                case "parameters" -> xml(documents(request).parameters(job));
                case "results" -> xml(documents(request).results(job));
                case "error" -> error(job);
                default -> throw noSuch(part);
            };
        });
    }

    /** Changes one of the objects of a job (sections 2.2.3.3 to 2.2.3.6). */
    @POST
    @Path("{id}/{part}")
    public Response change(
            @PathParam("id") String id, @PathParam("part") String part, @Context ContainerRequestContext request) {
        return answer(() -> {
            permit(request);
            Job job = parts.jobs.find(id(id), who(request));
            try (JobForm form = body(request)) {
                if (!isComplete(part, form)) {
                    throw new UsageFault("parameter " + part.toUpperCase(java.util.Locale.ROOT) + " is missing");
                }
                change(job, form, request);
                return seeOther(documents(request).url(job));
            }
        });
    }

    private static boolean isComplete(String part, JobForm form) {
        return switch (part) {
            case "phase" -> form.order().isPresent();
            case "executionduration" -> form.execution().isPresent();
            case "destruction" -> form.destruction().isPresent();
            case "parameters" -> true;
            case "quote", "owner", "results", "error" -> throw new NotAllowedException("GET");
            default -> throw noSuch(part);
        };
    }

    private void change(Job job, JobForm form, ContainerRequestContext request) {
        Jobs.Change change = form.change();
        permit(Caller.subject(request), change.posted().parameters());
        if (change.order().equals(Optional.of(Jobs.Order.RUN)) && job.phase() == Phase.PENDING) {
            admit(request);
        }
        parts.jobs.change(job.id(), who(request), change);
    }

    /** A result. */
    @GET
    @Path("{id}/results/{result}")
    public Response result(
            @PathParam("id") String id, @PathParam("result") String result, @Context ContainerRequestContext request) {
        return answer(() -> {
            permitReading(request);
            KeptResult kept = parts.jobs.result(id(id), who(request), result);
            if (kept.reference().isPresent()) {
                String uri = kept.reference().get();
                return told(kept, uri.startsWith("/") ? seeOther(url(request, uri)) : text(uri));
            }
            return told(kept, Response.ok(kept.body()).build());
        });
    }

    /** An answer that says how a result ended. */
    private static Response told(KeptResult kept, Response answer) {
        kept.status().ifPresent(status -> answer.getHeaders().putSingle("Meridian-Query-Status", status));
        return answer;
    }

    /** The value of a parameter. */
    @GET
    @Path("{id}/parameters/{name}")
    public Response parameter(
            @PathParam("id") String id, @PathParam("name") String name, @Context ContainerRequestContext request) {
        return answer(() -> {
            permitReading(request);
            return text(parts.jobs.find(id(id), who(request)).parameters().stream()
                    .filter(parameter -> parameter.name().equals(name))
                    .map(JobParameter::value)
                    .findFirst()
                    .orElseThrow(() -> noSuch(name)));
        });
    }

    /**
     * Asks whether a request may make or change jobs; a service may refuse.
     *
     * @throws DaliFault with the reason
     */
    protected void permit(ContainerRequestContext request) {
        // What a job may do is decided when it runs.
    }

    /**
     * Asks whether somebody may give these parameters to a job, which runs with all the rights of its owner; a service may refuse.
     *
     * @throws DaliFault with the reason
     */
    protected void permit(Subject who, List<JobParameter> posted) {
        // Most parameters are not about rights.
    }

    /**
     * Asks whether a request may see jobs; a service may refuse.
     *
     * @throws DaliFault with the reason
     */
    protected void permitReading(ContainerRequestContext request) {
        // Whose a job is, is looked at with each.
    }

    /** The jobs. */
    protected Jobs jobs() {
        return parts.jobs;
    }

    /**
     * What the body of a request for a new job says that is no form, where a service takes such bodies.
     *
     * @return parameters of the job; empty if the body is a form, and may be one
     * @throws DaliFault if it cannot be read
     */
    protected Optional<List<JobParameter>> document(ContainerRequestContext request) throws IOException {
        return Optional.empty();
    }

    /** What a service says of its jobs besides. */
    protected JobExtras extras() {
        return JobExtras.NONE;
    }

    /** The document in the place of an answer. */
    protected ErrorDocument refusal(DaliFault fault) {
        return ErrorDocument.of(fault, ResponseFormat.votable(), List.of());
    }

    private JobForm creation(ContainerRequestContext request) {
        try {
            Optional<List<JobParameter>> document = document(request);
            return document.isPresent() ? JobForm.ofQuery(request).with(document.get()) : body(request);
        } catch (IOException e) {
            throw new UsageFault("the body of the request did not arrive whole");
        }
    }

    private JobForm body(ContainerRequestContext request) {
        try {
            return JobForm.ofBody(request, parts.forms);
        } catch (IOException e) {
            throw new UsageFault("the body of the request did not arrive whole");
        }
    }

    private Response error(Job job) {
        DaliFault fault = job.outcome()
                .error()
                .orElseThrow(() -> new NotFoundFault("the job is " + job.phase() + " and has no error"))
                .asFault();
        // 200, whatever happened: the document has been delivered (TAP 1.1, section 3.3).
        return document(Response.ok(), errorDocument(job, fault));
    }

    /** The answer, or the document in its place. */
    protected final Response answer(Supplier<Response> request) {
        try {
            return request.get();
        } catch (DaliFault fault) {
            Response.ResponseBuilder response = Response.status(fault.httpStatus());
            if (fault instanceof TransientFault busy) {
                response.header(
                        HttpHeaders.RETRY_AFTER, Math.max(1, busy.retryAfter().toSeconds()));
            }
            return document(response, refusal(fault));
        }
    }

    private static Response document(Response.ResponseBuilder response, ErrorDocument document) {
        return response.header(HttpHeaders.CONTENT_TYPE, document.contentType())
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .entity(document.body())
                .build();
    }

    private static Response xml(String document) {
        return Response.ok(document, XML)
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .build();
    }

    private static Response text(String value) {
        return Response.ok(value, TEXT)
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .build();
    }

    private static Response seeOther(String url) {
        return Response.seeOther(URI.create(url)).build();
    }

    private JobDocuments documents(ContainerRequestContext request) {
        return new JobDocuments(url(request, ""), parts.path, extras());
    }

    private String url(ContainerRequestContext request, String path) {
        return parts.base.url(request.getUriInfo().getBaseUri(), path);
    }

    /** The id of a job in a path. */
    protected static JobId id(String id) {
        return JobId.parse(id).orElseThrow(() -> new NotFoundFault("there is no job '" + shortened(id) + "'"));
    }

    private static NotFoundFault noSuch(String part) {
        return new NotFoundFault("a job has no '" + shortened(part) + "'");
    }

    /** Who asks. */
    protected static JobOwner who(ContainerRequestContext request) {
        return JobOwner.of(Caller.subject(request), Caller.address(request));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
