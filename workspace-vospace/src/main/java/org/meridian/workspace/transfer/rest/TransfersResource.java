// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.transfer.rest;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Scope;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.uws.Job;
import org.meridian.core.uws.JobParameter;
import org.meridian.core.uws.Phase;
import org.meridian.core.uws.rest.JobExtras;
import org.meridian.core.vosi.XmlDocument;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.transfer.Transfer;
import org.meridian.workspace.transfer.TransferDocument;
import org.meridian.workspace.transfer.TransferJobs;

/**
 * Transfers as jobs (VOSpace 2.1, section 6.4). OpenCADC's client (vos 3.7), when it has a password, asks for the same jobs below
 * {@code vospace/auth}, wherever it was pointed to. Thread-safe.
 */
@Path("vospace/{door: (auth/)?}transfers")
public final class TransfersResource extends NodeJobsResource {

    /** Path of the list. */
    public static final String PATH = "/vospace/transfers";

    private static final String SERVICE = "/vospace";

    private final TransferJobs transfers;
    private final BaseUrl base;

    /**
     * The transfers of a space.
     *
     * @param transfers does them
     * @param base where clients find the gateway
     */
    public TransfersResource(Parts parts, TransferJobs transfers, BaseUrl base) {
        super(parts);
        this.transfers = transfers;
        this.base = base;
    }

    @Override
    protected Optional<List<JobParameter>> document(ContainerRequestContext request) throws IOException {
        if (!isXml(request)) {
            throw new UsageFault(
                    "InvalidArgument a transfer is described by an XML document, sent as text/xml (VOSpace 2.1,"
                            + " section 3.6.1); parameters are taken at /vospace/synctrans");
        }
        try {
            return Optional.of(parameters(TransferDocument.read(request.getEntityStream())));
        } catch (VospaceFault fault) {
            throw new UsageFault(fault.text());
        }
    }

    /**
     * What a job is given to do a transfer.
     *
     * @throws VospaceFault InvalidArgument if it is none
     */
    static List<JobParameter> parameters(Transfer transfer) {
        transfer.kind();
        List<JobParameter> parameters = new ArrayList<>();
        parameters.add(new JobParameter(TransferJobs.TRANSFER, TransferDocument.of(transfer)));
        if (Transfer.isAuto(transfer.target()) || Transfer.isAuto(transfer.direction())) {
            parameters.add(new JobParameter(TransferJobs.NAME, NodePath.freeName()));
        }
        return parameters;
    }

    @Override
    protected JobExtras extras() {
        return new JobExtras() {
            @Override
            public boolean hasInfo(Job job) {
                return transfer(job).isPresent();
            }

            @Override
            public void info(XmlDocument xml, Job job) {
                transfer(job).ifPresent(each -> TransferDocument.write(xml, each));
            }
        };
    }

    private static Optional<Transfer> transfer(Job job) {
        try {
            return parameter(job, TransferJobs.TRANSFER).map(TransferDocument::read);
        } catch (VospaceFault fault) {
            // Posted to the job afterwards; it will say so when it runs.
            return Optional.empty();
        }
    }

    private static Optional<String> parameter(Job job, String name) {
        return job.parameters().stream()
                .filter(each -> each.canonicalName().equals(name))
                .map(JobParameter::value)
                .findFirst();
    }

    /** The endpoints, for who asks for them: of a transfer that failed there are none (section 6.4.1). */
    @Override
    public Response result(String id, String result, ContainerRequestContext request) {
        return result.equals(TransferJobs.DETAILS) ? details(id, request) : super.result(id, result, request);
    }

    private Response details(String id, ContainerRequestContext request) {
        return answer(() -> {
            Job job = jobs().find(id(id), who(request));
            Transfer transfer = transfer(job)
                    .map(each ->
                            parameter(job, TransferJobs.NAME).map(each::named).orElse(each))
                    .filter(Transfer::isByClient)
                    .filter(each -> job.phase() == Phase.COMPLETED || job.phase() == Phase.ERROR)
                    .orElseThrow(() -> new NotFoundFault("the job is " + job.phase() + " and has no transferDetails"));
            // With an endpoint may come a ticket: as good as the right to use it.
            requireScope(request, transfer.kind() == Transfer.Kind.PUSH_TO ? Scope.VOSPACE_WRITE : Scope.VOSPACE_READ);
            Transfer details = job.phase() == Phase.ERROR
                    ? transfer.with(List.of())
                    : transfers.negotiation().details(job.owner().user(), transfer, service(base, request));
            return document(details);
        });
    }

    /** URL of the space. */
    static String service(BaseUrl base, ContainerRequestContext request) {
        return base.url(request.getUriInfo().getBaseUri(), SERVICE);
    }

    /** An answer with a description of a transfer. */
    static Response document(Transfer transfer) {
        return Response.ok(TransferDocument.of(transfer))
                .header(HttpHeaders.CONTENT_TYPE, TransferJobs.XML)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
