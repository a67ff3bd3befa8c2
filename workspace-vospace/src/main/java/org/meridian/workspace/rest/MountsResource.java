// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.MountPlan;
import org.meridian.workspace.space.Space;

/** What the caller's own programs see of the workspaces: {@code GET /vospace/mounts}, in JSON; of no standard. Thread-safe. */
@Path("vospace/mounts")
public final class MountsResource {

    private static final JsonFactory JSON = new JsonFactory();

    /** A plan may look through the whole tree. */
    private static final int AT_ONCE = 2;

    private final Space space;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** The mounts of a space. */
    public MountsResource(Space space) {
        this.space = space;
    }

    /** What is mounted, each after that which it lies in, and why. */
    @GET
    public Response plan(@Context ContainerRequestContext request) {
        return Requests.answer(
                request,
                () -> Response.ok(json(plan(Caller.subject(request))))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    private MountPlan plan(Subject subject) throws IOException {
        if (subject.isAnonymous()) {
            throw new VospaceFault(Name.PermissionDenied, "only who has signed in has programs here");
        }
        if (!places.tryAcquire()) {
            throw new VospaceFault(Name.NodeBusy, "others ask for their mounts just now; ask again in a moment");
        }
        try {
            return space.mounts().planOf(subject);
        } finally {
            places.release();
        }
    }

    private static String json(MountPlan plan) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("mounts");
            for (MountPlan.Mount mount : plan.mounts()) {
                json.writeStartObject();
                json.writeStringField("path", mount.path().toString());
                json.writeStringField("access", mount.access().name().toLowerCase(Locale.ROOT));
                json.writeStringField("because", mount.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("notes");
            for (String note : plan.notes()) {
                json.writeString(note);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
