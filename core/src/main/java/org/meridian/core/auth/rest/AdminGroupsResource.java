// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.dali.DaliFault.NotFoundFault;

/**
 * The operator's groups, for administrators who send a token with the scope {@code admin}. A group exists as long as somebody is
 * in it. Teams are listed; what administrators may do with them is in {@link TeamsResource}.
 */
@Path("auth/admin/groups")
public final class AdminGroupsResource {

    private final Administration administration;

    /** @param administration of all groups */
    public AdminGroupsResource(Administration administration) {
        this.administration = administration;
    }

    /** All of them and who is in them. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        Administration asked = by(request);
        return Json.answer(200, json -> {
            json.writeStartArray();
            for (Map.Entry<String, List<String>> group : asked.groups().entrySet()) {
                json.writeStartObject();
                json.writeStringField("name", group.getKey());
                json.writeBooleanField("team", Team.isName(group.getKey()));
                Json.writeTexts(json, "members", group.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Puts a user into a group. */
    @PUT
    @Path("{group}/members/{name}")
    public Response join(
            @PathParam("group") String group,
            @PathParam("name") String name,
            @Context ContainerRequestContext request) {
        by(request).join(group, List.of(checked(name)));
        return Response.noContent().build();
    }

    /** Takes a user out of a group. */
    @DELETE
    @Path("{group}/members/{name}")
    public Response leave(
            @PathParam("group") String group,
            @PathParam("name") String name,
            @Context ContainerRequestContext request) {
        Administration asked = by(request);
        if (!Account.isGroup(group)) {
            throw new NotFoundFault("there is no such group of the operator's");
        }
        asked.leave(group, List.of(checked(name)));
        return Response.noContent().build();
    }

    private Administration by(ContainerRequestContext request) {
        return administration.by(Caller.administrator(request), Caller.address(request));
    }

    private static String checked(String name) {
        if (!Account.isName(name)) {
            throw new NotFoundFault("there is no such user");
        }
        return name;
    }
}
