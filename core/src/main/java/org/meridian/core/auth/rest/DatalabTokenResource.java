// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.identity.Authenticator;
import org.meridian.core.auth.identity.DatalabTokens;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.identity.SignIn.Issued;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.FormReader;

/** Where programs in a datalab replace their token before it expires. */
@Path("auth/tokens/refresh")
public final class DatalabTokenResource {

    private final DatalabTokens tokens;
    private final FormReader forms;

    /** @param forms reads bodies of requests */
    public DatalabTokenResource(DatalabTokens tokens, FormReader forms) {
        this.tokens = tokens;
        this.forms = forms;
    }

    /**
     * Replaces the token that the request shows as Bearer by another, good for the same. Its text is shown in this answer and
     * never again; the old one is good for a minute more. There are no parameters.
     *
     * @throws AuthenticationFault 401 if the token is not good, or its datalab has ended
     * @throws AuthorizationFault 403 if it is no datalab's, or more is asked for than it is good for
     * @throws TransientFault 429 if many have been made in the last minute
     */
    @POST
    public Response refresh(@Context ContainerRequestContext request) {
        Subject subject = Caller.subject(request);
        Optional<Secret> shown = Authenticator.bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (subject.isAnonymous()) {
            throw new AuthenticationFault("send the token of the datalab that is to be replaced, as Bearer");
        }
        if (subject.credential() != Subject.Credential.DATALAB_TOKEN || shown.isEmpty()) {
            throw new AuthorizationFault("only the token of a datalab is replaced by another, and only sent as Bearer");
        }
        if (!AccountForm.of(request, forms).parameters().isEmpty()) {
            throw new AuthorizationFault(
                    "the new token is good for what the old one was: no parameter changes that, send none");
        }
        Issued issued = tokens.refresh(shown.get(), Caller.address(request));
        return Json.answer(
                201,
                json -> TokensResource.write(
                        json, issued.token(), Optional.of(issued.secret().text())));
    }
}
