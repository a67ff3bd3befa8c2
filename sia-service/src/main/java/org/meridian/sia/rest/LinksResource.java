// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.Incident;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.HtmlWriter;
import org.meridian.core.votable.TableFormat;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.sia.datalink.Links;
import org.meridian.sia.datalink.LinksDocument;
import org.meridian.sia.datalink.LinksFormat;

/** The endpoint for links of datasets (DataLink 1.1, section 2), by GET and POST. Thread-safe. */
@Path("datalink/links")
public final class LinksResource {

    private final Links links;
    private final Parts parts;

    /**
     * What it needs of the gateway.
     *
     * @param forms reads bodies of requests
     * @param spool where formats that need to know their length first keep their rows meanwhile
     * @param base where clients find the gateway
     */
    public record Parts(FormReader forms, SpoolArea spool, BaseUrl base) {}

    /** An endpoint for {@code links}. */
    public LinksResource(Links links, Parts parts) {
        this.links = links;
        this.parts = parts;
    }

    /** Links of the datasets that are named in the URL. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return answer(request);
    }

    /** Links of the datasets that are named in the body, or the URL. */
    @POST
    public Response post(@Context ContainerRequestContext request) {
        return answer(request);
    }

    private Response answer(ContainerRequestContext request) {
        LinksFormat format = LinksFormat.STANDARD;
        try {
            DaliParameters parameters = Requests.parameters(request, parts.forms);
            format = LinksFormat.of(parameters.responseFormat());
            LinksDocument document = links.document(parameters.all("ID"), Caller.subject(request), gateway(request));
            LinksFormat asked = format;
            StreamingOutput body = out -> document.write(asked, parts.spool, out);
            return head(Response.ok(), asked, asked.contentType()).entity(body).build();
        } catch (DaliFault fault) {
            return error(fault, format);
        } catch (IOException e) {
            return error(Incident.log("looking links up", e).fault(), format);
        }
    }

    private String gateway(ContainerRequestContext request) {
        return parts.base.url(request.getUriInfo().getBaseUri(), "");
    }

    /** An error document; its text begins with the name of the fault (section 3.4). */
    private static Response error(DaliFault fault, LinksFormat format) {
        ErrorDocument document = LinksDocument.error(fault, format);
        Response.ResponseBuilder answer = head(Response.status(fault.httpStatus()), format, document.contentType());
        return Requests.withRetry(answer, fault).entity(document.body()).build();
    }

    private static Response.ResponseBuilder head(
            Response.ResponseBuilder answer, LinksFormat format, String contentType) {
        if (format.table().format() == TableFormat.HTML) {
            answer.header("Content-Security-Policy", HtmlWriter.CONTENT_SECURITY_POLICY);
        }
        return answer.header(HttpHeaders.CONTENT_TYPE, contentType);
    }
}
