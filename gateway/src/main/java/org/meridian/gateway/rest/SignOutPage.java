// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.meridian.core.auth.identity.Sessions;
import org.meridian.core.auth.openid.OpenIdSignIn;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.auth.rest.Visits;

/** Signing out: the session ends here, then at the OpenID provider if it came from one. */
@Path("sign-out")
public final class SignOutPage {

    private final Sessions sessions;
    private final Visits visits;
    private final Site site;
    private final OpenIdSignIn providers;

    /**
     * The page.
     *
     * @param visits who comes
     * @param providers know where to go on to
     */
    public SignOutPage(Sessions sessions, Visits visits, Site site, OpenIdSignIn providers) {
        this.sessions = sessions;
        this.visits = visits;
        this.site = site;
        this.providers = providers;
    }

    /** Ends the session of the cookie that came with the request. */
    @POST
    public Response signOut(@Context ContainerRequestContext request) {
        String root = site.root(request);
        URI back = URI.create(site.url(request, "/"));
        Optional<URI> onward = visits.secret(request)
                .flatMap(secret -> sessions.end(secret, Caller.address(request))
                        .flatMap(session -> providers.signOutUrl(session, secret, back)));
        String start = "<p><a href=\"" + escaped(root) + "/\">Start page</a></p>\n";
        // Browsers hold a redirect after a form to the policy for forms, which allows no other site: so no redirect.
        Page page = onward.map(url -> new Page(
                        root,
                        "Signed out",
                        "<meta http-equiv=\"refresh\" content=\"0;url=" + escaped(url.toString()) + "\">\n",
                        "<p class=\"hint\">You have signed out here. Next: <a href=\"" + escaped(url.toString())
                                + "\">sign out at your provider</a> too.</p>\n" + start))
                .orElse(Page.of(root, "Signed out", "<p class=\"hint\">You have signed out.</p>\n" + start));
        return page.answer(200)
                .header(HttpHeaders.SET_COOKIE, visits.cookie().clear(request))
                .build();
    }
}
