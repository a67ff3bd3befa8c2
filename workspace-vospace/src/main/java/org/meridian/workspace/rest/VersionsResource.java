// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.space.Versions;
import org.meridian.workspace.space.Versions.Seen;

/**
 * What a file was before it was replaced: {@code GET /vospace/versions/home/ann/a.fits} lists that in JSON, and with {@code
 * ?version=N} has the bytes of one, with ranges and conditions; {@code POST} puts one back, {@code DELETE} removes one for good,
 * or all. Of no standard. Thread-safe.
 */
@Path("vospace/versions{path: /.*}")
public final class VersionsResource {

    private static final String PREFIX = "vospace/versions";

    private final Space space;

    /** The versions of the files of a space. */
    public VersionsResource(Space space) {
        this.space = space;
    }

    /** The versions of a file, what was replaced last first, or the bytes of one. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            Subject caller = Caller.subject(request);
            Versions versions = space.versions();
            Optional<Long> number = version(request);
            if (number.isPresent()) {
                return FileExchange.answer(versions.read(caller, path, number.get()), path)
                        .build();
            }
            List<Seen> all = versions.list(caller, path);
            return JsonAnswer.of(json -> {
                json.writeStringField("uri", space.uris().of(path));
                json.writeArrayFieldStart("versions");
                for (Seen each : all) {
                    write(json, each);
                }
                json.writeEndArray();
            });
        });
    }

    /** What there is to say of them. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) {
        return get(request);
    }

    private static void write(JsonGenerator json, Seen version) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", version.number());
        json.writeNumberField("bytes", version.state().size());
        json.writeStringField("modified", version.state().modified().toString());
        json.writeStringField("replaced", version.replaced().toString());
        if (version.by().isPresent()) {
            json.writeStringField("by", version.by().get());
        }
        if (version.record().contentType().isPresent()) {
            json.writeStringField("contentType", version.record().contentType().get());
        }
        Optional<Checksums> known = version.record().checksumsOf(version.state());
        if (known.isPresent()) {
            json.writeStringField("md5", known.get().md5Hex());
            json.writeStringField("sha256", known.get().sha256Hex());
        }
        json.writeStringField("etag", '"' + version.tag() + '"');
        json.writeEndObject();
    }

    /** Puts a version in the place of its file, which becomes a version itself. */
    @POST
    public Response restore(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            long number = version(request)
                    .orElseThrow(() ->
                            new VospaceFault(Name.InvalidArgument, "the parameter version says which one comes back"));
            String tag = space.versions().restore(Caller.subject(request), path, number);
            Response answer = JsonAnswer.of(
                    json -> json.writeStringField("uri", space.uris().of(path)));
            return Response.fromResponse(answer)
                    .header(HttpHeaders.ETAG, '"' + tag + '"')
                    .build();
        });
    }

    /** Removes a version for good, or all of a file. */
    @DELETE
    public Response remove(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            Subject caller = Caller.subject(request);
            Optional<Long> number = version(request);
            if (number.isPresent()) {
                space.versions().remove(caller, path, number.get());
                return Response.noContent().build();
            }
            int count = space.versions().removeAll(caller, path);
            return JsonAnswer.of(json -> json.writeNumberField("removed", count));
        });
    }

    private static Optional<Long> version(ContainerRequestContext request) {
        return Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst("version"))
                .map(text -> Requests.number("version", text));
    }
}
