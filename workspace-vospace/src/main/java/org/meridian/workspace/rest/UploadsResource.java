// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.http.BaseUrl;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Bytes;
import org.meridian.workspace.space.Uploads;
import org.meridian.workspace.space.Uploads.Part;
import org.meridian.workspace.store.UploadRecord;

/**
 * Files in parts, which go on where they broke off: the protocol tus 1.0.0 (tus.io) with its extensions creation,
 * creation-with-upload, expiration, termination and checksum. {@code GET} lists the caller's unfinished uploads; of no standard.
 * Thread-safe.
 */
@Path("vospace/uploads")
public final class UploadsResource {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String VERSION = "1.0.0";
    private static final String RESUMABLE = "Tus-Resumable";
    private static final String URI_LIST = "text/uri-list";
    private static final String RETRY_SECONDS = "5";

    /** Dates of HTTP have a day of two digits (RFC 9110, section 5.6.7). */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final Uploads uploads;
    private final VosUri uris;
    private final BaseUrl base;

    /**
     * Uploads of a space.
     *
     * @param uris identifiers of the space
     * @param base where clients find the gateway
     */
    public UploadsResource(Uploads uploads, VosUri uris, BaseUrl base) {
        this.uploads = uploads;
        this.uris = uris;
        this.base = base;
    }

