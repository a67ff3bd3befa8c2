// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.AccessRequest;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.identity.ReturnPath;
import org.meridian.core.auth.identity.Sessions;
import org.meridian.core.auth.openid.BackChannelLogout;
import org.meridian.core.auth.openid.OpenIdSignIn;
import org.meridian.core.auth.openid.OpenIdSignIn.Outcome;
import org.meridian.core.auth.rest.AccountForm;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.auth.rest.Visits;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.RequestParameters;

/** The ways to OpenID providers and back (OpenID Connect Core 1.0, section 3.1), and what they tell behind the browser's back. */
@Path("auth/openid/{provider}")
public final class OpenIdPages {

    private static final int LONGEST_PARAMETER = 4000;

    private final OpenIdSignIn signIn;
    private final BackChannelLogout logout;
    private final Visits visits;
    private final Site site;

    /**
     * The pages.
     *
     * @param visits who comes
     */
    public OpenIdPages(OpenIdSignIn signIn, BackChannelLogout logout, Visits visits, Site site) {
        this.signIn = signIn;
        this.logout = logout;
        this.visits = visits;
        this.site = site;
    }

    /** Sends a browser to the provider; {@code return} is where to go afterwards. */
    @GET
    public Response begin(@PathParam("provider") String provider, @Context ContainerRequestContext request) {
        Optional<String> to = parameter(query(request), "return");
        return orSayWhy(request, () -> {
            Sessions.Visitor visitor = visits.newcomer(request);
            OpenIdSignIn.Begun begun = signIn.begin(provider, ReturnPath.of(to), back(provider, request), visitor);
            return Response.seeOther(begun.url())
                    .header(HttpHeaders.SET_COOKIE, visits.wayCookie().set(request, begun.secret(), OpenIdSignIn.TIME))
                    .header("Referrer-Policy", "no-referrer")
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        });
    }

    /** Signs in a browser that comes back. */
    @GET
    @Path("callback")
    public Response back(@Context ContainerRequestContext request, @PathParam("provider") String provider) {
        return orSayWhy(request, () -> {
            Map<String, List<String>> query = query(request);
            OpenIdSignIn.Return returned = new OpenIdSignIn.Return(
                    visits.waySecret(request),
                    parameter(query, "state").orElse(""),
                    parameter(query, "code"),
                    parameter(query, "iss"),
                    parameter(query, "error"));
            Sessions.Visitor visitor = visits.returning(request);
            return switch (signIn.complete(provider, returned, back(provider, request), visitor)) {
                case Outcome.SignedIn done -> signedIn(request, done);
                case Outcome.Pending(AccessRequest asked) -> pending(request, asked);
            };
        });
    }

    private Response signedIn(ContainerRequestContext request, Outcome.SignedIn done) {
        return site.to(request, done.to().path())
                .header(HttpHeaders.SET_COOKIE, visits.cookie().set(request, done.secret(), Session.Client.BROWSER))
                .header(HttpHeaders.SET_COOKIE, visits.wayCookie().clear(request))
                .build();
    }

    /** Tells somebody that he has to wait for an account, or why he gets none. */
    private Response pending(ContainerRequestContext request, AccessRequest asked) {
        boolean waits = asked.state() == AccessRequest.State.WAITING;
        String why = asked.decision()
                .flatMap(AccessRequest.Decision::answer)
                .map(answer -> Page.alert("The moderator says: " + answer))
                .orElse("");
        String text = waits
                ? "<p>You have signed in where you are known, but you have no account here yet. A moderator has been asked to"
                        + " approve one, on " + Page.moment(asked.created()) + " (request " + asked.id()
                        + "). Nobody writes to you: sign in again later.</p>\n"
                : "<p>A moderator has declined your request for an account (request " + asked.id() + ").</p>\n" + why;
        return Page.of(site.root(request), waits ? "Your account waits for approval" : "You have no account here", text)
                .answer(Response.Status.FORBIDDEN.getStatusCode())
                .header(HttpHeaders.SET_COOKIE, visits.wayCookie().clear(request))
                .build();
    }

    /** Hears from the provider that somebody has signed out there: {@code logout_token} (Back-Channel Logout 1.0, section 2.5). */
    @POST
    @Path("logout")
    public Response logout(@PathParam("provider") String provider, @Context ContainerRequestContext request) {
        AccountForm form = site.form(request);
        logout.logout(provider, form.required("logout_token"), Caller.address(request));
        return Response.ok("", "text/plain;charset=UTF-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** People read why they are not signed in. */
    private Response orSayWhy(ContainerRequestContext request, java.util.function.Supplier<Response> action) {
        try {
            return action.get();
        } catch (DaliFault refused) {
            String root = site.root(request);
            Page page = Page.of(
                    root,
                    "Not signed in",
                    Page.alert(refused.message()) + "<p><a href=\"" + escaped(root)
                            + "/sign-in\">To the sign-in page</a></p>\n");
            return Site.refusal(page, refused);
        }
    }

    private URI back(String provider, ContainerRequestContext request) {
        return URI.create(site.url(request, "/auth/openid/" + provider + "/callback"));
    }

    private static Map<String, List<String>> query(ContainerRequestContext request) {
        return RequestParameters.ofQuery(
                Optional.ofNullable(request.getUriInfo().getRequestUri().getRawQuery()));
    }

    private static Optional<String> parameter(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1 || values.stream().anyMatch(value -> value.length() > LONGEST_PARAMETER)) {
            throw new UsageFault("parameter " + name + " may be given once, and not so long");
        }
        return values.stream().findFirst();
    }
}
