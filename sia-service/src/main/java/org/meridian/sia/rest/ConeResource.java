// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.query.PublishedTable;
import org.meridian.core.query.TableCatalogue;
import org.meridian.core.query.TableQuery;
import org.meridian.core.vosi.Capability.ParamHttp;
import org.meridian.core.vosi.Capability.Use;
import org.meridian.core.vosi.XmlDocument;
import org.meridian.sia.sia.ConeCapability;
import org.meridian.sia.sia.ConeSearch;
import org.meridian.sia.sia.SearchLimits;

/** Cone searches (SCS 1.03), a service for every table with positions that its caller may read. Thread-safe. */
@Path("scs")
public final class ConeResource {

    private final TableQuery tables;
    private final TableCatalogue catalogue;
    private final SearchLimits limits;
    private final SearchAnswers answers;
    private final ServiceStatus status;

    /** Searches of {@code tables}. */
    public ConeResource(
            TableQuery tables,
            TableCatalogue catalogue,
            SearchLimits limits,
            SearchAnswers answers,
            ServiceStatus status) {
        this.tables = tables;
        this.catalogue = catalogue;
        this.limits = limits;
        this.answers = answers;
        this.status = status;
    }

    /** A page of the services, for people. */
    @GET
    public Response list(@Context ContainerRequestContext request) {
        List<PublishedTable> searchable = catalogue.readableBy(Caller.subject(request)).stream()
                .filter(table -> table.position().isPresent())
                .toList();
        return Response.ok(page(searchable, answers.gateway(request)), "text/html;charset=UTF-8")
                .build();
    }

    private static String page(List<PublishedTable> tables, String gateway) {
        XmlDocument html = new XmlDocument();
        html.start("html").attribute("xmlns", "http://www.w3.org/1999/xhtml").attribute("lang", "en");
        html.start("head").element("title", "Cone search").end();
        html.start("body").element("h1", "Cone search");
        html.element(
                "p", "Tables with positions, each with a service of SCS 1.03. Give TOPCAT or pyVO one of these URLs:");
        html.start("dl");
        for (PublishedTable table : tables) {
            html.element("dt", table.name());
            html.element("dd", gateway + "/scs/" + table.name() + "/query?");
            table.description().ifPresent(text -> html.element("dd", text));
        }
        html.end();
        html.start("p").start("a").attribute("href", gateway + "/").text("Start page");
        html.end().end();
        return html.end().toString().replaceFirst("<\\?xml[^>]*>\n", "<!DOCTYPE html>\n");
    }

    /** Rows in the cone that the URL says. */
    @GET
    @Path("{table}/query")
    public Response get(@Context ContainerRequestContext request, @PathParam("table") String table) {
        return answers.of(request, search(table));
    }

    /** Rows in the cone that the body says, or the URL. */
    @POST
    @Path("{table}/query")
    public Response post(@Context ContainerRequestContext request, @PathParam("table") String table) {
        return answers.of(request, search(table));
    }

    /**
     * What the service of a table can do.
     *
     * @throws NotFoundFault if there is no such table
     */
    @GET
    @Path("{table}/capabilities")
    public Response capabilities(@Context ContainerRequestContext request, @PathParam("table") String table)
            throws IOException {
        ConeCapability capability = ConeCapability.of(search(table), Caller.subject(request));
        String service = answers.gateway(request) + "/scs/" + table;
        ParamHttp query = new ParamHttp("1.03", service + "/query?", Use.BASE);
        return status.capabilities(service, ConeSearch.STANDARD_ID, query, Optional.of(capability));
    }

    /**
     * Whether it can do so now.
     *
     * @throws NotFoundFault if there is no such table
     */
    @GET
    @Path("{table}/availability")
    public Response availability(@Context ContainerRequestContext request, @PathParam("table") String table) {
        search(table).described(Caller.subject(request));
        return status.availability();
    }

    private ConeSearch search(String table) {
        return new ConeSearch(table, tables, catalogue, limits);
    }
}
