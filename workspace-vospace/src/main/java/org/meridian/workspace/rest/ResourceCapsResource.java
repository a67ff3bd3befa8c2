// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import org.meridian.core.http.BaseUrl;
import org.meridian.workspace.node.VosUri;

/** Where the capabilities of the space are, in the form in which OpenCADC's clients look for services. Thread-safe. */
@Path("reg/resource-caps")
public final class ResourceCapsResource {

    private final VosUri uris;
    private final BaseUrl base;

    /**
     * The list.
     *
     * @param uris identifiers of the space
     * @param base where clients find the gateway
     */
    public ResourceCapsResource(VosUri uris, BaseUrl base) {
        this.uris = uris;
        this.base = base;
    }

    /** A line for each service: its identifier, and the URL of its capabilities. */
    @GET
    @Produces("text/plain;charset=UTF-8")
    public String list(@Context ContainerRequestContext request) {
        return uris.ivoid() + " = " + base.url(request.getUriInfo().getBaseUri(), "/vospace/capabilities") + "\n";
    }
}
