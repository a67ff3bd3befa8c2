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
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.SignIn;
import org.meridian.core.auth.identity.SignIn.Issued;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.auth.store.TokenStore.NewToken;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.FormReader;

/** The tokens that a user makes for his programs. For users who have signed in. */
@Path("auth/tokens")
public final class TokensResource {

    private static final int DEFAULT_DAYS = 90;
    private static final int MOST_DAYS = 366;
    private static final int MOST_TOKENS = 100;
    private static final int LONGEST_LABEL = 100;

    private final SignIn signIn;
    private final TokenStore tokens;
    private final Audit audit;
    private final FormReader forms;

    /**
     * The tokens of all users.
     *
     * @param audit where new and revoked ones are noted
     * @param forms reads bodies of requests
     */
    public TokensResource(SignIn signIn, TokenStore tokens, Audit audit, FormReader forms) {
        this.signIn = signIn;
        this.tokens = tokens;
        this.audit = audit;
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
        String account = Caller.signedIn(request);
        AccountForm form = AccountForm.of(request, forms);
        String label = form.required("label");
        if (label.length() > LONGEST_LABEL) {
            throw new UsageFault("label has at most " + LONGEST_LABEL + " characters");
        }
        Set<Scope> scopes = scopes(form.required("scope"));
        if (!Caller.subject(request).scopes().containsAll(scopes)) {
            throw new AuthorizationFault("a token cannot be good for more than you may do signed in like this; an"
                    + " administrator makes tokens with the scope 'admin' on the command line");
        }
        long personal = tokens.list(account).stream()
                .filter(token -> token.kind() == Token.Kind.PERSONAL)
                .count();
        if (personal >= MOST_TOKENS) {
            throw new AuthorizationFault("you have " + MOST_TOKENS + " tokens: revoke some first");
        }
        Issued issued =
                signIn.issue(new NewToken(account, Token.Kind.PERSONAL, label, scopes, Duration.ofDays(days(form))));
        audit.note(new AuditEvent(
                Action.TOKEN_CREATED,
                Optional.of(account),
                Caller.address(request),
                "token " + issued.token().id() + " for " + form.required("scope")));
        return Json.answer(
                201,
                json -> write(json, issued.token(), Optional.of(issued.secret().text())));
    }

    private static Set<Scope> scopes(String text) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(text.strip().split("[ ,]+"))
                .map(one -> Scope.parse(one)
                        .orElseThrow(() -> new UsageFault("there is no such scope: use some of " + Scope.list())))
                .forEach(scopes::add);
        return scopes;
    }

    private static int days(AccountForm form) {
        Optional<String> text = form.optional("days");
        if (text.isEmpty()) {
            return DEFAULT_DAYS;
        }
        if (!text.get().matches("[1-9][0-9]{0,2}") || Integer.parseInt(text.get()) > MOST_DAYS) {
            throw new UsageFault("days must be a number from 1 to " + MOST_DAYS);
        }
        return Integer.parseInt(text.get());
    }

    /** Revokes one: it is refused from the next second on. */
    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") String id, @Context ContainerRequestContext request) {
        String account = Caller.signedIn(request);
        if (!id.matches("[0-9]{1,18}") || !tokens.revoke(account, Long.parseLong(id))) {
            throw new NotFoundFault("you have no token of that number");
        }
        audit.note(new AuditEvent(Action.TOKEN_REVOKED, Optional.of(account), Caller.address(request), "token " + id));
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
        if (token.lastUsed().isPresent()) {
            json.writeStringField("lastUsed", token.lastUsed().get().toString());
        }
        if (text.isPresent()) {
            json.writeStringField("token", text.get());
        }
        json.writeEndObject();
    }
}
