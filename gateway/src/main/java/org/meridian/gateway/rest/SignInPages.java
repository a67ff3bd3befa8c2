// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.meridian.gateway.rest.Page.escaped;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.identity.ReturnPath;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.identity.Sessions;
import org.meridian.core.auth.identity.SignIn;
import org.meridian.core.auth.identity.SignIn.Credentials;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.rest.AccountForm;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.auth.rest.Visits;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.RequestParameters;

/** Signing in with a browser: with a password of this gateway, or at an OpenID provider. */
@Path("sign-in")
public final class SignInPages {

    private final SignIn signIn;
    private final Visits visits;
    private final Site site;
    private final List<Provider> providers;
    private final AccessRequests requests;

    /**
     * An OpenID provider where people can sign in.
     *
     * @param id its name in URLs
     * @param title what people call it
     */
    public record Provider(String id, String title) {}

    /**
     * The pages.
     *
     * @param visits who comes
     * @param providers in the order of their buttons
     * @param requests for accounts, which the page offers where visitors may ask
     */
    public SignInPages(SignIn signIn, Visits visits, Site site, List<Provider> providers, AccessRequests requests) {
        this.signIn = signIn;
        this.visits = visits;
        this.site = site;
        this.providers = List.copyOf(providers);
        this.requests = requests;
    }

    /** The page; {@code return} is where to go afterwards. */
    @GET
    public Response page(@Context ContainerRequestContext request) {
        Map<String, List<String>> query = RequestParameters.ofQuery(
                Optional.ofNullable(request.getUriInfo().getRequestUri().getRawQuery()));
        ReturnPath to =
                ReturnPath.of(query.getOrDefault("return", List.of()).stream().findFirst());
        try {
            visits.cookie().requirePossible(request);
        } catch (AuthorizationFault overHttp) {
            return Page.of(site.root(request), "Sign in", Page.alert(overHttp.message()))
                    .answer(403)
                    .build();
        }
        return page(request, to, "", "").answer(200).build();
    }

    /** Signs in with {@code username} and {@code password}; on to {@code return}. */
    @POST
    public Response signIn(@Context ContainerRequestContext request) {
        Sessions.Visitor visitor = visits.person(request);
        AccountForm form = site.form(request);
        ReturnPath to = ReturnPath.of(form.optional("return"));
        String name = form.optional("username").orElse("");
        Credentials credentials =
                new Credentials(name, form.optional("password").orElse(""), visitor.address());
        try {
            return signedIn(request, signIn.beginSession(credentials, visitor), to);
        } catch (AuthorizationFault once) {
            return passwordPage(request, to, name, "").answer(200).build();
        } catch (DaliFault refused) {
            return Site.refusal(page(request, to, name, refused.message()), refused);
        }
    }

    /** Replaces a password for a single use by {@code new_password}, twice the same, and signs in with it. */
    @POST
    @Path("password")
    public Response choosePassword(@Context ContainerRequestContext request) {
        Sessions.Visitor visitor = visits.person(request);
        AccountForm form = site.form(request);
        ReturnPath to = ReturnPath.of(form.optional("return"));
        String name = form.optional("username").orElse("");
        try {
            String chosen = replacement(form);
            String old = form.optional("password").orElse("");
            signIn.changePassword(new Credentials(name, old, visitor.address()), chosen);
            Credentials credentials = new Credentials(name, chosen, visitor.address());
            return signedIn(request, signIn.beginSession(credentials, visitor), to);
        } catch (DaliFault refused) {
            return Site.refusal(passwordPage(request, to, name, refused.message()), refused);
        }
    }

    /** The new password of a form, which has to be there twice. */
    static String replacement(AccountForm form) {
        String chosen = form.optional("new_password").orElse("");
        if (!chosen.equals(form.optional("repeated").orElse(""))) {
            throw new UsageFault("the new password was not the same both times");
        }
        return chosen;
    }

    private Response signedIn(ContainerRequestContext request, Secret secret, ReturnPath to) {
        return site.to(request, to.path())
                .header(HttpHeaders.SET_COOKIE, visits.cookie().set(request, secret, Session.Client.BROWSER))
                .build();
    }

    private Page page(ContainerRequestContext request, ReturnPath to, String name, String message) {
        String root = site.root(request);
        Subject subject = Caller.subject(request);
        String known = subject.name()
                .map(who ->
                        "<p class=\"hint\">You are signed in as <strong>" + escaped(who) + "</strong>: go to <a href=\""
                                + escaped(root) + "/account\">your account</a>, or sign in as somebody else.</p>\n")
                .orElse("");
        String buttons = providers.stream()
                .map(provider -> """
                        <li><a class="button" href="%s/auth/openid/%s?return=%s">Sign in with %s</a></li>
                        """.formatted(
                                escaped(root),
                                escaped(provider.id),
                                URLEncoder.encode(to.path(), UTF_8),
                                escaped(provider.title)))
                .collect(Collectors.joining());
        String others = buttons.isEmpty()
                ? ""
                : "<ul class=\"providers\">\n" + buttons + "</ul>\n<p class=\"or\"><span>or with a password of this"
                        + " gateway</span></p>\n";
        return Page.of(
                root,
                "Sign in",
                known
                        + Page.alert(message)
                        + others
                        + """
                <form method="post" action="%1$s/sign-in" class="stack">
                  <input type="hidden" name="return" value="%2$s">
                  <label>Name
                    <input name="username" value="%3$s" autocomplete="username" autocapitalize="none" spellcheck="false" required%4$s></label>
                  <label>Password
                    <input type="password" name="password" autocomplete="current-password" required></label>
                  <button type="submit">Sign in</button>
                </form>
                <p class="hint">%5$s What is open to everybody needs none.</p>
                """.formatted(
                                        escaped(root),
                                        escaped(to.path()),
                                        escaped(name),
                                        providers.isEmpty() ? " autofocus" : "",
                                        newcomers(request)));
    }

    /** How to come by an account. */
    private String newcomers(ContainerRequestContext request) {
        return requests.isOpen()
                ? "Without an account: <a href=\"" + escaped(site.root(request) + AskPages.PATH)
                        + "\">ask for an account</a>."
                : "Whoever runs this archive makes accounts.";
    }

    private Page passwordPage(ContainerRequestContext request, ReturnPath to, String name, String message) {
        return Page.of(
                site.root(request),
                "Choose a password",
                Page.alert(message) + """
                <p class="hint">The password you were given is good for a single use. Choose your own: 10 characters or more.</p>
                <form method="post" action="%1$s/sign-in/password" class="stack">
                  <input type="hidden" name="return" value="%2$s">
                  <label>Name
                    <input name="username" value="%3$s" autocomplete="username" readonly></label>
                  <label>Password you were given
                    <input type="password" name="password" autocomplete="current-password" required autofocus></label>
                  <label>New password
                    <input type="password" name="new_password" autocomplete="new-password" minlength="10" maxlength="200" required></label>
                  <label>New password again
                    <input type="password" name="repeated" autocomplete="new-password" minlength="10" maxlength="200" required></label>
                  <button type="submit">Set password and sign in</button>
                </form>
                """.formatted(escaped(site.root(request)), escaped(to.path()), escaped(name)));
    }
}
