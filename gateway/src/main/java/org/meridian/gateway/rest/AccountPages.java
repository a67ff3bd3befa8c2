// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.identity.PersonalTokens;
import org.meridian.core.auth.identity.PersonalTokens.Wish;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.identity.Sessions;
import org.meridian.core.auth.identity.SignIn;
import org.meridian.core.auth.identity.SignIn.Credentials;
import org.meridian.core.auth.rest.AccountForm;
import org.meridian.core.auth.rest.AuthenticationFilter;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.auth.rest.Visits;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.UsageReport;

/** What users see of their accounts: who they are here, their tokens and sessions, their password. */
@Path("account")
public final class AccountPages {

    private final Parts parts;

    /**
     * What the pages are made of.
     *
     * @param visits who comes
     * @param base where clients find the gateway
     * @param forms reads bodies of requests
     * @param usage what they have used
     */
    public record Parts(
            AccountStore accounts,
            PersonalTokens tokens,
            Sessions sessions,
            SignIn signIn,
            Visits visits,
            BaseUrl base,
            FormReader forms,
            UsageReport usage) {}

    /** Pages made of {@code parts}. */
    public AccountPages(Parts parts) {
        this.parts = parts;
    }

    /** The account; whoever has not signed in is sent to do so. */
    @GET
    public Response account(@Context ContainerRequestContext request) {
        if (Caller.subject(request).isAnonymous()) {
            return to(request, "/sign-in?return=%2Faccount").build();
        }
        return page(request, "", Optional.empty()).answer(200).build();
    }

    /** Makes a token, {@code label}, {@code scope} (several), {@code days}; its text is on the page that answers, once. */
    @POST
    @Path("tokens")
    public Response createToken(@Context ContainerRequestContext request) {
        return orSayWhy(request, () -> {
            AccountForm form = AccountForm.of(request, parts.forms);
            if (form.all("scope").isEmpty()) {
                throw new UsageFault("choose at least one thing that the token may be used for");
            }
            String label =
                    form.optional("label").orElseThrow(() -> new UsageFault("give the token a name to know it by"));
            Wish wish = Wish.of(label, String.join(" ", form.all("scope")), form.optional("days"));
            SignIn.Issued issued = parts.tokens.create(Caller.subject(request), wish, Caller.address(request));
            return page(request, "", Optional.of(issued)).answer(201).build();
        });
    }

    /** Takes a token back. */
    @POST
    @Path("tokens/{id}/revoke")
    public Response revokeToken(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return orSayWhy(request, () -> {
            parts.tokens.revoke(Caller.signedIn(request), id, Caller.address(request));
            return to(request, "/account").build();
        });
    }

    /** Ends another of the user's sessions. */
    @POST
    @Path("sessions/{id}/end")
    public Response endSession(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return orSayWhy(request, () -> {
            if (!id.matches("[0-9]{1,18}")) {
                throw new NotFoundFault("you have no session of that number");
            }
            parts.sessions.end(Caller.signedIn(request), Long.parseLong(id), Caller.address(request));
            return to(request, "/account").build();
        });
    }

    /** Replaces {@code password} by {@code new_password}; every other session and signed-in program is signed out. */
    @POST
    @Path("password")
    public Response changePassword(@Context ContainerRequestContext request) {
        return orSayWhy(request, () -> {
            String name = Caller.signedIn(request);
            AccountForm form = AccountForm.of(request, parts.forms);
            Sessions.Visitor visitor = parts.visits.person(request);
            String chosen = SignInPages.replacement(form);
            String old = form.optional("password").orElse("");
            parts.signIn.changePassword(new Credentials(name, old, visitor.address()), chosen);
            Secret secret = parts.signIn.beginSession(new Credentials(name, chosen, visitor.address()), visitor);
            return to(request, "/account")
                    .header(HttpHeaders.SET_COOKIE, parts.visits.cookie().set(request, secret, Session.Client.BROWSER))
                    .build();
        });
    }

    /** Says on the page what could not be done. */
    private Response orSayWhy(ContainerRequestContext request, Supplier<Response> action) {
        Caller.signedIn(request);
        try {
            return action.get();
        } catch (DaliFault refused) {
            AuthenticationFilter.refused(request, refused);
            // The session is good, so what is wrong is what was typed.
            int status = refused.httpStatus() == 401 ? 403 : refused.httpStatus();
            return page(request, refused.message(), Optional.empty())
                    .answer(status)
                    .build();
        }
    }

    private Response.ResponseBuilder to(ContainerRequestContext request, String path) {
        return Response.seeOther(URI.create(parts.base.url(request.getUriInfo().getBaseUri(), path)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private Page page(ContainerRequestContext request, String message, Optional<SignIn.Issued> issued) {
        String name = Caller.signedIn(request);
        Account account = parts.accounts.find(name).orElseThrow(() -> new NotFoundFault("there is no account " + name));
        AccountView view = new AccountView(
                SignInPages.rootOf(parts.base, request),
                account,
                parts.accounts.password(name).isPresent(),
                parts.visits.secret(request).flatMap(parts.sessions::id));
        return Page.of(
                view.root(),
                "Your account",
                Page.alert(message)
                        + issued.map(view::shownOnce).orElse("")
                        + view.html(
                                parts.tokens.list(name),
                                parts.sessions.list(name),
                                parts.usage.of(Spender.of(Caller.subject(request), Optional.empty())),
                                Caller.subject(request)));
    }
}
