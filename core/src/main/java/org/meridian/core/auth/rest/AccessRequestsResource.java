// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.AccessRequest;
import org.meridian.core.auth.AccessRequest.Decision;
import org.meridian.core.auth.AccessRequest.State;
import org.meridian.core.auth.AccessRequest.Wish;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.request.AccessRequests.Approved;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;

/**
 * Requests for accounts: visitors make them and see, by a capability URL, what becomes of them; moderators, who have signed in
 * or send a token with the scope {@code admin}, decide.
 */
@Path("auth/requests")
public final class AccessRequestsResource {

    private final AccessRequests requests;
    private final FormReader forms;
    private final BaseUrl base;
    private final Visits visits;

    /**
     * All requests.
     *
     * @param forms reads bodies of requests
     * @param base where clients find the gateway
     */
    public AccessRequestsResource(AccessRequests requests, FormReader forms, BaseUrl base) {
        this.requests = requests;
        this.forms = forms;
        this.base = base;
        this.visits = new Visits(base);
    }

    /**
     * Asks for an account: {@code username}, {@code email}, {@code why}. 202 whether there is an account of that name or not,
     * with the URL that says what becomes of it, shown in this answer and never again. 403 where no requests are taken, 429
     * after too many.
     */
    @POST
    public Response ask(@Context ContainerRequestContext request, @Context UriInfo uri) {
        visits.requireNotElsewhere(request);
        AccountForm form = AccountForm.of(request, forms);
        Secret secret = requests.ask(
                new Wish(form.required("username"), form.required("email"), form.required("why")),
                Caller.address(request));
        String url = base.url(uri.getBaseUri(), "/auth/requests/status/" + secret.text());
        return Json.answer(202, json -> {
            json.writeStartObject();
            json.writeStringField("state", State.WAITING.text());
            json.writeStringField("url", url);
            json.writeEndObject();
        });
    }

    /** What became of a request, for whoever made it. */
    @GET
    @Path("status/{secret}")
    @Produces({MediaType.APPLICATION_JSON, Json.WHATEVER_ELSE})
    public Response look(@PathParam("secret") String secret, @Context ContainerRequestContext request) {
        AccessRequest found = requests.look(new Secret(secret), Caller.address(request));
        Response answer = Json.answer(200, json -> {
            json.writeStartObject();
            json.writeStringField("state", found.state().text());
            json.writeStringField("created", found.created().toString());
            writeDecision(json, found);
            json.writeEndObject();
        });
        return Response.fromResponse(answer)
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    /** Those that wait, or are in {@code state}; for moderators. */
    @GET
    public Response list(@QueryParam("state") @Nullable String state, @Context ContainerRequestContext request) {
        moderator(request);
        State wanted = Arrays.stream(State.values())
                .filter(one -> state == null ? one == State.WAITING : one.text().equals(state))
                .findFirst()
                .orElseThrow(() -> new UsageFault("state must be waiting, approved or declined"));
        return Json.answer(200, json -> {
            json.writeStartArray();
            for (AccessRequest each : requests.list(wanted)) {
                write(json, each);
            }
            json.writeEndArray();
        });
    }

    /**
     * Makes the account, of another name if {@code username} is given. Its password, for a single use, is shown in this answer
     * and never again; the moderator hands it over. Whom an OpenID provider vouches for gets none. For moderators.
     */
    @POST
    @Path("{id}/approve")
    public Response approve(@PathParam("id") String id, @Context ContainerRequestContext request) {
        String moderator = moderator(request);
        Optional<String> name = AccountForm.of(request, forms).optional("username");
        Approved approved = requests.approve(number(id), name, moderator, Caller.address(request));
        return Json.answer(201, json -> {
            json.writeStartObject();
            json.writeStringField("username", approved.name());
            if (approved.password().isPresent()) {
                json.writeStringField("password", approved.password().get().text());
            }
            json.writeEndObject();
        });
    }

    /** Declines, for a {@code reason} that the visitor is told; for moderators. */
    @POST
    @Path("{id}/decline")
    public Response decline(@PathParam("id") String id, @Context ContainerRequestContext request) {
        String moderator = moderator(request);
        String reason = AccountForm.of(request, forms).required("reason");
        requests.decline(number(id), reason, moderator, Caller.address(request));
        return Response.noContent().build();
    }

    private String moderator(ContainerRequestContext request) {
        String name = Caller.withScope(request, Scope.ADMIN);
        requests.requireModerator(name);
        return name;
    }

    private static long number(String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw new NotFoundFault("no such request waits");
        }
        return Long.parseLong(id);
    }

    private static void write(JsonGenerator json, AccessRequest request) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", request.id());
        json.writeStringField("username", request.wish().name());
        json.writeStringField("email", request.wish().email());
        json.writeStringField("why", request.wish().reason());
        if (request.provider().isPresent()) {
            json.writeStringField("provider", request.provider().get());
        }
        if (request.address().isPresent()) {
            json.writeStringField("address", request.address().get());
        }
        json.writeStringField("state", request.state().text());
        json.writeStringField("created", request.created().toString());
        if (request.decision().isPresent()) {
            json.writeStringField("moderator", request.decision().get().moderator());
        }
        writeDecision(json, request);
        json.writeEndObject();
    }

    private static void writeDecision(JsonGenerator json, AccessRequest request) throws IOException {
        if (request.decision().isEmpty()) {
            return;
        }
        Decision decision = request.decision().get();
        json.writeStringField("decided", decision.at().toString());
        if (decision.account().isPresent()) {
            json.writeStringField("account", decision.account().get());
        }
        if (decision.answer().isPresent()) {
            json.writeStringField("reason", decision.answer().get());
        }
    }
}
