// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.vosi.Availability;
import org.meridian.core.vosi.Capability;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;
import org.meridian.core.vosi.XmlDocument;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.VosUri;
import org.meridian.workspace.view.View;

/** What the space as a whole says of itself (VOSpace 2.1, section 6.1; VOSI 1.1). Thread-safe. */
@Path("vospace")
public final class SpaceResource {

    private static final String XML = "text/xml;charset=UTF-8";
    private static final String VERSION = "2.1";
    private static final String STANDARD = "ivo://ivoa.net/std/VOSpace/v2.0#";

    /**
     * What is there besides, by the names under which clients look for it; those with {@code -proto} are OpenCADC's, that of
     * uploads is the address of the protocol.
     */
    private static final Map<String, String> FURTHER = new TreeMap<>(Map.of(
            STANDARD + "transfers",
            "transfers",
            STANDARD + "sync",
            "synctrans",
            "ivo://ivoa.net/std/VOSpace#sync-2.1",
            "synctrans",
            "ivo://ivoa.net/std/VOSpace#files-proto",
            "files",
            "ivo://ivoa.net/std/VOSpace#recursive-delete-proto",
            "async-delete",
            "https://tus.io/protocols/resumable-upload#1.0.0",
            "uploads",
            "ivo://ivoa.net/std/VOSpace#recursive-nodeprops-proto",
            "async-setprops"));

    private final VosUri uris;
    private final BaseUrl base;
    private final SecurityMethod.Access security;
    private final Instant startedAt;

    /**
     * The descriptions of a space.
     *
     * @param uris identifiers of the space
     * @param base where clients find the gateway
     * @param security who is answered
     * @param startedAt since when
     */
    public SpaceResource(VosUri uris, BaseUrl base, SecurityMethod.Access security, Instant startedAt) {
        this.uris = uris;
        this.base = base;
        this.security = security;
        this.startedAt = startedAt;
    }

    /** What the service can do. */
    @GET
    @Path("capabilities")
    public Response capabilities(@Context ContainerRequestContext request) {
        List<Capability> all = new ArrayList<>();
        all.add(Capability.of(
                Capability.VOSI_CAPABILITIES, new ParamHttp("1.0", url(request, "capabilities"), Use.FULL)));
        all.add(Capability.of(
                Capability.VOSI_AVAILABILITY, new ParamHttp("1.0", url(request, "availability"), Use.FULL)));
        for (String resource : List.of("nodes", "properties", "views", "protocols")) {
            ParamHttp http = new ParamHttp(VERSION, url(request, resource), Use.BASE);
            all.add(new Capability(
                    STANDARD + resource, http.with(security.open(), security.methods()), Optional.empty()));
        }
        FURTHER.forEach((standard, resource) -> all.add(new Capability(
                standard,
                new ParamHttp(VERSION, url(request, resource), Use.BASE).with(security.open(), security.methods()),
                Optional.empty())));
        return xml(Capability.toXml(all));
    }

    /** Whether files can be had: the space is there as long as the gateway is. */
    @GET
    @Path("availability")
    public Response availability() {
        return xml(new Availability(true, Optional.of(startedAt), List.of()).toXml());
    }

    /** Protocols of transfers (section 6.1.1): the service is a server of HTTP, and a client. */
    @GET
    @Path("protocols")
    public Response protocols() {
        XmlDocument xml = start("protocols");
        List<String> http = List.of(core("httpget"), core("httpput"), core("httpsget"), core("httpsput"));
        list(xml, "accepts", "protocol", http);
        list(xml, "provides", "protocol", http);
        return xml(xml.end().toString());
    }

    /** Views of nodes (section 6.1.2): bytes are kept as they come, and given so or in another form. */
    @GET
    @Path("views")
    public Response views() {
        XmlDocument xml = start("views");
        list(xml, "accepts", "view", List.of(NodeDocument.ANY_VIEW));
        list(
                xml,
                "provides",
                "view",
                Stream.concat(View.ofFiles().stream(), View.ofContainers().stream())
                        .map(view -> view.uri(uris))
                        .toList());
        return xml(xml.end().toString());
    }

    /** Properties that mean something here (section 6.1.3). */
    @GET
    @Path("properties")
    public Response properties() {
        XmlDocument xml = start("properties");
        List<String> readOnly = CoreProperties.READ_ONLY.stream().sorted().toList();
        list(xml, "accepts", "property", CoreProperties.UNDERSTOOD);
        list(xml, "provides", "property", readOnly);
        // Which ones users have made up is theirs to know.
        List<String> contained = new ArrayList<>(CoreProperties.UNDERSTOOD);
        contained.addAll(readOnly);
        list(xml, "contains", "property", contained);
        return xml(xml.end().toString());
    }

    private static String core(String name) {
        return "ivo://ivoa.net/vospace/core#" + name;
    }

    private static XmlDocument start(String name) {
        return new XmlDocument().start("vos:" + name).attribute("xmlns:vos", NodeDocument.NAMESPACE);
    }

    private static void list(XmlDocument xml, String list, String element, List<String> uris) {
        xml.start("vos:" + list);
        uris.forEach(uri -> xml.start("vos:" + element).attribute("uri", uri).end());
        xml.end();
    }

    private String url(ContainerRequestContext request, String resource) {
        return base.url(request.getUriInfo().getBaseUri(), "/vospace/" + resource);
    }

    private static Response xml(String document) {
        return Response.ok(document)
                .header(HttpHeaders.CONTENT_TYPE, XML)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
