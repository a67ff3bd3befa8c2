// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.meridian.core.auth.AccessRequest.Wish;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.rest.AccountForm;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.auth.rest.Visits;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;

/** Where visitors ask for an account with a browser, if the operator wants that. */
@Path("sign-in/request")
public final class AskPages {

    /** Path of the form. */
    static final String PATH = "/sign-in/request";

    private static final String TITLE = "Ask for an account";

    private final AccessRequests requests;
    private final Visits visits;
    private final Site site;

    /**
     * The pages.
     *
     * @param visits who comes
     */
    public AskPages(AccessRequests requests, Visits visits, Site site) {
        this.requests = requests;
        this.visits = visits;
        this.site = site;
    }

    /** The form; 403 where no requests are taken. */
    @GET
    public Response form(@Context ContainerRequestContext request) {
        try {
            requests.requireOpen();
        } catch (AuthorizationFault closed) {
            return Site.refusal(Page.of(site.root(request), TITLE, Page.alert(closed.message())), closed);
        }
        return form(request, new Wish("", "", ""), "").answer(200).build();
    }

    /** Asks: {@code username}, {@code email}, {@code why}. The link that says what becomes of it is on the page that answers, once. */
    @POST
    public Response ask(@Context ContainerRequestContext request) {
        Wish wish = new Wish("", "", "");
        try {
            visits.requireNotElsewhere(request);
            AccountForm form = site.form(request);
            wish = new Wish(
                    form.optional("username").orElse(""),
                    form.optional("email").orElse(""),
                    form.optional("why").orElse(""));
            Secret secret = requests.ask(wish, Caller.address(request));
            return asked(request, site.url(request, RequestStatusPage.path(secret)))
                    .answer(202)
                    .build();
        } catch (DaliFault refused) {
            return Site.refusal(form(request, wish, refused.message()), refused);
        }
    }

    private Page form(ContainerRequestContext request, Wish wish, String message) {
        String form = """
                <p class="hint">Whoever runs this archive reads what you write and decides. What is open to everybody needs no account.</p>
                <form method="post" action="%1$s" class="stack">
                  <label>Name to sign in with: %2$s
                    <input name="username" value="%3$s" minlength="2" maxlength="32" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
                  <label>E-mail address, where you can be reached
                    <input type="email" name="email" value="%4$s" autocomplete="email" required></label>
                  <label>What you want it for
                    <textarea name="why" rows="5" maxlength="%5$d" required>
                %6$s</textarea></label>
                  <button type="submit">Ask</button>
                </form>
                <p><a href="%7$s/sign-in">Sign in</a> if you have one.</p>
                """.formatted(
                        escaped(site.root(request) + PATH),
                        escaped(Account.nameRule()),
                        escaped(wish.name()),
                        escaped(wish.email()),
                        AccessRequests.LONGEST_TEXT,
                        escaped(wish.reason()),
                        escaped(site.root(request)));
        return Page.of(site.root(request), TITLE, Page.alert(message) + (requests.isOpen() ? form : ""));
    }

    private Page asked(ContainerRequestContext request, String url) {
        return Page.of(site.root(request), "You have asked for an account", """
                <section class="card made" role="status">
                  <p>This link says what becomes of it. Keep it: it is not shown again, and nobody writes to you.</p>
                  <pre class="secret"><code>%1$s</code></pre>
                  <p><a href="%1$s">Open it now</a>, and keep it as a bookmark.</p>
                </section>
                """.formatted(escaped(url)));
    }
}
