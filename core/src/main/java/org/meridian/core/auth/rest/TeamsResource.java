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
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Optional;
import org.meridian.core.auth.Invitation;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.Team.Member;
import org.meridian.core.auth.Team.Role;
import org.meridian.core.auth.team.Actor;
import org.meridian.core.auth.team.Invitations;
import org.meridian.core.auth.team.Invitations.Issued;
import org.meridian.core.auth.team.Teams;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;

/**
 * The teams of whoever asks: for users who have signed in, and for their tokens with the scope {@code teams}. Refusals are
 * thrown, and answered in plain text: 400 for names that cannot be, 403 for what a role or a limit forbids, 404 for teams that
 * the user is not in.
 */
@Path("auth/teams")
public final class TeamsResource {

    private final Teams teams;
    private final Invitations invitations;
    private final FormReader forms;
    private final BaseUrl base;
    private final Optional<String> service;

    /**
     * All teams.
     *
     * @param forms reads bodies of requests
     * @param base where clients find the gateway
     * @param service IVOID of this gateway's group membership service
     */
    public TeamsResource(
            Teams teams, Invitations invitations, FormReader forms, BaseUrl base, Optional<String> service) {
        this.teams = teams;
        this.invitations = invitations;
        this.forms = forms;
        this.base = base;
        this.service = service;
    }

    /** Those that the user is in; {@code used} of {@code limit} he has made himself. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        Actor actor = Caller.actor(request);
        Teams.Quota quota = teams.quota(actor.name());
        return Json.answer(200, json -> {
            json.writeStartObject();
            json.writeNumberField("used", quota.used());
            json.writeNumberField("limit", quota.limit());
            if (service.isPresent()) {
                json.writeStringField("service", service.get());
            }
            json.writeArrayFieldStart("teams");
            for (Team team : teams.of(actor.name())) {
                json.writeStartObject();
                writeHead(json, team, actor);
                json.writeNumberField("memberCount", team.members().size());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Makes one: {@code name}, before which the user's own name and '~' are put, and perhaps {@code description}. */
    @POST
    public Response create(@Context ContainerRequestContext request) {
        Actor actor = Caller.actor(request);
        AccountForm form = AccountForm.of(request, forms);
        Team team = teams.create(
                actor, form.required("name"), form.optional("description").orElse(""));
        return Json.answer(201, json -> write(json, team, actor));
    }

    /** One, and who is in it. */
    @GET
    @Path("{team}")
    public Response team(@PathParam("team") String name, @Context ContainerRequestContext request) {
        Actor actor = Caller.actor(request);
        Team team = teams.find(actor, name);
        return Json.answer(200, json -> write(json, team, actor));
    }

    /** Deletes one; for its owners. */
    @DELETE
    @Path("{team}")
    public Response delete(@PathParam("team") String name, @Context ContainerRequestContext request) {
        teams.delete(Caller.actor(request), name);
        return Response.noContent().build();
    }

    /** Makes a member something else: {@code role} is owner, admin or member. For owners. */
    @POST
    @Path("{team}/members/{account}")
    public Response setRole(
            @PathParam("team") String name,
            @PathParam("account") String account,
            @Context ContainerRequestContext request) {
        Actor actor = Caller.actor(request);
        Role role = Teams.role(AccountForm.of(request, forms).required("role"));
        teams.setRole(actor, name, account, role);
        return Json.answer(200, json -> write(json, teams.find(actor, name), actor));
    }

    /** Puts a member out; whoever names himself leaves. He has the team's rights no more from the next second on. */
    @DELETE
    @Path("{team}/members/{account}")
    public Response remove(
            @PathParam("team") String name,
            @PathParam("account") String account,
            @Context ContainerRequestContext request) {
        teams.remove(Caller.actor(request), name, account);
        return Response.noContent().build();
    }

    /** The links into a team that are good, without their secrets; for owners and admins. */
    @GET
    @Path("{team}/invitations")
    public Response invitations(@PathParam("team") String name, @Context ContainerRequestContext request) {
        Actor actor = Caller.actor(request);
        return Json.answer(200, json -> {
            json.writeStartArray();
            for (Invitation invitation : invitations.list(actor, name)) {
                write(json, invitation, Optional.empty());
            }
            json.writeEndArray();
        });
    }

    /**
     * Makes a link for {@code uses} others (1 if not said) that is good for {@code days}. It is shown in this answer and never
     * again. For owners and admins.
     */
    @POST
    @Path("{team}/invitations")
    public Response invite(
            @PathParam("team") String name, @Context ContainerRequestContext request, @Context UriInfo uri) {
        Actor actor = Caller.actor(request);
        AccountForm form = AccountForm.of(request, forms);
        Invitations.Wish wish = Invitations.Wish.of(form.optional("uses"), form.optional("days"));
        Issued issued = invitations.create(actor, name, wish);
        String url = base.url(
                uri.getBaseUri(), "/auth/invitations/" + issued.secret().text());
        return Json.answer(201, json -> write(json, issued.invitation(), Optional.of(url)));
    }

    /** Takes a link back. */
    @DELETE
    @Path("{team}/invitations/{id}")
    public Response revoke(
            @PathParam("team") String name, @PathParam("id") String id, @Context ContainerRequestContext request) {
        Actor actor = Caller.actor(request);
        if (!id.matches("[0-9]{1,18}")) {
            throw new NotFoundFault("team " + name + " has no invitation of that number");
        }
        invitations.revoke(actor, name, Long.parseLong(id));
        return Response.noContent().build();
    }

    static void write(JsonGenerator json, Team team, Actor actor) throws IOException {
        json.writeStartObject();
        writeHead(json, team, actor);
        json.writeArrayFieldStart("members");
        for (Member member : team.members()) {
            json.writeStartObject();
            json.writeStringField("account", member.account());
            json.writeStringField("role", member.role().text());
            json.writeStringField("joined", member.joined().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeHead(JsonGenerator json, Team team, Actor actor) throws IOException {
        json.writeStringField("name", team.name());
        json.writeStringField("description", team.description());
        json.writeStringField("created", team.created().toString());
        Optional<Role> role = team.role(actor.name());
        if (role.isPresent()) {
            json.writeStringField("yourRole", role.get().text());
        }
    }

    private static void write(JsonGenerator json, Invitation invitation, Optional<String> url) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", invitation.id());
        json.writeStringField("team", invitation.team());
        json.writeStringField("inviter", invitation.inviter());
        json.writeNumberField("usesLeft", invitation.usesLeft());
        json.writeStringField("created", invitation.created().toString());
        json.writeStringField("expires", invitation.expires().toString());
        if (url.isPresent()) {
            json.writeStringField("url", url.get());
        }
        json.writeEndObject();
    }
}
