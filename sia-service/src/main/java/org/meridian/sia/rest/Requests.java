// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.FormRequest;
import org.meridian.core.http.RequestParameters;
import org.meridian.core.usage.Spender;
import org.meridian.sia.archive.Visitor;

/** What resources read from requests, and say of faults. Pure functions. */
public final class Requests {

    private Requests() {}

    /** Who sends it. */
    public static Visitor visitor(ContainerRequestContext request) {
        return new Visitor(Caller.subject(request), Caller.address(request));
    }

    /** What follows {@code prefix} in the path of the URL, as the client sent it. */
    public static String escapedPath(ContainerRequestContext request, String prefix) {
        String root = request.getUriInfo().getBaseUri().getRawPath();
        String path = request.getUriInfo().getRequestUri().getRawPath();
        return path.startsWith(root + prefix) ? path.substring(root.length() + prefix.length()) : "";
    }

    /**
     * The parameters in the URL.
     *
     * @throws UsageFault if they are none
     */
    static DaliParameters parameters(ContainerRequestContext request) {
        return DaliParameters.of(RequestParameters.ofQuery(rawQuery(request)));
    }

    /**
     * The parameters in the URL and, of a POST, in the body.
     *
     * @param forms reads bodies
     * @throws DaliFault if they are none
     */
    static DaliParameters parameters(ContainerRequestContext request, FormReader forms) {
        if (!request.getMethod().equals(HttpMethod.POST)) {
            return parameters(request);
        }
        Visitor visitor = visitor(request);
        Optional<String> account =
                Spender.of(visitor.subject(), visitor.address()).limitedAccount();
        Optional<String> type = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
        Optional<String> encoding = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        try (FormRequest form = forms.read(account, rawQuery(request), type, encoding, request.getEntityStream())) {
            return DaliParameters.of(form.parameters());
        } catch (IOException e) {
            throw new UsageFault("the body of the request did not arrive whole");
        }
    }

    /** Says when to try again, where that may help. */
    static Response.ResponseBuilder withRetry(Response.ResponseBuilder answer, DaliFault fault) {
        return fault instanceof TransientFault busy
                ? answer.header(
                        HttpHeaders.RETRY_AFTER, Math.max(1, busy.retryAfter().toSeconds()))
                : answer;
    }

    /** The query part of the URL as the client sent it. */
    public static Optional<String> rawQuery(ContainerRequestContext request) {
        return request.getProperty(RequestParameters.RAW_QUERY) instanceof String query
                ? Optional.of(query)
                : Optional.ofNullable(request.getUriInfo().getRequestUri().getRawQuery());
    }
}
