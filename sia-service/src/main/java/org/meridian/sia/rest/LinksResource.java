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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.FormRequest;
import org.meridian.core.http.Incident;
import org.meridian.core.http.RequestParameters;
import org.meridian.core.usage.Spender;
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
        return answer(request, () -> RequestParameters.ofQuery(Requests.rawQuery(request)));
    }

    /** Links of the datasets that are named in the body, or the URL. */
    @POST
    public Response post(@Context ContainerRequestContext request) {
        Optional<String> client =
                Spender.of(Caller.subject(request), Caller.address(request)).limitedAccount();
        Optional<String> type = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
        Optional<String> encoding = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        return answer(request, () -> {
            try (FormRequest form =
                    parts.forms.read(client, Requests.rawQuery(request), type, encoding, request.getEntityStream())) {
                return form.parameters();
            } catch (IOException e) {
                throw new UsageFault("the body of the request did not arrive whole");
            }
        });
    }

    @FunctionalInterface
    private interface ParameterSource {
        Map<String, List<String>> read();
    }

    private Response answer(ContainerRequestContext request, ParameterSource source) {
        LinksFormat format = LinksFormat.STANDARD;
        try {
            DaliParameters parameters = DaliParameters.of(source.read());
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
        if (fault instanceof TransientFault busy) {
            answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, busy.retryAfter().toSeconds()));
        }
        return answer.entity(document.body()).build();
    }

    private static Response.ResponseBuilder head(
            Response.ResponseBuilder answer, LinksFormat format, String contentType) {
        if (format.table().format() == TableFormat.HTML) {
            answer.header("Content-Security-Policy", HtmlWriter.CONTENT_SECURITY_POLICY);
        }
        return answer.header(HttpHeaders.CONTENT_TYPE, contentType);
    }
}
