// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.store.TrashStore.Item;

/**
 * What was deleted and can be had again, in JSON: {@code GET /vospace/trash} lists it, {@code POST /vospace/trash/ITEM} puts an
 * item back, {@code DELETE} removes it for good; of no standard. Thread-safe.
 */
@Path("vospace/trash")
public final class TrashResource {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST = 1000;

    private final Space space;

    /** The trash of a space. */
    public TrashResource(Space space) {
        this.space = space;
    }

    /** A page of items, what was deleted last first. Parameters {@code before}, a number, and {@code limit}. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            long before = number(request, "before").orElse(Long.MAX_VALUE);
            int limit = (int) Math.min(MOST, number(request, "limit").orElse((long) MOST));
            List<Item> items = space.bin().list(Caller.subject(request), before, limit);
            return json(json -> {
                json.writeArrayFieldStart("items");
                for (Item item : items) {
                    json.writeStartObject();
                    json.writeNumberField("item", item.number());
                    json.writeStringField("uri", space.uris().of(item.path()));
                    json.writeStringField("deleted", item.deleted().toString());
                    if (item.by().isPresent()) {
                        json.writeStringField("by", item.by().get());
                    }
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        });
    }

    /** Puts an item back: parameter {@code to} for another place in the same workspace, as the URI of a node. */
    @POST
    @Path("{item}")
    public Response restore(@PathParam("item") String item, @Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            Optional<NodePath> to = parameter(request, "to").map(space.uris()::path);
            NodePath path = space.bin().restore(Caller.subject(request), item(item), to);
            return json(json -> json.writeStringField("uri", space.uris().of(path)));
        });
    }

    /** Removes an item for good. */
    @DELETE
    @Path("{item}")
    public Response purge(@PathParam("item") String item, @Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            space.bin().purge(Caller.subject(request), item(item));
            return Response.noContent().build();
        });
    }

    /** Removes all in the caller's own workspaces for good. */
    @DELETE
    public Response empty(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            int count = space.bin().purgeAll(Caller.subject(request));
            return json(json -> json.writeNumberField("removed", count));
        });
    }

    private static long item(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new VospaceFault(Name.InvalidArgument, "an item of the trash has a number");
        }
        return Long.parseLong(text);
    }

    private static Optional<String> parameter(ContainerRequestContext request, String name) {
        return Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst(name));
    }

    private static Optional<Long> number(ContainerRequestContext request, String name) {
        return parameter(request, name).map(text -> {
            if (!text.matches("[0-9]{1,18}")) {
                throw new VospaceFault(Name.InvalidArgument, name + " is a number");
            }
            return Long.valueOf(text);
        });
    }

    /** Writes fields of an object. */
    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static Response json(Fields fields) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        return Response.ok(text.append('\n').toString())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
