// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.NodeDocument.Detail;
import org.meridian.workspace.rest.NodeReader.NodeDescription;
import org.meridian.workspace.space.Page;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.space.Space.Listing;

/** Nodes and what is said of them (VOSpace 2.1, sections 6.2.1, 6.2.4, 6.3.1 and 6.3.2). Thread-safe. */
@Path("vospace/nodes{path: (/.*)?}")
public final class NodesResource {

    private static final String PREFIX = "vospace/nodes";
    private static final String XML = "text/xml;charset=UTF-8";

    /** Children in one answer, whatever the client asks for (section 6.3.1). */
    private static final int MOST_CHILDREN = 10_000;

    private final Space space;

    /** The nodes of a space. */
    public NodesResource(Space space) {
        this.space = space;
    }

    /**
     * A node, with children of a container. Parameters {@code detail}, {@code limit}, {@code uri}, {@code sort},
     * {@code order}.
     */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            Map<String, String> parameters = parameters(request);
            Listing listing = space.list(subject(request), path, page(path, parameters));
            return described(request, 200, listing, detail(parameters));
        });
    }

    /** Makes a node; of the name {@code .auto} one with a name that is made for it. */
    @PUT
    public Response create(InputStream body, @Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            NodeDescription said = said(request, path, body);
            Node made = space.create(subject(request), path.named(), said.template());
            return described(request, 201, new Listing(made, List.of()), Detail.MAX);
        });
    }

    /** Says something of a node. */
    @POST
    public Response set(InputStream body, @Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            NodeDescription said = said(request, path, body);
            Node set = space.set(subject(request), path, said.template());
            return described(request, 200, new Listing(set, List.of()), Detail.MAX);
        });
    }

    /** Deletes a node, and what is in it. */
    @DELETE
    public Response delete(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            space.delete(subject(request), Requests.path(request, PREFIX));
            return Response.noContent().build();
        });
    }

    private NodeDescription said(ContainerRequestContext request, NodePath path, InputStream body) throws IOException {
        boolean json = MediaType.APPLICATION_JSON_TYPE.isCompatible(request.getMediaType());
        NodeDescription said = json ? NodeJson.read(body) : NodeReader.read(body);
        if (!space.uris().path(said.uri()).equals(path)) {
            throw new VospaceFault(
                    Name.InvalidURI,
                    "the description is of another node than the address: it has to say uri=\""
                            + space.uris().of(path) + "\"");
        }
        return said;
    }

    /** In JSON for those who ask for that alone, or by {@code format=json}; else as the standard has it. */
    private Response described(ContainerRequestContext request, int status, Listing listing, Detail detail)
            throws IOException {
        String accepted = String.valueOf(request.getHeaderString(HttpHeaders.ACCEPT));
        String format = parameters(request).getOrDefault("format", "");
        boolean json = format.equalsIgnoreCase("json")
                || format.isEmpty() && accepted.strip().startsWith(MediaType.APPLICATION_JSON);
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, json ? MediaType.APPLICATION_JSON : XML)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .entity(
                        json
                                ? new NodeJson(space.uris(), detail).of(listing)
                                : new NodeDocument(space.uris(), detail).of(listing))
                .build();
    }

    private static Map<String, String> parameters(ContainerRequestContext request) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.getUriInfo().getQueryParameters().forEach((name, values) -> parameters.put(name, values.getLast()));
        return parameters;
    }

    private static Detail detail(Map<String, String> parameters) {
        String given = parameters.getOrDefault("detail", "max");
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "min" -> Detail.MIN;
            case "properties" -> Detail.PROPERTIES;
            case "max" -> Detail.MAX;
            default -> throw new VospaceFault(Name.InvalidArgument, "detail is min, properties or max");
        };
    }

    private Page page(NodePath container, Map<String, String> parameters) {
        Optional<String> from = Optional.ofNullable(parameters.get("uri")).map(uri -> child(container, uri));
        return new Page(from, limit(parameters), order(parameters), descending(parameters));
    }

    /** By the URI of a property, as OpenCADC's services have it, or by its last word. */
    private static Page.Order order(Map<String, String> parameters) {
        String sort = parameters.getOrDefault("sort", "name").toLowerCase(Locale.ROOT);
        return switch (sort.substring(sort.indexOf('#') + 1)) {
            case "name" -> Page.Order.NAME;
            case "length" -> Page.Order.LENGTH;
            case "date" -> Page.Order.DATE;
            default ->
                throw new VospaceFault(
                        Name.InvalidArgument,
                        "sort is name, " + CoreProperties.LENGTH + " or " + CoreProperties.DATE
                                + "; other properties order nothing");
        };
    }

    private static boolean descending(Map<String, String> parameters) {
        return switch (parameters.getOrDefault("order", "asc").toLowerCase(Locale.ROOT)) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw new VospaceFault(Name.InvalidArgument, "order is asc or desc");
        };
    }

    private String child(NodePath container, String uri) {
        NodePath path = space.uris().path(uri);
        if (path.isRoot() || !path.parent().equals(container)) {
            throw new VospaceFault(
                    Name.InvalidURI,
                    "the parameter uri is to name a child of " + space.uris().of(container)
                            + ": the first of the page");
        }
        return path.name();
    }

    private static int limit(Map<String, String> parameters) {
        String given = parameters.get("limit");
        if (given == null) {
            return MOST_CHILDREN;
        }
        if (!given.matches("[0-9]{1,9}")) {
            throw new VospaceFault(Name.InvalidArgument, "limit is a number of nodes, 0 or more");
        }
        return Math.min(MOST_CHILDREN, Integer.parseInt(given));
    }

    private static Subject subject(ContainerRequestContext request) {
        return Caller.subject(request);
    }
}
