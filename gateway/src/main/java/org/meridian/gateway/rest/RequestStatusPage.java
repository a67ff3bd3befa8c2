// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;
import static org.meridian.gateway.rest.Page.moment;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.meridian.core.auth.AccessRequest;
import org.meridian.core.auth.AccessRequest.Decision;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;

/**
 * What became of a request for an account, for whoever has its link, at the URL at which programs get JSON: whoever would rather
 * have HTML is given this page.
 */
@Path("auth/requests")
public final class RequestStatusPage {

    private static final String TITLE = "Your request for an account";

    private final AccessRequests requests;
    private final Site site;

    /** The page of all requests. */
    public RequestStatusPage(AccessRequests requests, Site site) {
        this.requests = requests;
        this.site = site;
    }

    /** Path of what became of the request of a secret. */
    static String path(Secret secret) {
        return "/auth/requests/status/" + secret.text();
    }

    /** The page; 404 if there is no such request. */
    @GET
    @Path("status/{secret}")
    @Produces(Page.RATHER_HTML)
    public Response look(@PathParam("secret") String secret, @Context ContainerRequestContext request) {
        String root = site.root(request);
        try {
            AccessRequest found = requests.look(new Secret(secret), Caller.address(request));
            return Page.of(root, TITLE, words(root, found)).answer(200).build();
        } catch (DaliFault refused) {
            return Site.refusal(Page.of(root, TITLE, Page.alert(refused.message())), refused);
        }
    }

    private static String words(String root, AccessRequest request) {
        String asked = "<p class=\"muted\">You asked on " + moment(request.created()) + ".</p>\n";
        return asked
                + switch (request.state()) {
                    case WAITING ->
                        "<p class=\"hint\"><strong>It waits for a moderator.</strong> Nobody writes to you: look here again"
                                + " later.</p>\n";
                    case APPROVED ->
                        """
                        <p class="hint"><strong>There is an account for you: %s.</strong> Whoever approved it hands its password over to you. It is good for a single use: choose your own when you <a href="%s/sign-in">sign in</a>.</p>
                        """.formatted(
                                        escaped(request.decision()
                                                .flatMap(Decision::account)
                                                .orElse("")),
                                        escaped(root));
                    case DECLINED ->
                        """
                        <p class="hint"><strong>A moderator has declined it</strong>, and says:</p>
                        <p class="said">%s</p>
                        """.formatted(escaped(
                                request.decision().flatMap(Decision::answer).orElse("")));
                };
    }
}
