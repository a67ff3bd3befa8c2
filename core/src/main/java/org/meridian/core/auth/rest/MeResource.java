// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.Usage;
import org.meridian.core.usage.UsageReport;

/** Who the gateway takes the caller for, and what he has used. */
@Path("me")
public final class MeResource {

    private final UsageReport usage;

    /** @param usage of everybody */
    public MeResource(UsageReport usage) {
        this.usage = usage;
    }

    /**
     * Name, groups and what the credential is good for; anonymous callers are told that they are. What the caller, or his
     * address, has used, and how much he may.
     */
    @GET
    public Response me(@Context ContainerRequestContext request) {
        Subject subject = Caller.subject(request);
        List<Usage> used = usage.of(Spender.of(subject, Caller.address(request)));
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
            UsageJson.write(json, used);
            json.writeEndObject();
        });
    }
}
