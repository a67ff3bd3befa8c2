// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.team.Actor;
import org.meridian.core.auth.team.Invitations;
import org.meridian.core.auth.team.Invitations.Offer;
import org.meridian.core.auth.team.Invitations.Visitor;

/**
 * Links by which users join teams: capability URLs. To look at one changes nothing, so that nobody joins by following a link;
 * joining is a POST of somebody who has signed in, or of his token with the scope {@code teams}. Whoever would rather have a page
 * is given one by the gateway, at the same URL.
 */
@Path("auth/invitations/{secret}")
public final class InvitationsResource {

    private final Invitations invitations;

    /** @param invitations all of them */
    public InvitationsResource(Invitations invitations) {
        this.invitations = invitations;
    }

    /** What its holder would join: team, description, how many are in it, who invites. 404 if the link is not good. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, Json.WHATEVER_ELSE})
    public Response look(@PathParam("secret") String secret, @Context ContainerRequestContext request) {
        Offer offer = invitations.look(
                new Secret(secret), new Visitor(Caller.subject(request).name(), Caller.address(request)));
        return unreferred(Json.answer(200, json -> {
            json.writeStartObject();
            json.writeStringField("team", offer.invitation().team());
            json.writeStringField("description", offer.description());
            json.writeNumberField("memberCount", offer.members());
            json.writeStringField("inviter", offer.invitation().inviter());
            json.writeStringField("role", Team.Role.MEMBER.text());
            json.writeStringField("expires", offer.invitation().expires().toString());
            json.writeStringField("toJoin", "sign in, and POST to this URL");
            json.writeEndObject();
        }));
    }

    /** Joins as a member. */
    @POST
    @Produces({MediaType.APPLICATION_JSON, Json.WHATEVER_ELSE})
    public Response join(@PathParam("secret") String secret, @Context ContainerRequestContext request) {
        Actor actor = Caller.actor(request);
        Team team = invitations.join(new Secret(secret), actor.name(), actor.address());
        return unreferred(Json.answer(200, json -> TeamsResource.write(json, team, actor)));
    }

    /** The URL is a secret: whatever is opened from the answer is not told it. */
    private static Response unreferred(Response answer) {
        return Response.fromResponse(answer)
                .header("Referrer-Policy", "no-referrer")
                .build();
    }
}
