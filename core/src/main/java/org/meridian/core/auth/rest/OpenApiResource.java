// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The description of {@code /auth}, {@code /me} and {@code /gms} for programs (OpenAPI 3.1). */
@Path("auth/openapi.json")
public final class OpenApiResource {

    private final byte[] document;

    /** The document of this version. */
    public OpenApiResource() {
        try (InputStream content =
                Objects.requireNonNull(OpenApiResource.class.getResourceAsStream("openapi.json"), "openapi.json")) {
            document = content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document. */
    @GET
    public Response document() {
        return Response.ok(document, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
