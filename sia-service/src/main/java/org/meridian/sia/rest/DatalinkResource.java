// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.db.DatabaseHealth;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.vosi.Availability;
import org.meridian.core.vosi.Capability;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;
import org.meridian.sia.obscore.ObservationLinks;

/** The service of links as a whole (DataLink 1.1, sections 2.2 and 2.3; VOSI 1.1). Thread-safe. */
@Path("datalink")
public final class DatalinkResource {

    private static final String XML = "text/xml;charset=UTF-8";

    private final BaseUrl base;
    private final SecurityMethod.Access security;
    private final Supplier<DatabaseHealth.Status> health;

    /**
     * The service.
     *
     * @param base where clients find the gateway
     * @param security who is answered
     * @param health whether the database can be asked
     */
    public DatalinkResource(BaseUrl base, SecurityMethod.Access security, Supplier<DatabaseHealth.Status> health) {
        this.base = base;
        this.security = security;
        this.health = health;
    }

    /** What the service can do. */
    @GET
    @Path("capabilities")
    public Response capabilities(@Context ContainerRequestContext request) {
        ParamHttp links = new ParamHttp("1.1", url(request, "links"), Use.BASE);
        List<Capability> all = List.of(
                new Capability(
                        ObservationLinks.STANDARD_ID,
                        links.with(security.open(), security.methods()),
                        Optional.empty()),
                Capability.of(
                        Capability.VOSI_CAPABILITIES, new ParamHttp("1.0", url(request, "capabilities"), Use.FULL)),
                Capability.of(
                        Capability.VOSI_AVAILABILITY, new ParamHttp("1.0", url(request, "availability"), Use.FULL)));
        return xml(Capability.toXml(all));
    }

    /** Whether links can be had now: the database is asked. */
    @GET
    @Path("availability")
    public Response availability() {
        DatabaseHealth.Status status = health.get();
        Availability availability = new Availability(
                status.available(),
                status.available() ? Optional.of(status.upSince()) : Optional.empty(),
                status.message().stream().toList());
        return xml(availability.toXml());
    }

    private String url(ContainerRequestContext request, String resource) {
        return base.url(request.getUriInfo().getBaseUri(), "/datalink/" + resource);
    }

    private static Response xml(String document) {
        return Response.ok(document)
                .header(HttpHeaders.CONTENT_TYPE, XML)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
