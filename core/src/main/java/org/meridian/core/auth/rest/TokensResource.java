// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.PersonalTokens;
import org.meridian.core.auth.identity.PersonalTokens.Wish;
import org.meridian.core.auth.identity.SignIn.Issued;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.FormReader;

/** The tokens that a user makes for his programs. For users who have signed in. */
@Path("auth/tokens")
public final class TokensResource {

    private final PersonalTokens tokens;
    private final FormReader forms;

    /**
     * The tokens of all users.
     *
     * @param forms reads bodies of requests
     */
    public TokensResource(PersonalTokens tokens, FormReader forms) {
        this.tokens = tokens;
        this.forms = forms;
    }

    /** Those that are good, without their texts. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        String account = Caller.signedIn(request);
        return Json.answer(200, json -> {
            json.writeStartArray();
            for (Token token : tokens.list(account)) {
                write(json, token, Optional.empty());
            }
            json.writeEndArray();
        });
    }

    /**
     * Makes one: {@code label}, {@code scope} (some of {@link Scope}, apart by spaces), {@code days} that it is good for. Its
     * text is shown in this answer and never again.
     *
     * @throws UsageFault 400 if a parameter is missing or wrong
     * @throws AuthorizationFault 403 if the user has too many, or asks for what he may not do himself
     */
    @POST
    public Response create(@Context ContainerRequestContext request) {
        Caller.signedIn(request);
        AccountForm form = AccountForm.of(request, forms);
        Wish wish = Wish.of(form.required("label"), form.required("scope"), form.optional("days"));
        Issued issued = tokens.create(Caller.subject(request), wish, Caller.address(request));
        return Json.answer(
                201,
                json -> write(json, issued.token(), Optional.of(issued.secret().text())));
    }

    /**
     * Takes one back, with all others of its datalab if it has one.
     *
     * @throws NotFoundFault 404 if the user has none of that number
     */
    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") String id, @Context ContainerRequestContext request) {
        tokens.revoke(Caller.signedIn(request), id, Caller.address(request));
        return Response.noContent().build();
    }

    static void write(JsonGenerator json, Token token, Optional<String> text) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", token.id());
        json.writeStringField("label", token.label());
        json.writeStringField("kind", token.kind().name().toLowerCase(java.util.Locale.ROOT));
        Json.writeTexts(
                json,
                "scopes",
                token.scopes().stream().map(Scope::text).sorted().toList());
        json.writeStringField("created", token.created().toString());
        json.writeStringField("expires", token.expires().toString());
        if (token.datalab().isPresent()) {
            json.writeStringField("datalab", token.datalab().get());
        }
        if (token.lastUsed().isPresent()) {
            json.writeStringField("lastUsed", token.lastUsed().get().toString());
        }
        if (text.isPresent()) {
            json.writeStringField("token", text.get());
        }
        json.writeEndObject();
    }
}