    /** Answers a request of the protocol. */
    private static Response answer(ContainerRequestContext request, Requests.Answer answer) {
        Response response = Requests.answer(request, () -> {
            if (!VERSION.equals(request.getHeaderString(RESUMABLE))) {
                return Response.status(Response.Status.PRECONDITION_FAILED)
                        .type(Requests.TEXT)
                        .header("Tus-Version", VERSION)
                        .entity("InvalidArgument the header " + RESUMABLE + " must be there, and be " + VERSION + "\n")
                        .build();
            }
            return answer.get();
        });
        Response.ResponseBuilder more = Response.fromResponse(response)
                .header(RESUMABLE, VERSION)
                .header(HttpHeaders.CACHE_CONTROL, null)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        return response.getStatus() == 423
                ? more.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS).build()
                : more.build();
    }

    /** What the service can do, also for who has not signed in. */
    @OPTIONS
    public Response options() {
        return Response.noContent()
                .header(RESUMABLE, VERSION)
                .header("Tus-Version", VERSION)
                .header("Tus-Extension", "creation,creation-with-upload,expiration,termination,checksum")
                .header(
                        "Tus-Checksum-Algorithm",
                        String.join(
                                ",",
                                UploadHeaders.ALGORITHMS.keySet().stream()
                                        .sorted()
                                        .toList()))
                .header("Tus-Max-Size", uploads.rules().bytes())
                .build();
    }

    /** The same of one of them. */
    @OPTIONS
    @Path("{id}")
    public Response optionsOfOne() {
        return options();
    }

    /** The caller's unfinished uploads, what was begun last first. Parameter {@code path} for those that go to one node. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            Optional<NodePath> path = Optional.ofNullable(
                            request.getUriInfo().getQueryParameters().getFirst("path"))
                    .map(UploadsResource::path);
            List<UploadRecord> all = uploads.list(Caller.subject(request), path);
            boolean plain = request.getAcceptableMediaTypes().contains(MediaType.valueOf(URI_LIST));
            return Response.ok(plain ? uriList(request, all) : json(request, all))
                    .type(plain ? URI_LIST : MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        });
    }

    private static NodePath path(String text) {
        try {
            return NodePath.of(text);
        } catch (NodePath.InvalidPathException e) {
            throw new VospaceFault(Name.InvalidURI, String.valueOf(e.getMessage()));
        }
    }

    private String uriList(ContainerRequestContext request, List<UploadRecord> all) {
        StringBuilder list = new StringBuilder();
        all.forEach(upload -> list.append(url(request, upload)).append("\r\n"));
        return list.toString();
    }

    private String json(ContainerRequestContext request, List<UploadRecord> all) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("uploads");
            for (UploadRecord upload : all) {
                json.writeStartObject();
                json.writeStringField("url", url(request, upload));
                json.writeStringField("uri", uris.of(upload.wish().path()));
                json.writeNumberField("length", upload.length());
                json.writeNumberField("offset", upload.received());
                json.writeStringField("expires", upload.expires().toString());
                if (upload.wish().sha256().isPresent()) {
                    json.writeStringField(
                            "sha256",
                            HexFormat.of().formatHex(upload.wish().sha256().get()));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private String url(ContainerRequestContext request, UploadRecord upload) {
        return base.url(request.getUriInfo().getBaseUri(), "/vospace/uploads/" + upload.id());
    }

    /** Begins an upload. */
    @POST
    public Response begin(InputStream body, @Context ContainerRequestContext request) {
        return answer(request, () -> {
            Optional<Part> first = UploadHeaders.hasPart(request)
                    ? Optional.of(new Part(0, FileExchange.length(request), body, UploadHeaders.checksum(request)))
                    : Optional.empty();
            UploadRecord upload = uploads.begin(Caller.subject(request), UploadHeaders.wish(request, uris), first);
            return stand(Response.status(Response.Status.CREATED), upload)
                    .header(HttpHeaders.LOCATION, url(request, upload))
                    .build();
        });
    }

    /** How far it is. */
    @HEAD
    @Path("{id}")
    public Response stand(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return answer(request, () -> {
            UploadRecord upload = uploads.find(Caller.subject(request), id);
            Response.ResponseBuilder answer = stand(Response.ok(), upload).header("Upload-Length", upload.length());
            if (!upload.wish().metadata().isEmpty()) {
                answer.header("Upload-Metadata", upload.wish().metadata());
            }
            return answer.build();
        });
    }

    private static Response.ResponseBuilder stand(Response.ResponseBuilder answer, UploadRecord upload) {
        answer.header("Upload-Offset", upload.received());
        if (upload.placed().isPresent()) {
            answer.header(HttpHeaders.ETAG, '"' + Bytes.tagOf(upload.placed().get()) + '"');
            Digests.add(answer, upload.placed().get());
        } else {
            answer.header("Upload-Expires", DATE.format(upload.expires().atOffset(ZoneOffset.UTC)));
        }
        return answer;
    }

    /** Takes a part; with the last one the file is in its place. */
    @PATCH
    @Path("{id}")
    public Response append(InputStream body, @PathParam("id") String id, @Context ContainerRequestContext request) {
        return answer(request, () -> {
            UploadHeaders.requirePart(request);
            Part part = new Part(
                    UploadHeaders.number(request, "Upload-Offset"),
                    FileExchange.length(request),
                    body,
                    UploadHeaders.checksum(request));
            return stand(Response.noContent(), uploads.append(Caller.subject(request), id, part))
                    .build();
        });
    }

    /** Ends it. */
    @DELETE
    @Path("{id}")
    public Response end(@PathParam("id") String id, @Context ContainerRequestContext request) {
        return answer(request, () -> {
            uploads.end(Caller.subject(request), id);
            return Response.noContent().build();
        });
    }

    /** A method that a client cannot send itself, in the header {@code X-HTTP-Method-Override}. */
    @POST
    @Path("{id}")
    public Response overridden(InputStream body, @PathParam("id") String id, @Context ContainerRequestContext request) {
        String method = Optional.ofNullable(request.getHeaderString("X-HTTP-Method-Override"))
                .orElse("");
        return switch (method) {
            case "PATCH" -> append(body, id, request);
            case "DELETE" -> end(id, request);
            case "HEAD" -> stand(id, request);
            default ->
                answer(
                        request,
                        () -> Response.status(Response.Status.METHOD_NOT_ALLOWED)
                                .header(HttpHeaders.ALLOW, "HEAD, PATCH, DELETE, OPTIONS")
                                .type(Requests.TEXT)
                                .entity(
                                        "InvalidArgument parts are sent with PATCH, or with X-HTTP-Method-Override: PATCH\n")
                                .build());
        };
    }
}
