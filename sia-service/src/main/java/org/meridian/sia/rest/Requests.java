// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.http.RequestParameters;
import org.meridian.sia.archive.Visitor;

/** What resources read from requests. Pure functions. */
final class Requests {

    private Requests() {}

    static Visitor visitor(ContainerRequestContext request) {
        return new Visitor(Caller.subject(request), Caller.address(request));
    }

    /** What follows {@code prefix} in the path of the URL, as the client sent it. */
    static String escapedPath(ContainerRequestContext request, String prefix) {
        String root = request.getUriInfo().getBaseUri().getRawPath();
        String path = request.getUriInfo().getRequestUri().getRawPath();
        return path.startsWith(root + prefix) ? path.substring(root.length() + prefix.length()) : "";
    }

    /** The query part of the URL as the client sent it. */
    static Optional<String> rawQuery(ContainerRequestContext request) {
        return request.getProperty(RequestParameters.RAW_QUERY) instanceof String query
                ? Optional.of(query)
                : Optional.ofNullable(request.getUriInfo().getRequestUri().getRawQuery());
    }
}
