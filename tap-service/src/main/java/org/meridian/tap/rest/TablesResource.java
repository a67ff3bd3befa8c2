// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.RequestParameters;
import org.meridian.tap.query.QueryEngine;

/** Metadata of the published tables (VOSI 1.1, section 3.3; TAP 1.1, section 2.5). */
@Path("tap/tables")
public final class TablesResource {

    private static final String XML = "text/xml;charset=UTF-8";

    private final QueryEngine engine;

    /** A resource over what {@code engine} can query. */
    public TablesResource(QueryEngine engine) {
        this.engine = engine;
    }

    /**
     * Every table; with {@code detail=min} without columns, with {@code detail=max} or without {@code detail} all there is;
     * 400 for another value.
     */
    @GET
    public Response all(@Context ContainerRequestContext request) {
        return answer(() -> Optional.of(Tableset.of(engine.visibleTo(Caller.subject(request)), detail(request))));
    }

    private static Tableset.Detail detail(ContainerRequestContext request) {
        DaliParameters parameters = DaliParameters.of(RequestParameters.ofQuery(RawQuery.of(request)));
        return switch (parameters.single("DETAIL").orElse("max").strip().toLowerCase(Locale.ROOT)) {
            case "min" -> Tableset.Detail.MIN;
            case "max", "" -> Tableset.Detail.MAX;
            default -> throw new UsageFault("DETAIL must be min or max");
        };
    }

    /** One table, named as a query names it; 404 if there is none of that name. */
    @GET
    @Path("{name}")
    public Response one(@PathParam("name") String name, @Context ContainerRequestContext request) {
        return answer(() ->
                Tableset.find(engine.visibleTo(Caller.subject(request)), name).map(Tableset::of));
    }

    private static Response answer(java.util.function.Supplier<Optional<String>> document) {
        try {
            return document.get()
                    .map(xml -> Response.ok(xml, XML).build())
                    .orElseGet(() -> plain(404, "There is no table of that name; /tap/tables lists those there are."));
        } catch (DaliFault fault) {
            return plain(fault.httpStatus(), fault.message());
        }
    }

    private static Response plain(int status, String message) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .entity(message + "\n")
                .build();
    }
}
