// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.gms.RemoteGroups;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.FormReader;

/** Groups that other services keep (GMS 1.0): users who have signed in let this gateway ask for theirs. */
@Path("auth/remote-groups")
public final class RemoteGroupsResource {

    private final RemoteGroups remote;
    private final FormReader forms;

    /**
     * The groups of other services.
     *
     * @param forms reads bodies of requests
     */
    public RemoteGroupsResource(RemoteGroups remote, FormReader forms) {
        this.remote = remote;
        this.forms = forms;
    }

    /** Which services can be asked, and the groups of theirs that the user is in as far as is known now. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        return answer(remote.of(Caller.signedIn(request)));
    }

    private Response answer(Set<String> groups) {
        return Json.answer(200, json -> {
            json.writeStartObject();
            Json.writeTexts(json, "services", remote.services());
            Json.writeTexts(json, "groups", groups.stream().sorted().toList());
            json.writeEndObject();
        });
    }

    /**
     * Asks {@code service} with {@code token}, the user's own there. It goes to that service and is kept in memory alone, to ask
     * again. 403 if the service refuses it, 503 if there is no answer.
     */
    @POST
    public Response delegate(@Context ContainerRequestContext request) {
        String account = Caller.signedIn(request);
        AccountForm form = AccountForm.of(request, forms);
        Secret token = new Secret(form.required("token"));
        return answer(remote.delegate(account, form.required("service"), token, Caller.address(request)));
    }

    /** Forgets the token for {@code service}, and the user's groups there. */
    @DELETE
    public Response revoke(@QueryParam("service") @Nullable String service, @Context ContainerRequestContext request) {
        String account = Caller.signedIn(request);
        String named = Optional.ofNullable(service).orElseThrow(() -> new UsageFault("parameter service is missing"));
        remote.revoke(account, named, Caller.address(request));
        return Response.noContent().build();
    }
}
