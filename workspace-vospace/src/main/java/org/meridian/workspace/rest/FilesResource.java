// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.view.View;

/**
 * Files by their own addresses, {@code /vospace/files/home/ann/a.fits}: GET with ranges and conditions, or in another form
 * ({@code ?view=header}), PUT with checksums and conditions (RFC 9110; RFC 9530). What OpenCADC calls the files endpoint.
 * Thread-safe.
 */
@Path("vospace/files{path: /.*}")
public final class FilesResource {

    private static final String PREFIX = "vospace/files";

    private final FileExchange files;
    private final ViewAnswers views;

    /** The files of a space, and their views. */
    public FilesResource(FileExchange files, ViewAnswers views) {
        this.files = files;
        this.views = views;
    }

    /** The bytes of a file, or a view of it. Parameters {@code view}, {@code format}, {@code rows}. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            if (path.isNothing()) {
                return Response.ok(new byte[0], MediaType.APPLICATION_OCTET_STREAM)
                        .build();
            }
            View view = views.view(request);
            return view == View.DATA ? files.get(request, path) : views.get(request, path, view);
        });
    }

    /** What there is to say of them. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) {
        return get(request);
    }

    /** Writes a file, or another in the place of one. */
    @PUT
    public Response put(InputStream body, @Context ContainerRequestContext request) {
        return Requests.answer(request, () -> {
            NodePath path = Requests.path(request, PREFIX);
            if (path.isNothing()) {
                requireKnown(request, path);
                body.transferTo(OutputStream.nullOutputStream());
                return Response.noContent().build();
            }
            return files.put(request, path, body, Optional.empty());
        });
    }

    private void requireKnown(ContainerRequestContext request, NodePath path) {
        if (files.visitors().subject(request, path, true).isAnonymous()) {
            throw new VospaceFault(
                    Name.PermissionDenied, "whoever has not signed in can send nothing, and not into nothing");
        }
    }
}
