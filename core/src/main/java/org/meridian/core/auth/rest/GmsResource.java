// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.gms.GroupIdentifier;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.db.DatabaseHealth;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.vosi.Availability;
import org.meridian.core.vosi.Capability;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.SignedInHttp;
import org.meridian.core.vosi.Capability.Use;

/** The group membership service (GMS 1.0): callers ask which groups they are in themselves, and about nobody else. */
@Path("gms")
public final class GmsResource {

    /** The feature, spelt as the standard spells it (section 3.1). */
    private static final String SEARCH = "ivo://ivoa.net/std/gms#search-1.0";

    private static final String XML = "text/xml;charset=UTF-8";

    private final DatabaseHealth health;
    private final BaseUrl base;
    private final List<String> securityMethods;

    /**
     * The service.
     *
     * @param health whether the database answers
     * @param base where clients find the gateway
     * @param securityMethods ways to sign in, as capabilities name them
     */
    public GmsResource(DatabaseHealth health, BaseUrl base, List<String> securityMethods) {
        this.health = health;
        this.base = base;
        this.securityMethods = List.copyOf(securityMethods);
    }

    /**
     * The names of the caller's groups, each ended by CRLF (GMS 1.0, section 3.1). Groups of other services, and those whose
     * names GMS does not allow, are left out.
     *
     * @param groups names to which the answer is limited; unknown ones are ignored; none for all
     * @throws AuthenticationFault 401 for anonymous callers
     */
    @GET
    @Path("search")
    public Response search(@QueryParam("group") List<String> groups, @Context ContainerRequestContext request) {
        Subject subject = Caller.subject(request);
        if (subject.isAnonymous()) {
            throw new AuthenticationFault("this service tells callers which groups they are in: sign in to use it");
        }
        Set<String> asked = Set.copyOf(groups);
        String names = subject.groups().stream()
                .filter(GroupIdentifier::isName)
                .filter(name -> asked.isEmpty() || asked.contains(name))
                .sorted()
                .map(name -> name + "\r\n")
                .collect(Collectors.joining());
        return Response.ok(names, "text/plain;charset=UTF-8")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .build();
    }

    /** What the service can do (VOSI 1.1, section 3.1; GMS 1.0, section 4). */
    @GET
    @Path("capabilities")
    public Response capabilities(@Context UriInfo uri) {
        String service = base.url(uri.getBaseUri(), "/gms");
        List<Capability.Interface> search = securityMethods.stream()
                .<Capability.Interface>map(method -> new SignedInHttp("1.0", service + "/search", Use.FULL, method))
                .toList();
        Response.ResponseBuilder answer = Response.ok(
                Capability.toXml(List.of(
                        new Capability(SEARCH, search, Optional.empty()),
                        Capability.of(
                                Capability.VOSI_CAPABILITIES,
                                new ParamHttp("1.0", service + "/capabilities", Use.FULL)),
                        Capability.of(
                                Capability.VOSI_AVAILABILITY,
                                new ParamHttp("1.0", service + "/availability", Use.FULL)))),
                XML);
        // Caches are told that the answer holds the URL under which the client knows the gateway.
        return (base.fixed().isPresent() ? answer : answer.header(HttpHeaders.VARY, HttpHeaders.HOST)).build();
    }

    /** Whether memberships can be looked up now (VOSI 1.1, section 3.2): the database is asked. */
    @GET
    @Path("availability")
    public Response availability() {
        DatabaseHealth.Status status = health.check();
        Availability availability = new Availability(
                status.available(),
                status.available() ? Optional.of(status.upSince()) : Optional.empty(),
                status.message().stream().toList());
        return Response.ok(availability.toXml(), XML)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
