// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;
import static org.meridian.gateway.rest.Page.moment;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.auth.team.Actor;
import org.meridian.core.auth.team.Invitations;
import org.meridian.core.auth.team.Invitations.Offer;
import org.meridian.core.auth.team.Invitations.Visitor;
import org.meridian.core.auth.team.Teams;
import org.meridian.core.dali.DaliFault;

/**
 * What people see of a link into a team, at the URL at which programs get JSON: whoever would rather have HTML is given these
 * pages. To look changes nothing; to join is a form.
 */
@Path("auth/invitations/{secret}")
@Produces(Page.RATHER_HTML)
public final class InvitationPages {

    private final Invitations invitations;
    private final Teams teams;
    private final Site site;

    /** The pages of all links. */
    public InvitationPages(Invitations invitations, Teams teams, Site site) {
        this.invitations = invitations;
        this.teams = teams;
        this.site = site;
    }

    /** What its holder would join, with a button to do so if he has signed in. */
    @GET
    public Response look(@PathParam("secret") String secret, @Context ContainerRequestContext request) {
        Optional<String> account = Caller.subject(request).name();
        try {
            Offer offer = invitations.look(new Secret(secret), new Visitor(account, Caller.address(request)));
            return Page.of(
                            site.root(request),
                            "Invitation to a team",
                            offer(offer) + next(site.root(request), secret, offer, account))
                    .answer(200)
                    .build();
        } catch (DaliFault refused) {
            return notGood(request, refused);
        }
    }

    /** Joins as a member, and goes to the page of the team. */
    @POST
    public Response join(@PathParam("secret") String secret, @Context ContainerRequestContext request) {
        try {
            Actor actor = Caller.actor(request);
            Team team = invitations.join(new Secret(secret), actor.name(), actor.address());
            return site.to(request, TeamPages.path(team.name())).build();
        } catch (DaliFault refused) {
            return notGood(request, refused);
        }
    }

    private static String offer(Offer offer) {
        String description = offer.description().isEmpty()
                ? "<p class=\"muted\">Its maker has not described it.</p>\n"
                : "<p class=\"said\">" + escaped(offer.description()) + "</p>\n";
        return """
                <section class="card" aria-labelledby="team-title">
                  <h2 id="team-title">%s</h2>
                  %s  <dl class="facts">
                    <dt>Invites you</dt><dd>%s</dd>
                    <dt>In it</dt><dd>%s</dd>
                    <dt>Good until</dt><dd>%s</dd>
                  </dl>
                </section>
                """.formatted(
                        escaped(offer.invitation().team()),
                        description,
                        escaped(offer.invitation().inviter()),
                        Html.count(offer.members(), "user"),
                        moment(offer.invitation().expires()));
    }

    private String next(String root, String secret, Offer offer, Optional<String> account) {
        String team = offer.invitation().team();
        String link = "/auth/invitations/" + secret;
        if (account.isEmpty()) {
            return """
                    <p class="hint">To join, sign in: you come back to this page.</p>
                    <p><a class="button narrow" href="%s">Sign in</a></p>
                    """.formatted(escaped(root + Site.signIn(link)));
        }
        boolean isIn =
                teams.of(account.get()).stream().anyMatch(known -> known.name().equals(team));
        if (isIn) {
            return "<p class=\"hint\">You are in this team already: <a href=\"" + escaped(root + TeamPages.path(team))
                    + "\">go to its page</a>.</p>\n";
        }
        return """
                <p class="hint">You are signed in as <strong>%s</strong>. Who is in the team sees who else is, and may use what is shared with it. You can leave whenever you like.</p>
                <form method="post" action="%s" class="stack"><button type="submit">Join the team</button></form>
                """.formatted(escaped(account.get()), escaped(root + link));
    }

    private Response notGood(ContainerRequestContext request, DaliFault refused) {
        String root = escaped(site.root(request));
        String onward = Caller.subject(request).isAnonymous()
                ? "<p><a href=\"" + root + "/sign-in\">Sign in</a>, or go to the <a href=\"" + root
                        + "/\">start page</a>.</p>\n"
                : "<p><a href=\"" + root + TeamPages.ROOT + "\">Your teams</a></p>\n";
        return Site.refusal(
                Page.of(site.root(request), "Invitation to a team", Page.alert(Site.words(refused)) + onward), refused);
    }
}
