// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The start page and its files, which come with the program and need nothing from elsewhere. */
@Path("")
public final class PortalResource {

    private static final String FOLDER = "/org/meridian/gateway/portal/";

    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html;charset=UTF-8",
            "portal.css", "text/css;charset=UTF-8",
            "portal.js", "text/javascript;charset=UTF-8",
            "favicon.svg", "image/svg+xml");

    private record Asset(byte[] bytes, String type, EntityTag tag) {}

    private final Map<String, Asset> assets;

    /**
     * Reads the files into memory.
     *
     * @throws IOException if the program is incomplete
     */
    public PortalResource() throws IOException {
        Map<String, Asset> found = new HashMap<>();
        for (Map.Entry<String, String> file : TYPES.entrySet()) {
            found.put(file.getKey(), read(file.getKey(), file.getValue()));
        }
        this.assets = Map.copyOf(found);
    }

    private static Asset read(String name, String type) throws IOException {
        try (@Nullable InputStream in = PortalResource.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IOException("file of the start page is missing: " + name);
            }
            byte[] bytes = in.readAllBytes();
            CRC32 sum = new CRC32();
            sum.update(bytes);
            return new Asset(bytes, type, new EntityTag(Long.toHexString(sum.getValue())));
        }
    }

    /** The start page. */
    @GET
    public Response index(@Context Request request) {
        return asset("index.html", request);
    }

    /** One of its files; 404 if there is none of that name. */
    @GET
    @Path("portal/{name}")
    public Response file(@PathParam("name") String name, @Context Request request) {
        return asset(name, request);
    }

    /** The icon, where browsers look for it. */
    @GET
    @Path("favicon.ico")
    public Response icon(@Context Request request) {
        return asset("favicon.svg", request);
    }

    private Response asset(String name, Request request) {
        Asset asset = assets.get(name);
        if (asset == null) {
            throw new NotFoundException();
        }
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(asset.tag);
        return (unchanged != null ? unchanged : Response.ok(asset.bytes, asset.type))
                .tag(asset.tag)
                .header("Cache-Control", "no-cache")
                .build();
    }
}
