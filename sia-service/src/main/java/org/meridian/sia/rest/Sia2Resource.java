// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;
import org.meridian.sia.sia.Sia2Search;

/** Searches of images and cubes (SIA 2.0), by GET and POST. Thread-safe. */
@Path("sia2")
public final class Sia2Resource {

    private final Sia2Search search;
    private final SearchAnswers answers;
    private final ServiceStatus status;

    /** A service for {@code search}. */
    public Sia2Resource(Sia2Search search, SearchAnswers answers, ServiceStatus status) {
        this.search = search;
        this.answers = answers;
        this.status = status;
    }

    /** Rows that meet the parameters in the URL. */
    @GET
    @Path("query")
    public Response get(@Context ContainerRequestContext request) {
        return answers.of(request, search);
    }

    /** Rows that meet the parameters in the body, or the URL. */
    @POST
    @Path("query")
    public Response post(@Context ContainerRequestContext request) {
        return answers.of(request, search);
    }

    /** What the service can do (section 2.3). */
    @GET
    @Path("capabilities")
    public Response capabilities(@Context ContainerRequestContext request) {
        String service = answers.gateway(request) + "/sia2";
        ParamHttp query = new ParamHttp("2.0", service + "/query", Use.BASE);
        return status.capabilities(service, Sia2Search.STANDARD_ID, query, Optional.empty());
    }

    /** Whether it can do so now (section 2.2). */
    @GET
    @Path("availability")
    public Response availability() {
        return status.availability();
    }
}
