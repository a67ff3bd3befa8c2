// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;
import org.meridian.sia.obscore.ObservationLinks;

/** The service of links as a whole (DataLink 1.1, sections 2.2 and 2.3; VOSI 1.1). Thread-safe. */
@Path("datalink")
public final class DatalinkResource {

    private final BaseUrl base;
    private final ServiceStatus status;

    /** @param base where clients find the gateway */
    public DatalinkResource(BaseUrl base, ServiceStatus status) {
        this.base = base;
        this.status = status;
    }

    /** What the service can do. */
    @GET
    @Path("capabilities")
    public Response capabilities(@Context ContainerRequestContext request) {
        String service = base.url(request.getUriInfo().getBaseUri(), "/datalink");
        ParamHttp links = new ParamHttp("1.1", service + "/links", Use.BASE);
        return status.capabilities(service, ObservationLinks.STANDARD_ID, links, Optional.empty());
    }

    /** Whether links can be had now. */
    @GET
    @Path("availability")
    public Response availability() {
        return status.availability();
    }
}
