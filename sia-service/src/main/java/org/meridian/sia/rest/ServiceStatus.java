// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.db.DatabaseHealth;
import org.meridian.core.vosi.Availability;
import org.meridian.core.vosi.Capability;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;

/**
 * What each service says of itself (VOSI 1.1). Thread-safe.
 *
 * @param security who is answered
 * @param health whether the database can be asked
 */
public record ServiceStatus(SecurityMethod.Access security, Supplier<DatabaseHealth.Status> health) {

    private static final String XML = "text/xml;charset=UTF-8";

    /**
     * What a service can do.
     *
     * @param service URL of the folder of its resources, without trailing slash
     * @param standardId of its capability
     * @param query how it is called
     * @param extension what the standard's own schema adds
     */
    Response capabilities(
            String service, String standardId, ParamHttp query, Optional<Capability.Extension> extension) {
        return capabilities(service, List.of(new Service(standardId, query, extension)), List.of());
    }

    /**
     * A capability.
     *
     * @param standardId of it
     * @param http how it is called
     * @param extension what the standard's own schema adds
     */
    record Service(String standardId, ParamHttp http, Optional<Capability.Extension> extension) {

        /** One to which nothing is added. */
        Service(String standardId, ParamHttp http) {
            this(standardId, http, Optional.empty());
        }
    }

    /**
     * What a service with several capabilities can do.
     *
     * @param beside open to all
     */
    Response capabilities(String service, List<Service> offered, List<Capability> beside) {
        List<Capability> all = new ArrayList<>();
        for (Service each : offered) {
            all.add(new Capability(
                    each.standardId, each.http.with(security.open(), security.methods()), each.extension));
        }
        all.addAll(beside);
        all.add(Capability.of(Capability.VOSI_CAPABILITIES, new ParamHttp("1.0", service + "/capabilities", Use.FULL)));
        all.add(Capability.of(Capability.VOSI_AVAILABILITY, new ParamHttp("1.0", service + "/availability", Use.FULL)));
        return xml(Capability.toXml(all));
    }

    /** Whether it can do so now: the database is asked. */
    Response availability() {
        DatabaseHealth.Status status = health.get();
        Availability availability = new Availability(
                status.available(),
                status.available() ? Optional.of(status.upSince()) : Optional.empty(),
                status.message().stream().toList());
        return xml(availability.toXml());
    }

    private static Response xml(String document) {
        return Response.ok(document)
                .header(HttpHeaders.CONTENT_TYPE, XML)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
