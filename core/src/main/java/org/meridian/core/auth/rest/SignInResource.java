// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.meridian.core.auth.identity.SignIn;
import org.meridian.core.auth.identity.SignIn.Credentials;
import org.meridian.core.auth.identity.SignIn.Issued;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.FormReader;

/** Signing in with name and password. Refusals are thrown, and answered in plain text. */
@Path("auth")
public final class SignInResource {

    private final SignIn signIn;
    private final FormReader forms;

    /** @param forms reads bodies of requests */
    public SignInResource(SignIn signIn, FormReader forms) {
        this.signIn = signIn;
        this.forms = forms;
    }

    /**
     * Gives a bearer token for {@code username} and {@code password} (SSO, AuthVO draft of 2024-03, section 7): it is in the
     * header {@code X-VO-Bearer}.
     *
     * @throws AuthenticationFault 401 if they are wrong
     * @throws AuthorizationFault 403 if the password was for a single use
     * @throws TransientFault 429 after too many failures
     */
    @POST
    @Path("login")
    public Response login(@Context ContainerRequestContext request) {
        AccountForm form = AccountForm.of(request, forms);
        Issued issued = signIn.signIn(credentials(form, request));
        return plain("signed in as " + issued.token().account() + " until "
                        + issued.token().expires() + "; the header X-VO-Bearer has the token")
                .header("X-VO-Authenticated", issued.token().account())
                .header("X-VO-Bearer", issued.secret().text())
                .build();
    }

    /** Replaces {@code password} of {@code username} by {@code new_password}; whoever was signed in is so no more. */
    @POST
    @Path("password")
    public Response password(@Context ContainerRequestContext request) {
        AccountForm form = AccountForm.of(request, forms);
        signIn.changePassword(credentials(form, request), form.required("new_password"));
        return plain("the password has been changed").build();
    }

    private static Credentials credentials(AccountForm form, ContainerRequestContext request) {
        return new Credentials(form.required("username"), form.required("password"), Caller.address(request));
    }

    private static Response.ResponseBuilder plain(String text) {
        return Response.ok(text + "\n", MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
