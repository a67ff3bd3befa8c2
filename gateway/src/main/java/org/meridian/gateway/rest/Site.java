// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;
import org.meridian.core.auth.rest.AccountForm;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;

/**
 * Where pages are, and how their forms are read. Immutable, thread-safe.
 *
 * @param base where clients find the gateway
 * @param forms reads bodies of requests
 */
public record Site(BaseUrl base, FormReader forms) {

    /** Path of the gateway's root as browsers know it, without trailing slash. */
    String root(ContainerRequestContext request) {
        return Optional.ofNullable(URI.create(url(request, "")).getRawPath()).orElse("");
    }

    /** URL of something below the root; {@code path} begins with a slash. */
    String url(ContainerRequestContext request, String path) {
        return base.url(request.getUriInfo().getBaseUri(), path);
    }

    /** Sends a browser on, by GET. */
    Response.ResponseBuilder to(ContainerRequestContext request, String path) {
        return Response.seeOther(URI.create(url(request, path))).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** Sends a browser to sign in, and then back to a path of pages. */
    Response toSignIn(ContainerRequestContext request, String path) {
        return to(request, signIn(path)).build();
    }

    /** Path of the page to sign in that leads to a path of pages afterwards. */
    static String signIn(String path) {
        return "/sign-in?return=" + URLEncoder.encode(path, UTF_8);
    }

    /** What was wrong, for people who look at a page. */
    static String words(DaliFault refused) {
        return refused instanceof AuthenticationFault ? "You are not signed in, or not any more." : refused.message();
    }

    /** The form that came with a request. */
    AccountForm form(ContainerRequestContext request) {
        return AccountForm.of(request, forms);
    }

    /** Why something was not done, as a page. */
    static Response refusal(Page page, DaliFault refused) {
        return refusal(page, refused, refused.httpStatus());
    }

    /** The same with another status. */
    static Response refusal(Page page, DaliFault refused, int status) {
        Response.ResponseBuilder answer = page.answer(status);
        if (refused instanceof TransientFault later) {
            answer.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, later.retryAfter().toSeconds()));
        }
        return answer.build();
    }
}
