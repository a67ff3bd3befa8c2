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
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.NodeDocument.Detail;
import org.meridian.workspace.rest.NodeReader.NodeDescription;
import org.meridian.workspace.space.Page;
import org.meridian.workspace.space.Space;

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

    /** A node, with children of a container. Parameters {@code detail}, {@code limit}, {@code uri}, {@code order}. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            Map<String, String> parameters = parameters(request);
            NodeDocument document = new NodeDocument(space.uris(), detail(parameters));
            return xml(200, document.of(space.list(subject(request), path, page(path, parameters))));
        });
    }

    /** Makes a node. */
    @PUT
    public Response create(InputStream body, @Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            NodeDescription said = described(path, body);
            return xml(201, whole().of(space.create(subject(request), path, said.template())));
        });
    }

    /** Says something of a node. */
    @POST
    public Response set(InputStream body, @Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            NodeDescription said = described(path, body);
            return xml(200, whole().of(space.set(subject(request), path, said.template())));
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

    private NodeDescription described(NodePath path, InputStream body) throws java.io.IOException {
        NodeDescription said = NodeReader.read(body);
        if (!space.uris().path(said.uri()).equals(path)) {
            throw new VospaceFault(
                    Name.InvalidURI,
                    "the description is of another node than the address: it has to say uri=\""
                            + space.uris().of(path) + "\"");
        }
        return said;
    }

    private NodeDocument whole() {
        return new NodeDocument(space.uris(), Detail.MAX);
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
        boolean descending = "desc".equalsIgnoreCase(parameters.getOrDefault("order", "asc"));
        return new Page(from, limit(parameters), descending);
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

    private static Response xml(int status, String document) {
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, XML)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(document)
                .build();
    }

    /** Where a node is to be found, for other resources. */
    static String address(NodePath path) {
        return "/" + PREFIX + VosUri.escaped(path);
    }
}
