// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/**
 * Files by their own addresses, {@code /vospace/files/home/ann/a.fits}: GET with ranges and conditions, PUT with checksums and
 * conditions (RFC 9110; RFC 9530). What OpenCADC calls the files endpoint. Thread-safe.
 */
@Path("vospace/files{path: /.*}")
public final class FilesResource {

    private static final String PREFIX = "vospace/files";

    private final FileExchange files;

    /** The files of a space. */
    public FilesResource(FileExchange files) {
        this.files = files;
    }

    /** The bytes of a file. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return Requests.answer(request, () -> files.get(request, Requests.path(request, PREFIX)));
    }

    /** What there is to say of them. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) {
        return get(request);
    }

    /** Writes a file, or another in the place of one. */
    @PUT
    public Response put(InputStream body, @Context ContainerRequestContext request) {
        return Requests.answer(
                request, () -> files.put(request, Requests.path(request, PREFIX), body, Optional.empty()));
    }
}
