// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
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
     * Every table; with {@code detail=min} without columns, else with all there is. Another value of {@code detail} is
     * ignored: it is a suggestion.
     */
    @GET
    public Response all(@QueryParam("detail") @Nullable String detail) {
        Tableset.Detail wanted = "min".equalsIgnoreCase(detail) ? Tableset.Detail.MIN : Tableset.Detail.MAX;
        return answer(() -> Optional.of(Tableset.of(engine.visibleTo(Subject.ANONYMOUS), wanted)));
    }

    /** One table, named as a query names it; 404 if there is none of that name. */
    @GET
    @Path("{name}")
    public Response one(@PathParam("name") String name) {
        return answer(
                () -> Tableset.find(engine.visibleTo(Subject.ANONYMOUS), name).map(Tableset::of));
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
