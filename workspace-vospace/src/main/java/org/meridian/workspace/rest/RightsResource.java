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
import java.util.Map;
import org.meridian.core.auth.rest.Caller;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.space.Explaining;
import org.meridian.workspace.space.Explaining.Answer;
import org.meridian.workspace.space.Explaining.Explanation;

/**
 * Who may do what with a node, and because of what, in plain words: {@code GET /vospace/rights/home/ann/data}, in JSON; of no
 * standard. Thread-safe.
 */
@Path("vospace/rights{path: (/.*)?}")
public final class RightsResource {

    private static final JsonFactory JSON = new JsonFactory();

    private final Explaining explaining;
    private final VosUri uris;

    /**
     * The rights of a space.
     *
     * @param uris its identifiers
     */
    public RightsResource(Explaining explaining, VosUri uris) {
        this.explaining = explaining;
        this.uris = uris;
    }

    /** What the caller may do, by {@code read}, {@code write} and {@code share}, and the rules for everybody. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, "vospace/rights");
            return Response.ok(json(path, explaining.of(Caller.subject(request), path)))
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        });
    }

    private String json(NodePath path, Explanation explanation) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("uri", uris.of(path));
            json.writeObjectFieldStart("you");
            for (Map.Entry<Action, Answer> each : explanation.you().entrySet()) {
                json.writeObjectFieldStart(each.getKey().name().toLowerCase(Locale.ROOT));
                json.writeBooleanField("allowed", each.getValue().allowed());
                json.writeStringField("why", each.getValue().why());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeArrayFieldStart("rules");
            for (String rule : explanation.rules()) {
                json.writeString(rule);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
