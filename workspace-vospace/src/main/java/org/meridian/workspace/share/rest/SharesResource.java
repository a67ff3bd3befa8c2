// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.share.rest;

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
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodePath.InvalidPathException;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.Requests;
import org.meridian.workspace.share.ShareWish;
import org.meridian.workspace.share.Shares;
import org.meridian.workspace.share.Shares.Issued;
import org.meridian.workspace.store.ShareRecord;

/**
 * Links by which files and folders are read without an account, in JSON: {@code POST /vospace/shares} makes one, {@code GET}
 * lists them, {@code DELETE /vospace/shares/ID} takes one back; of no standard. Thread-safe.
 */
@Path("vospace/shares")
public final class SharesResource {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST = 1000;

    private final Shares shares;
    private final VosUri uris;
    private final BaseUrl base;
    private final FormReader forms;

    /**
     * The links of a space.
     *
     * @param uris identifiers of the space
     * @param base where clients find the gateway
     * @param forms reads bodies of requests that are no JSON
     */
    public SharesResource(Shares shares, VosUri uris, BaseUrl base, FormReader forms) {
        this.shares = shares;
        this.uris = uris;
        this.base = base;
        this.forms = forms;
    }

    /**
     * Makes one: {@code path}, and, if they are wanted, {@code expires} ({@code 7d}, {@code 12h} or a moment), {@code password},
     * {@code downloads}, {@code comment}, as fields of a JSON object or of a form. Its URL is in this answer and never again.
     */
    @POST
    public Response create(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            Map<String, String> fields = ShareBody.read(request, forms);
            Optional<String> expires = Optional.ofNullable(fields.get("expires"));
            ShareWish wish = new ShareWish(
                    path(Optional.ofNullable(fields.get("path"))
                            .orElseThrow(() -> new VospaceFault(
                                    Name.InvalidArgument, "say which file or folder: 'path', as in /home/ada/a.fits"))),
                    expires.map(text -> ShareWish.lifetime(text, shares.clock().instant())),
                    Optional.ofNullable(fields.get("password")),
                    Optional.ofNullable(fields.get("downloads")).map(ShareWish::downloads),
                    fields.getOrDefault("comment", ""));
            Issued issued = shares.create(actor(request), wish);
            String url = base.url(
                    request.getUriInfo().getBaseUri(),
                    "/share/" + issued.secret().text());
            return json(201, json -> write(json, issued.share(), Optional.of(url)));
        });
    }

    /**
     * A page of links, youngest first, without their URLs: the caller's own, or, with the parameter {@code path}, all to a node of
     * his and to what is in it. Parameters {@code before}, a number, and {@code limit}.
     */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            Subject subject = Caller.subject(request);
            long before = number(request, "before").orElse(Long.MAX_VALUE);
            int limit = (int) Math.min(MOST, number(request, "limit").orElse((long) MOST));
            Optional<String> path = parameter(request, "path");
            List<ShareRecord> found = path.isPresent()
                    ? shares.at(subject, path(path.get()), before, limit)
                    : shares.mine(subject, before, limit);
            return json(200, json -> {
                json.writeStartObject();
                json.writeArrayFieldStart("shares");
                for (ShareRecord share : found) {
                    write(json, share, Optional.empty());
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        });
    }

    /** Takes one back. */
    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            shares.revoke(actor(request), number("the number of a link", id));
            return Response.noContent().build();
        });
    }

    private static Shares.Actor actor(ContainerRequestContext request) {
        return new Shares.Actor(Caller.subject(request), Caller.address(request));
    }

    private NodePath path(String text) {
        try {
            return VosUri.isVos(text) ? uris.path(text) : NodePath.of(text);
        } catch (InvalidPathException e) {
            throw new VospaceFault(Name.InvalidURI, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> parameter(ContainerRequestContext request, String name) {
        return Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst(name));
    }

    private static Optional<Long> number(ContainerRequestContext request, String name) {
        return parameter(request, name).map(text -> number(name, text));
    }

    private static long number(String what, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new VospaceFault(Name.InvalidArgument, what + " is written in digits");
        }
        return Long.parseLong(text);
    }

    private void write(JsonGenerator json, ShareRecord share, Optional<String> url) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", share.id());
        if (url.isPresent()) {
            json.writeStringField("url", url.get());
        }
        json.writeStringField("uri", uris.of(share.path()));
        json.writeStringField("maker", share.maker());
        json.writeStringField("created", share.created().toString());
        json.writeStringField("expires", share.expires().toString());
        json.writeBooleanField("password", share.password().isPresent());
        json.writeNumberField("downloads", share.downloads());
        if (share.most().isPresent()) {
            json.writeNumberField("mostDownloads", share.most().get());
        }
        json.writeStringField("comment", share.comment());
        json.writeEndObject();
    }

    /** Writes a document. */
    @FunctionalInterface
    private interface Document {
        void write(JsonGenerator json) throws IOException;
    }

    private static Response json(int status, Document document) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            document.write(json);
        }
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(text.append('\n').toString())
                .build();
    }
}
