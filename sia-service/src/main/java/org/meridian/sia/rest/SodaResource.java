// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.Incident;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;
import org.meridian.sia.soda.CutoutBundle;
import org.meridian.sia.soda.CutoutFormat;
import org.meridian.sia.soda.CutoutLimits;
import org.meridian.sia.soda.CutoutProduct;
import org.meridian.sia.soda.CutoutRequest;
import org.meridian.sia.soda.Cutouts;
import org.meridian.sia.soda.Cutouts.Terms;
import org.meridian.sia.soda.Patience;
import org.meridian.sia.soda.SodaError;

/** Cutouts that a client waits for (SODA 1.0, sections 2.1 and 5), by GET and POST, and what the service says of itself. Thread-safe. */
@Path("soda")
public final class SodaResource {

    private static final String SYNC = "ivo://ivoa.net/std/SODA#sync-1.0";
    private static final String ASYNC = "ivo://ivoa.net/std/SODA#async-1.0";

    private final Cutouts cutouts;
    private final FormReader forms;
    private final BaseUrl base;
    private final ServiceStatus status;

    /**
     * A service for {@code cutouts}.
     *
     * @param forms reads bodies of requests
     * @param base where clients find the gateway
     */
    public SodaResource(Cutouts cutouts, FormReader forms, BaseUrl base, ServiceStatus status) {
        this.cutouts = cutouts;
        this.forms = forms;
        this.base = base;
        this.status = status;
    }

    /** What the parameters in the URL ask for. */
    @GET
    @Path("sync")
    public Response get(@Context ContainerRequestContext request) {
        return answer(request);
    }

    /** What the parameters in the body, or the URL, ask for. */
    @POST
    @Path("sync")
    public Response post(@Context ContainerRequestContext request) {
        return answer(request);
    }

    /** What the service can do (section 2.5). */
    @GET
    @Path("capabilities")
    public Response capabilities(@Context ContainerRequestContext request) {
        String service = base.url(request.getUriInfo().getBaseUri(), "/soda");
        return status.capabilities(
                service,
                List.of(
                        new ServiceStatus.Service(SYNC, new ParamHttp("1.0", service + "/sync", Use.FULL)),
                        new ServiceStatus.Service(ASYNC, new ParamHttp("1.0", service + "/async", Use.FULL))));
    }

    /** Whether it can do so now (section 2.4). */
    @GET
    @Path("availability")
    public Response availability() {
        return status.availability();
    }

    private Response answer(ContainerRequestContext request) {
        Patience patience = new Patience(CutoutLimits.SYNC.time());
        ClientWatch client = ClientWatch.of(request.getProperty(ClientWatch.PROPERTY));
        try (ClientWatch.Watch watch = client.whenGone(patience::end)) {
            CutoutRequest wanted = CutoutRequest.of(Requests.parameters(request, forms), CutoutLimits.SYNC);
            if (!wanted.isOneFile()) {
                return refused(Response.status(400), SodaError.severalResults());
            }
            Response answer = wanted.format().isPackage()
                    ? bundle(wanted, terms(request, CutoutFormat.FITS, patience), client)
                    : single(wanted, terms(request, wanted.format(), patience), client);
            patience.ready();
            return answer;
        } catch (DaliFault fault) {
            return refused(fault);
        } catch (IOException e) {
            return refused(Incident.log("a cutout", e).fault());
        }
    }

    private static Terms terms(ContainerRequestContext request, CutoutFormat format, Patience patience) {
        return new Terms(Requests.visitor(request), format, CutoutLimits.SYNC.bytes(), patience);
    }

    private Response single(CutoutRequest wanted, Terms terms, ClientWatch client) throws IOException {
        Optional<CutoutProduct> product = cutouts.make(wanted.combinations().getFirst(), terms);
        if (product.isEmpty()) {
            return Response.noContent().build();
        }
        CutoutProduct made = product.get();
        return head(made.mediaType(), made.fileName())
                .header(HttpHeaders.CONTENT_LENGTH, made.bytes())
                .entity(new SentCutout(made, made::write, client))
                .build();
    }

    private Response bundle(CutoutRequest wanted, Terms terms, ClientWatch client) throws IOException {
        Optional<CutoutBundle> bundle = CutoutBundle.begin(cutouts, wanted, terms);
        if (bundle.isEmpty()) {
            return Response.noContent().build();
        }
        CutoutBundle made = bundle.get();
        return head(wanted.format().mediaType(), "cutouts" + wanted.format().end())
                .entity(new SentCutout(made, made::write, client))
                .build();
    }

    private static Response.ResponseBuilder head(String mediaType, String fileName) {
        String ascii = fileName.replaceAll("[^A-Za-z0-9._-]", "_");
        return Response.ok()
                .header(HttpHeaders.CONTENT_TYPE, mediaType)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + ascii + "\"");
    }

    private static Response refused(DaliFault fault) {
        return refused(Requests.withRetry(Response.status(fault.httpStatus()), fault), SodaError.of(fault));
    }

    private static Response refused(Response.ResponseBuilder answer, SodaError error) {
        return answer.header(HttpHeaders.CONTENT_TYPE, SodaError.MEDIA_TYPE)
                .entity(error.body())
                .build();
    }
}
