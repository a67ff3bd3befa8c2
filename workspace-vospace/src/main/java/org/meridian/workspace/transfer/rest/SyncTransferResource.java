// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.FormRequest;
import org.meridian.core.http.RequestParameters;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobId;
import org.meridian.core.uws.JobOwner;
import org.meridian.core.uws.run.Jobs;
import org.meridian.core.uws.run.Posted;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.Requests;
import org.meridian.workspace.transfer.Negotiation;
import org.meridian.workspace.transfer.Transfer;
import org.meridian.workspace.transfer.Transfer.Protocol;
import org.meridian.workspace.transfer.TransferDocument;
import org.meridian.workspace.transfer.TransferJobs;

/**
 * Transfers that are begun at once (VOSpace 2.1, sections 3.6.2 and 6.4): of a document a job is made, and the answer points to
 * what it has come to; parameters are answered directly. Thread-safe.
 */
@Path("vospace/synctrans")
public final class SyncTransferResource {

    /** How long a client waits for a job that has not much to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Jobs jobs;
    private final Negotiation negotiation;
    private final FormReader forms;
    private final BaseUrl base;

    /**
     * The transfers of a space.
     *
     * @param jobs the same as of {@link TransfersResource}
     * @param transfers does them
     * @param forms reads bodies of requests
     * @param base where clients find the gateway
     */
    public SyncTransferResource(Jobs jobs, TransferJobs transfers, FormReader forms, BaseUrl base) {
        this.jobs = jobs;
        this.negotiation = transfers.negotiation();
        this.forms = forms;
        this.base = base;
    }

    /** A transfer by parameters in the URL. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            String query = request.getUriInfo().getRequestUri().getRawQuery();
            return byParameters(request, RequestParameters.ofQuery(Optional.ofNullable(query)));
        });
    }

    /** A transfer by a document, or by parameters. */
    @POST
    public Response post(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            if (NodeJobsResource.isXml(request)) {
                return byDocument(request, TransferDocument.read(request.getEntityStream()));
            }
            String query = request.getUriInfo().getRequestUri().getRawQuery();
            try (FormRequest form = forms.read(
                    Optional.empty(),
                    Optional.ofNullable(query),
                    Optional.ofNullable(request.getHeaderString("Content-Type")),
                    Optional.ofNullable(request.getHeaderString("Content-Encoding")),
                    request.getEntityStream())) {
                return byParameters(request, form.parameters());
            }
        });
    }

    private Response byDocument(ContainerRequestContext request, Transfer transfer) throws IOException {
        requireScope(Caller.subject(request), transfer);
        JobOwner owner = JobOwner.of(Caller.subject(request), Caller.address(request));
        Job job = jobs.create(new Jobs.NewJob(
                JobId.random(),
                owner,
                Posted.of(TransfersResource.parameters(transfer)),
                new Jobs.Wishes(true, Optional.empty(), Optional.empty())));
        await(job.id(), owner);
        String url = base.url(request.getUriInfo().getBaseUri(), TransfersResource.PATH) + "/" + job.id();
        String what = transfer.isByClient() ? "/results/" + TransferJobs.DETAILS : "";
        return Response.seeOther(URI.create(url + what)).build();
    }

    private void await(JobId id, JobOwner owner) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            Job job = jobs.find(id, owner);
            while (job.phase().isActive() && System.nanoTime() < end) {
                job = jobs.await(
                        id,
                        owner,
                        Optional.of(job.phase()),
                        Duration.ofNanos(end - System.nanoTime()),
                        ClientWatch.NONE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFault("the service is being stopped", Duration.ofSeconds(10));
        }
    }

    private static void requireScope(Subject subject, Transfer transfer) {
        Scope scope = transfer.kind() == Transfer.Kind.PULL_FROM ? Scope.VOSPACE_READ : Scope.VOSPACE_WRITE;
        if (subject.isAnonymous() && scope == Scope.VOSPACE_WRITE) {
            throw new VospaceFault(Name.PermissionDenied, "whoever has not signed in can fetch files, and no more");
        }
        if (!subject.isAnonymous() && !subject.scopes().contains(scope)) {
            throw new VospaceFault(
                    Name.PermissionDenied,
                    "the token is not good for this transfer: it lacks the scope '" + scope.text()
                            + "'; make one that has it at /auth/tokens");
        }
    }

    private Response byParameters(ContainerRequestContext request, Map<String, List<String>> all) throws IOException {
        Subject subject = Caller.subject(request);
        Transfer transfer = transfer(all);
        if (!transfer.isByClient()) {
            throw invalid("by parameters, DIRECTION is pushToVoSpace or pullFromVoSpace");
        }
        requireScope(subject, transfer);
        negotiation.check(subject, transfer);
        Transfer details = negotiation.details(subject.name(), transfer, TransfersResource.service(base, request));
        boolean redirect = single(all, "REQUEST").filter("redirect"::equals).isPresent();
        if (!redirect) {
            return TransfersResource.document(details);
        }
        if (transfer.kind() != Transfer.Kind.PULL_FROM) {
            throw invalid("REQUEST=redirect goes with DIRECTION=pullFromVoSpace alone");
        }
        String endpoint = details.protocols().getFirst().endpoint().orElseThrow();
        return Response.seeOther(URI.create(endpoint)).build();
    }

    private static Transfer transfer(Map<String, List<String>> all) {
        Protocol protocol = new Protocol(
                required(all, "PROTOCOL"),
                Optional.empty(),
                single(all, "SECURITYMETHOD").stream().toList());
        return new Transfer(
                required(all, "TARGET"),
                required(all, "DIRECTION"),
                single(all, "VIEW"),
                List.of(protocol),
                Optional.empty(),
                Map.of());
    }

    private static String required(Map<String, List<String>> all, String name) {
        return single(all, name)
                .orElseThrow(() -> invalid("the parameter " + name + " is missing; the space is a VOSpace 2.1, and this"
                        + " is its section 3.6.2"));
    }

    private static Optional<String> single(Map<String, List<String>> all, String name) {
        List<String> values = all.entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .flatMap(each -> each.getValue().stream())
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
        if (values.size() > 1) {
            throw invalid("the parameter " + name + " comes " + values.size() + " times; it comes once");
        }
        return values.stream().findFirst();
    }

    private static VospaceFault invalid(String message) {
        return new VospaceFault(Name.InvalidArgument, message);
    }
}
