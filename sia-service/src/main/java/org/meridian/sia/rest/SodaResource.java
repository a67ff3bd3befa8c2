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
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.FormRequest;
import org.meridian.core.http.Incident;
import org.meridian.core.http.RequestParameters;
import org.meridian.core.usage.Spender;
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
        return answer(request, () -> RequestParameters.ofQuery(Requests.rawQuery(request)));
    }

    /** What the parameters in the body, or the URL, ask for. */
    @POST
    @Path("sync")
    public Response post(@Context ContainerRequestContext request) {
        Optional<String> client =
                Spender.of(Caller.subject(request), Caller.address(request)).limitedAccount();
        Optional<String> type = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
        Optional<String> encoding = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        return answer(request, () -> {
            try (FormRequest form =
                    forms.read(client, Requests.rawQuery(request), type, encoding, request.getEntityStream())) {
                return form.parameters();
            } catch (IOException e) {
                throw new UsageFault("the body of the request did not arrive whole");
            }
        });
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

    @FunctionalInterface
    private interface ParameterSource {
        Map<String, List<String>> read();
    }

    private Response answer(ContainerRequestContext request, ParameterSource source) {
        Patience patience = new Patience(CutoutLimits.SYNC.time());
        ClientWatch client = ClientWatch.of(request.getProperty(ClientWatch.PROPERTY));
        try (ClientWatch.Watch watch = client.whenGone(patience::end)) {
            CutoutRequest wanted = CutoutRequest.of(DaliParameters.of(source.read()), CutoutLimits.SYNC);
            if (!wanted.isOneFile()) {
                return refused(400, SodaError.severalResults());
            }
            Response answer = wanted.format().isPackage()
                    ? bundle(wanted, terms(request, CutoutFormat.FITS, patience), client)
                    : single(wanted, terms(request, wanted.format(), patience), client);
            patience.ready();
            return answer;
        } catch (TransientFault busy) {
            return Response.fromResponse(refused(busy.httpStatus(), SodaError.of(busy)))
                    .header(
                            HttpHeaders.RETRY_AFTER,
                            Math.max(1, busy.retryAfter().toSeconds()))
                    .build();
        } catch (DaliFault fault) {
            return refused(fault.httpStatus(), SodaError.of(fault));
        } catch (IOException e) {
            DaliFault fault = Incident.log("a cutout", e).fault();
            return refused(fault.httpStatus(), SodaError.of(fault));
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

    private static Response refused(int code, SodaError error) {
        return Response.status(code)
                .header(HttpHeaders.CONTENT_TYPE, SodaError.MEDIA_TYPE)
                .entity(error.body())
                .build();
    }
}
