// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.identity.SignIn;
import org.meridian.core.auth.identity.SignIn.Credentials;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.FormReader;

/** Cookies for programs that take one instead of a token: the challenge {@code ivoa_cookie} leads here. */
@Path("auth/session")
public final class SessionResource {

    private final SignIn signIn;
    private final Visits visits;
    private final FormReader forms;

    /**
     * Sessions for name and password.
     *
     * @param visits who asks
     * @param forms reads bodies of requests
     */
    public SessionResource(SignIn signIn, Visits visits, FormReader forms) {
        this.signIn = signIn;
        this.visits = visits;
        this.forms = forms;
    }

    /**
     * Gives the cookie of a session for {@code username} and {@code password} (SSO, AuthVO draft of 2024-03, sections 7, 8); a
     * personal token will do as password.
     *
     * @throws AuthenticationFault 401 if they are wrong
     * @throws AuthorizationFault 403 if the password was for a single use, the request came from another site's page, or over
     *     plain http
     * @throws TransientFault 429 after too many failures
     */
    @POST
    public Response begin(@Context ContainerRequestContext request) {
        var visitor = visits.newcomer(request);
        AccountForm form = AccountForm.of(request, forms);
        Secret secret = signIn.beginSession(
                new Credentials(form.required("username"), form.required("password"), visitor.address()), visitor);
        return Response.ok(
                        "signed in as " + form.required("username") + "; the cookie is good for "
                                + Session.LONGEST.toHours() + " hours\n",
                        MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .header("X-VO-Authenticated", form.required("username"))
                .header(HttpHeaders.SET_COOKIE, visits.cookie().set(request, secret, visitor.client()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
