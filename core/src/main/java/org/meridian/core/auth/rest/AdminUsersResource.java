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
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Account.State;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.FormReader;

/** Accounts and their tokens, for administrators who send a token with the scope {@code admin}. */
@Path("auth/admin/users")
public final class AdminUsersResource {

    private final Administration administration;
    private final FormReader forms;

    /**
     * All accounts.
     *
     * @param forms reads bodies of requests
     */
    public AdminUsersResource(Administration administration, FormReader forms) {
        this.administration = administration;
        this.forms = forms;
    }

    private Administration by(ContainerRequestContext request) {
        return administration.by(Caller.administrator(request), Caller.address(request));
    }

    /** All of them, by name. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        Administration asked = by(request);
        return Json.answer(200, json -> {
            json.writeStartArray();
            for (Account account : asked.list()) {
                write(json, account);
            }
            json.writeEndArray();
        });
    }

    /**
     * Makes one: {@code username}, perhaps {@code email}, {@code admin} (true or false). Its password, for a single use, is
     * shown in this answer and never again.
     */
    @POST
    public Response create(@Context ContainerRequestContext request) {
        Administration asked = by(request);
        AccountForm form = AccountForm.of(request, forms);
        String name = form.required("username");
        String admin = form.optional("admin").orElse("false");
        if (!admin.equals("true") && !admin.equals("false")) {
            throw new UsageFault("admin must be true or false");
        }
        Secret password = asked.create(name, form.optional("email"), admin.equals("true"));
        return password(201, name, password);
    }

    private static Response password(int status, String name, Secret password) {
        return Json.answer(status, json -> {
            json.writeStartObject();
            json.writeStringField("username", name);
            json.writeStringField("password", password.text());
            json.writeEndObject();
        });
    }

    /** One. */
    @GET
    @Path("{name}")
    public Response user(@PathParam("name") String name, @Context ContainerRequestContext request) {
        Account account = by(request).find(checked(name));
        return Json.answer(200, json -> write(json, account));
    }

    /** Closes one: neither its password nor its tokens are accepted from the next second on. Not one's own. */
    @POST
    @Path("{name}/disable")
    public Response disable(@PathParam("name") String name, @Context ContainerRequestContext request) {
        Administration asked = by(request);
        if (name.equals(Caller.administrator(request))) {
            throw new AuthorizationFault("nobody closes his own account: somebody must be left to open it");
        }
        asked.setState(checked(name), State.DISABLED);
        return Response.noContent().build();
    }

    /** Opens a closed one. */
    @POST
    @Path("{name}/enable")
    public Response enable(@PathParam("name") String name, @Context ContainerRequestContext request) {
        by(request).setState(checked(name), State.ACTIVE);
        return Response.noContent().build();
    }

    /** Gives one a new password for a single use, shown in this answer; whoever was signed in is so no more. */
    @POST
    @Path("{name}/password")
    public Response resetPassword(@PathParam("name") String name, @Context ContainerRequestContext request) {
        return password(200, name, by(request).resetPassword(checked(name)));
    }

    /** The good tokens of one, without their texts. */
    @GET
    @Path("{name}/tokens")
    public Response tokens(@PathParam("name") String name, @Context ContainerRequestContext request) {
        Administration asked = by(request);
        return Json.answer(200, json -> {
            json.writeStartArray();
            for (Token token : asked.tokens(checked(name))) {
                TokensResource.write(json, token, Optional.empty());
            }
            json.writeEndArray();
        });
    }

    /** Revokes a token of one: it is refused from the next second on. */
    @DELETE
    @Path("{name}/tokens/{id}")
    public Response revoke(
            @PathParam("name") String name, @PathParam("id") String id, @Context ContainerRequestContext request) {
        Administration asked = by(request);
        if (!id.matches("[0-9]{1,18}")) {
            throw new NotFoundFault("there is no token of that number");
        }
        asked.revoke(checked(name), Long.parseLong(id));
        return Response.noContent().build();
    }

    private static String checked(String name) {
        if (!Account.isName(name)) {
            throw new NotFoundFault("there is no such user");
        }
        return name;
    }

    private static void write(JsonGenerator json, Account account) throws IOException {
        json.writeStartObject();
        json.writeStringField("username", account.name());
        if (account.email().isPresent()) {
            json.writeStringField("email", account.email().get());
        }
        json.writeStringField("state", account.state().name().toLowerCase(Locale.ROOT));
        json.writeBooleanField("admin", account.admin());
        Json.writeTexts(json, "groups", account.groups().stream().sorted().toList());
        json.writeStringField("created", account.created().toString());
        json.writeEndObject();
    }
}
