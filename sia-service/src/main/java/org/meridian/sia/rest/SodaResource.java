// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.ExamplesDocument;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.Incident;
import org.meridian.core.place.UserFiles;
import org.meridian.core.place.UserFiles.Destination;
import org.meridian.core.vosi.Capability;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;
import org.meridian.core.vosi.Capability.WebBrowser;
import org.meridian.sia.soda.CutoutBundle;
import org.meridian.sia.soda.CutoutExamples;
import org.meridian.sia.soda.CutoutFormat;
import org.meridian.sia.soda.CutoutLimits;
import org.meridian.sia.soda.CutoutRequest;
import org.meridian.sia.soda.Cutouts;
import org.meridian.sia.soda.Cutouts.Terms;
import org.meridian.sia.soda.Patience;
import org.meridian.sia.soda.SodaError;
import org.meridian.sia.soda.UserCutouts;

/** Cutouts that a client waits for (SODA 1.0, sections 2.1 and 5), by GET and POST, and what the service says of itself. Thread-safe. */
@Path("soda")
public final class SodaResource {

    private static final String SYNC = "ivo://ivoa.net/std/SODA#sync-1.0";
    private static final String ASYNC = "ivo://ivoa.net/std/SODA#async-1.0";

    private final Parts parts;
    private final ServiceStatus status;

    /**
     * What it needs of the gateway.
     *
     * @param cutouts makes them
     * @param examples of them
     * @param files of users, for results that are to go there
     * @param forms reads bodies of requests
     * @param base where clients find the gateway
     */
    public record Parts(Cutouts cutouts, CutoutExamples examples, UserFiles files, FormReader forms, BaseUrl base) {}

    /** A service. */
    public SodaResource(Parts parts, ServiceStatus status) {
        this.parts = parts;
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
        String service = parts.base.url(request.getUriInfo().getBaseUri(), "/soda");
        return status.capabilities(
                service,
                List.of(
                        new ServiceStatus.Service(SYNC, new ParamHttp("1.0", service + "/sync", Use.FULL)),
                        new ServiceStatus.Service(ASYNC, new ParamHttp("1.0", service + "/async", Use.FULL))),
                List.of(Capability.of(Capability.DALI_EXAMPLES, new WebBrowser(service + "/examples"))));
    }

    /**
     * Requests that can be made here (DALI 1.1, section 2.3).
     *
     * @throws IOException if the database fails
     */
    @GET
    @Path("examples")
    public Response examples(@Context ContainerRequestContext request) throws IOException {
        List<ExamplesDocument.Example> examples = parts.examples.of(Caller.subject(request));
        String document = new ExamplesDocument("Example cutouts", examples).toXhtml();
        return Response.ok(document, ExamplesDocument.CONTENT_TYPE).build();
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
            CutoutRequest wanted = CutoutRequest.of(Requests.parameters(request, parts.forms), CutoutLimits.SYNC);
            if (!wanted.isOneFile()) {
                return refused(Response.status(400), SodaError.severalResults());
            }
            Terms terms = wanted.terms(Requests.visitor(request), CutoutLimits.SYNC, patience);
            Optional<Made> made = wanted.format().isPackage() ? bundle(wanted, terms) : single(wanted, terms);
            if (made.isEmpty()) {
                return Response.noContent().build();
            }
            boolean nothingChanges = request.getMethod().equals(HttpMethod.HEAD);
            if (wanted.destination().isPresent() && !nothingChanges) {
                return stored(made.get(), wanted.destination().get(), request);
            }
            patience.ready();
            return made.get().sent(client);
        } catch (DaliFault fault) {
            return refused(fault);
        } catch (IOException e) {
            return refused(Incident.log("a cutout", e).fault());
        }
    }

    /** A file that can be written; its length is not known of all. */
    private record Made(Closeable open, UserCutouts.Body body, String mediaType, String fileName, OptionalLong bytes) {

        Response sent(ClientWatch client) {
            Response.ResponseBuilder answer = Response.ok()
                    .header(HttpHeaders.CONTENT_TYPE, mediaType)
                    .header(
                            HttpHeaders.CONTENT_DISPOSITION,
                            "attachment; filename=\"" + UserCutouts.ascii(fileName) + "\"");
            bytes.ifPresent(length -> answer.header(HttpHeaders.CONTENT_LENGTH, length));
            return answer.entity(new SentCutout(open, body, client)).build();
        }
    }

    private Optional<Made> single(CutoutRequest wanted, Terms terms) throws IOException {
        return parts.cutouts
                .make(wanted.combinations().getFirst(), terms)
                .map(made ->
                        new Made(made, made::write, made.mediaType(), made.fileName(), OptionalLong.of(made.bytes())));
    }

    private Optional<Made> bundle(CutoutRequest wanted, Terms terms) throws IOException {
        CutoutFormat format = wanted.format();
        return CutoutBundle.begin(parts.cutouts, wanted, terms)
                .map(made -> new Made(
                        made, made::write, format.mediaType(), "cutouts" + format.end(), OptionalLong.empty()));
    }

    /** Tells who waited where his file is. */
    private Response stored(Made made, String destination, ContainerRequestContext request) throws IOException {
        try (Closeable open = made.open) {
            UserCutouts files =
                    new UserCutouts(parts.files, () -> Caller.subject(request), destination, Optional.empty());
            Destination place = files.place(made.fileName);
            boolean created = UserCutouts.write(made.body, made.mediaType, place);
            String url = parts.base.url(request.getUriInfo().getBaseUri(), place.path());
            return Response.status(created ? 201 : 200)
                    .header(HttpHeaders.LOCATION, url)
                    .header(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8")
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .entity(url + "\n")
                    .build();
        }
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
