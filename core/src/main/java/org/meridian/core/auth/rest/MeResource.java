// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;

/** Who the gateway takes the caller for. */
@Path("me")
public final class MeResource {

    /** Name, groups and what the credential is good for; anonymous callers are told that they are. */
    @GET
    public Response me(@Context ContainerRequestContext request) {
        Subject subject = Caller.subject(request);
        return Json.answer(200, json -> {
            json.writeStartObject();
            json.writeBooleanField("anonymous", subject.isAnonymous());
            if (!subject.isAnonymous()) {
                json.writeStringField("name", subject.name().orElseThrow());
                json.writeStringField(
                        "credential",
                        subject.credential().name().toLowerCase(Locale.ROOT).replace('_', ' '));
                Json.writeTexts(
                        json, "groups", subject.groups().stream().sorted().toList());
                Json.writeTexts(
                        json,
                        "scopes",
                        subject.scopes().stream().map(Scope::text).sorted().toList());
            }
            json.writeEndObject();
        });
    }
}
