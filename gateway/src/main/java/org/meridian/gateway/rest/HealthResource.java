// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.meridian.core.db.DatabaseHealth;

/** Whether the gateway works, for those who watch over it: 200 or 503, and JSON that says why. */
@Path("health")
public final class HealthResource {

    private final DatabaseHealth database;

    /** Health of a gateway on {@code database}. */
    public HealthResource(DatabaseHealth database) {
        this.database = database;
    }

    /** The state now; the database is asked. */
    @GET
    public Response state() {
        boolean up = database.check().available();
        return Response.status(up ? 200 : 503)
                .type("application/json")
                .header("Cache-Control", "no-store")
                .entity("{\"status\":\"%s\",\"database\":\"%s\"}\n".formatted(up ? "up" : "down", up ? "up" : "down"))
                .build();
    }
}
