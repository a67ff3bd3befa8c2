// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.meridian.gateway.rest.Page.escaped;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;
import org.meridian.core.auth.Invitation;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.rest.AccountForm;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.auth.team.Actor;
import org.meridian.core.auth.team.Invitations;
import org.meridian.core.auth.team.Teams;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;

/** What users do with their teams in a browser: by the rules of {@link Teams} and {@link Invitations}, as programs do. */
@Path("account/teams")
public final class TeamPages {

    /** Path of the list of a user's teams. */
    static final String ROOT = "/account/teams";

    private final Teams teams;
    private final Invitations invitations;
    private final Site site;

    /** The pages of all teams. */
    public TeamPages(Teams teams, Invitations invitations, Site site) {
        this.teams = teams;
        this.invitations = invitations;
        this.site = site;
    }

    /** Path of the page of a team, whose name has no letter that is written otherwise in a path. */
    static String path(String team) {
        return ROOT + "/" + team;
    }

    /** The teams of whoever asks; who has not signed in is sent to do so. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        if (Caller.subject(request).isAnonymous()) {
            return site.toSignIn(request, ROOT);
        }
        return listPage(request, "", TeamsSection.Draft.EMPTY).answer(200).build();
    }

    /** Makes one, {@code name} and {@code description}, and goes to its page. */
    @POST
    public Response create(@Context ContainerRequestContext request) {
        return orSignIn(request, () -> {
            Actor actor = Caller.actor(request);
            AccountForm form = site.form(request);
            TeamsSection.Draft draft = new TeamsSection.Draft(
                    form.optional("name").orElse(""),
                    form.optional("description").orElse(""));
            try {
                Team team = teams.create(actor, draft.name(), draft.description());
                return site.to(request, path(team.name())).build();
            } catch (DaliFault refused) {
                return Site.refusal(listPage(request, refused.message(), draft), refused);
            }
        });
    }

    /** One, with what its user may do; who has not signed in is sent to do so. */
    @GET
    @Path("{team}")
    public Response team(@PathParam("team") String name, @Context ContainerRequestContext request) {
        if (Caller.subject(request).isAnonymous()) {
            return site.toSignIn(request, Team.isName(name) ? path(name) : ROOT);
        }
        return orSayWhy(request, name, () -> page(request, name, "").answer(200).build());
    }

    /** Makes a member something else: {@code role}. */
    @POST
    @Path("{team}/members/{account}/role")
    public Response setRole(
            @PathParam("team") String name,
            @PathParam("account") String account,
            @Context ContainerRequestContext request) {
        return orSayWhy(request, name, () -> {
            teams.setRole(
                    Caller.actor(request),
                    name,
                    account,
                    Teams.role(site.form(request).required("role")));
            return site.to(request, path(name)).build();
        });
    }

    /** Puts a member out; whoever names himself leaves. */
    @POST
    @Path("{team}/members/{account}/remove")
    public Response remove(
            @PathParam("team") String name,
            @PathParam("account") String account,
            @Context ContainerRequestContext request) {
        return orSayWhy(request, name, () -> {
            Actor actor = Caller.actor(request);
            teams.remove(actor, name, account);
            return site.to(request, account.equals(actor.name()) ? ROOT : path(name))
                    .build();
        });
    }

    /** Makes a link for {@code uses} others that is good for {@code days}; it is on the page that answers, once. */
    @POST
    @Path("{team}/invitations")
    public Response invite(@PathParam("team") String name, @Context ContainerRequestContext request) {
        return orSayWhy(request, name, () -> {
            Actor actor = Caller.actor(request);
            AccountForm form = site.form(request);
            Invitations.Wish wish = Invitations.Wish.of(form.optional("uses"), form.optional("days"));
            Invitations.Issued issued = invitations.create(actor, name, wish);
            String url =
                    site.url(request, "/auth/invitations/" + issued.secret().text());
            return page(request, name, TeamView.shownOnce(issued.invitation(), url))
                    .answer(201)
                    .build();
        });
    }

    /** Takes a link back. */
    @POST
    @Path("{team}/invitations/{id}/revoke")
    public Response revoke(
            @PathParam("team") String name, @PathParam("id") long id, @Context ContainerRequestContext request) {
        return orSayWhy(request, name, () -> {
            invitations.revoke(Caller.actor(request), name, id);
            return site.to(request, path(name)).build();
        });
    }

    /** Asks whether the user means to leave. */
    @GET
    @Path("{team}/leave")
    public Response leaving(@PathParam("team") String name, @Context ContainerRequestContext request) {
        return orSayWhy(
                request,
                name,
                () -> Page.of(
                                site.root(request),
                                "Leave the team?",
                                view(request, name).leaving())
                        .answer(200)
                        .build());
    }

    /** Asks whether the user means to delete it. */
    @GET
    @Path("{team}/delete")
    public Response deleting(@PathParam("team") String name, @Context ContainerRequestContext request) {
        return orSayWhy(
                request,
                name,
                () -> Page.of(
                                site.root(request),
                                "Delete the team?",
                                view(request, name).deleting())
                        .answer(200)
                        .build());
    }

    /** Deletes it. */
    @POST
    @Path("{team}/delete")
    public Response delete(@PathParam("team") String name, @Context ContainerRequestContext request) {
        return orSayWhy(request, name, () -> {
            teams.delete(Caller.actor(request), name);
            return site.to(request, ROOT).build();
        });
    }

    /** Says on the page of the team what could not be done; on a page of its own where the user is in no such team. */
    private Response orSayWhy(ContainerRequestContext request, String name, Supplier<Response> action) {
        return orSignIn(request, () -> {
            try {
                return action.get();
            } catch (DaliFault refused) {
                return Site.refusal(explanation(request, name, refused), refused);
            }
        });
    }

    private Page explanation(ContainerRequestContext request, String name, DaliFault refused) {
        String alert = Page.alert(Site.words(refused));
        try {
            return page(request, name, alert);
        } catch (NotFoundFault inNone) {
            return Page.of(
                    site.root(request),
                    "No such team",
                    alert + "<p><a href=\"" + escaped(site.root(request) + ROOT) + "\">Your teams</a></p>\n");
        }
    }

    private Response orSignIn(ContainerRequestContext request, Supplier<Response> action) {
        try {
            return action.get();
        } catch (AuthenticationFault unknown) {
            String signIn = escaped(site.root(request) + Site.signIn(ROOT));
            return Site.refusal(
                    Page.of(
                            site.root(request),
                            "Sign in first",
                            Page.alert(Site.words(unknown)) + "<p><a href=\"" + signIn + "\">Sign in</a></p>\n"),
                    unknown);
        }
    }

    private TeamView view(ContainerRequestContext request, String name) {
        Actor actor = Caller.actor(request);
        return new TeamView(site.root(request), teams.find(actor, name), actor.name());
    }

    private Page page(ContainerRequestContext request, String name, String above) {
        TeamView view = view(request, name);
        List<Invitation> links = view.role().invites() ? invitations.list(Caller.actor(request), name) : List.of();
        return Page.of(view.root(), "Team " + name, above + view.html(links));
    }

    private Page listPage(ContainerRequestContext request, String message, TeamsSection.Draft draft) {
        String root = site.root(request);
        return Page.of(
                root,
                "Your teams",
                Page.alert(message) + "<p class=\"hint\"><a href=\"" + escaped(root)
                        + "/account\">Your account</a></p>\n"
                        + new TeamsSection(teams)
                                .html(root, Caller.actor(request).name(), draft));
    }
}
