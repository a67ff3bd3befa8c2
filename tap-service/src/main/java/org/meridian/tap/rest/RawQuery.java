// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.meridian.core.http.RequestParameters;

/** The query part of a URL as the client sent it. */
final class RawQuery {

    private RawQuery() {}

    /** Percent-encoded; empty if there is none. */
    static Optional<String> of(ContainerRequestContext request) {
        return request.getProperty(RequestParameters.RAW_QUERY) instanceof String query
                ? Optional.of(query)
                : Optional.ofNullable(request.getUriInfo().getRequestUri().getRawQuery());
    }
}
