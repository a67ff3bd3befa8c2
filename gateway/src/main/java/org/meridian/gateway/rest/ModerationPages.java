// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;
import static org.meridian.gateway.rest.Page.moment;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.meridian.core.auth.AccessRequest;
import org.meridian.core.auth.AccessRequest.State;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.request.AccessRequests.Approved;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;

/** Where moderators decide about requests for accounts with a browser. */
@Path("account/requests")
public final class ModerationPages {

    /** Path of the list. */
    static final String ROOT = "/account/requests";

    private static final String TITLE = "Requests for accounts";

    private final AccessRequests requests;
    private final Site site;

    /** The pages of all requests. */
    public ModerationPages(AccessRequests requests, Site site) {
        this.requests = requests;
        this.site = site;
    }

    /** Those that wait; who has not signed in is sent to do so. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        if (Caller.subject(request).isAnonymous()) {
            return site.toSignIn(request, ROOT);
        }
        return asModerator(request, moderator -> page(request, "").answer(200).build());
    }

    /** Makes the account, of another name if {@code username} says so; its password is on the page that answers, once. */
    @POST
    @Path("{id}/approve")
    public Response approve(@PathParam("id") long id, @Context ContainerRequestContext request) {
        return asModerator(request, moderator -> {
            Optional<String> name = site.form(request).optional("username");
            Approved approved = requests.approve(id, name, moderator, Caller.address(request));
            return page(request, made(approved)).answer(201).build();
        });
    }

    /** Declines, for a {@code reason} that the visitor is told. */
    @POST
    @Path("{id}/decline")
    public Response decline(@PathParam("id") long id, @Context ContainerRequestContext request) {
        return asModerator(request, moderator -> {
            String reason = site.form(request).required("reason");
            requests.decline(id, reason, moderator, Caller.address(request));
            return site.to(request, ROOT).build();
        });
    }

    /** Does something for a moderator, or says on a page why not: with what waits, if it is one who asked. */
    private Response asModerator(ContainerRequestContext request, Function<String, Response> action) {
        try {
            String name = Caller.withScope(request, Scope.ADMIN);
            requests.requireModerator(name);
            try {
                return action.apply(name);
            } catch (DaliFault refused) {
                return Site.refusal(page(request, Page.alert(refused.message())), refused);
            }
        } catch (DaliFault refused) {
            String onward = "<p><a href=\"" + escaped(site.root(request)) + "/account\">Your account</a></p>\n";
            return Site.refusal(Page.of(site.root(request), TITLE, Page.alert(Site.words(refused)) + onward), refused);
        }
    }

    private static String made(Approved approved) {
        String password = approved.password()
                .map(secret -> """
                          <p>Hand this password over now: it is good for a single use, is not kept, and not shown again. The gateway sends no mail.</p>
                          <pre class="secret"><code>%s</code></pre>
                        """.formatted(escaped(secret.text())))
                .orElse("  <p>It has no password: its user signs in at the provider.</p>\n");
        return """
                <section class="card made" role="status" aria-labelledby="made-title">
                  <h2 id="made-title">There is an account %s</h2>
                %s</section>
                """.formatted(escaped(approved.name()), password);
    }

    private Page page(ContainerRequestContext request, String above) {
        String root = site.root(request);
        List<AccessRequest> waiting = requests.list(State.WAITING);
        String cards = waiting.stream().map(one -> card(root, one)).collect(Collectors.joining());
        return Page.of(
                root,
                TITLE,
                above + "<p class=\"hint\"><a href=\"" + escaped(root) + "/account\">Your account</a></p>\n"
                        + (waiting.isEmpty() ? "<p class=\"hint\">None waits.</p>\n" : cards));
    }

    private static String card(String root, AccessRequest request) {
        String action = escaped(root + ROOT + "/" + request.id());
        String from = request.provider()
                .map(provider -> "the provider " + provider)
                .or(request::address)
                .orElse("this machine");
        return """
                <section class="card" aria-labelledby="request-%1$d">
                  <h2 id="request-%1$d">%2$s</h2>
                  <p class="said">%3$s</p>
                  <dl class="facts">
                    <dt>E-mail, not verified</dt><dd>%4$s</dd>
                    <dt>From</dt><dd>%5$s</dd>
                    <dt>Asked</dt><dd>%6$s, request %1$d</dd>
                  </dl>
                  <div class="decide">
                    <form method="post" action="%7$s/approve" class="stack">
                      <label>Name of the account
                        <input name="username" value="%2$s" minlength="2" maxlength="32" title="%8$s" required autocapitalize="none" spellcheck="false" autocomplete="off"></label>
                      <button type="submit">Approve</button>
                    </form>
                    <form method="post" action="%7$s/decline" class="stack">
                      <label>Reason, which the visitor is told
                        <input name="reason" maxlength="%9$d" required autocomplete="off"></label>
                      <button type="submit" class="plain">Decline</button>
                    </form>
                  </div>
                </section>
                """.formatted(
                        request.id(),
                        escaped(request.wish().name()),
                        escaped(request.wish().reason()),
                        request.wish().email().isEmpty()
                                ? "none"
                                : escaped(request.wish().email()),
                        escaped(from),
                        moment(request.created()),
                        action,
                        escaped(Account.nameRule()),
                        AccessRequests.LONGEST_TEXT);
    }
}
