// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;
import org.meridian.sia.sia.SearchLimits;
import org.meridian.sia.sia.Sia1Search;

/** Searches of images (SIA 1.0). Thread-safe. */
@Path("sia1")
public final class Sia1Resource {

    private final Sia1Search search;
    private final SearchLimits limits;
    private final SearchAnswers answers;
    private final ServiceStatus status;

    /** A service for {@code search}. */
    public Sia1Resource(Sia1Search search, SearchLimits limits, SearchAnswers answers, ServiceStatus status) {
        this.search = search;
        this.limits = limits;
        this.answers = answers;
        this.status = status;
    }

    /** Images that meet the parameters in the URL. */
    @GET
    @Path("query")
    public Response get(@Context ContainerRequestContext request) {
        return answers.of(request, search);
    }

    /** What the service can do. */
    @GET
    @Path("capabilities")
    public Response capabilities(@Context ContainerRequestContext request) {
        String service = answers.gateway(request) + "/sia1";
        ParamHttp query = new ParamHttp("1.0", service + "/query?", Use.BASE);
        return status.capabilities(
                service, Sia1Search.STANDARD_ID, query, Optional.of(new ImageAccess(limits.hardMaxrec())));
    }

    /** Whether it can do so now. */
    @GET
    @Path("availability")
    public Response availability() {
        return status.availability();
    }
}
