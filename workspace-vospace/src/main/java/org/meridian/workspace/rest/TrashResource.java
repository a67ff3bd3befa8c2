// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Subject;
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

    private static final int MOST = 1000;

    private final Space space;

    /** The trash of a space. */
    public TrashResource(Space space) {
        this.space = space;
    }

    /**
     * A page of items, what was deleted last first; with {@code versions=true} of what files in the caller's own workspaces were
     * before they were replaced. Parameters {@code before}, a number, and {@code limit}.
     */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            long before = number(request, "before").orElse(Long.MAX_VALUE);
            int limit = (int) Math.min(MOST, number(request, "limit").orElse((long) MOST));
            Subject caller = Caller.subject(request);
            List<Item> items = versions(request)
                    ? space.bin().listVersions(caller, before, limit)
                    : space.bin().list(caller, before, limit);
            return JsonAnswer.of(json -> {
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
            return JsonAnswer.of(
                    json -> json.writeStringField("uri", space.uris().of(path)));
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

    /** Removes all in the caller's own workspaces for good; with {@code versions=true} all versions of files instead. */
    @DELETE
    public Response empty(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            Subject caller = Caller.subject(request);
            int count = versions(request)
                    ? space.bin().purgeVersions(caller)
                    : space.bin().purgeAll(caller);
            return JsonAnswer.of(json -> json.writeNumberField("removed", count));
        });
    }

    private static long item(String text) {
        return Requests.number("an item of the trash", text);
    }

    private static Optional<String> parameter(ContainerRequestContext request, String name) {
        return Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst(name));
    }

    private static Optional<Long> number(ContainerRequestContext request, String name) {
        return parameter(request, name).map(text -> Requests.number(name, text));
    }

    /** Whether what files were before they were replaced is asked for. */
    private static boolean versions(ContainerRequestContext request) {
        String text = parameter(request, "versions").orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new VospaceFault(Name.InvalidArgument, "versions is true or false");
        }
        return text.equals("true");
    }
}
