// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.Incident;
import org.meridian.core.query.Asker;
import org.meridian.core.votable.HtmlWriter;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableFormat;
import org.meridian.core.votable.TableOutcome;
import org.meridian.core.votable.delivery.Delivery;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.sia.sia.SearchProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of simple protocols: rows go to the client as the database gives them; what fails before the first is refused
 * as the protocol has it. Thread-safe.
 *
 * @param forms reads bodies of requests
 * @param delivery hands answers to clients
 * @param spool where formats that need to know their length first keep their rows meanwhile
 * @param base where clients find the gateway
 * @param patience how long the first row may take
 */
public record SearchAnswers(FormReader forms, Delivery delivery, SpoolArea spool, BaseUrl base, Duration patience) {

    private static final Logger LOG = LoggerFactory.getLogger(SearchAnswers.class);

    /** To a request with parameters in its URL, or in its body. */
    Response of(ContainerRequestContext request, SearchProtocol protocol) {
        ResponseFormat format = ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA);
        ClientWatch watch = ClientWatch.of(request.getProperty(ClientWatch.PROPERTY));
        try {
            format = protocol.format(DaliParameters.of(Map.of()), Optional.empty());
            DaliParameters parameters = Requests.parameters(request, forms);
            format = protocol.format(parameters, Optional.ofNullable(request.getHeaderString(HttpHeaders.ACCEPT)));
            SearchProtocol.Answer found = protocol.answer(
                    parameters, new Asker(Caller.subject(request), Caller.address(request), watch), gateway(request));
            return sent(found, format, watch);
        } catch (RowStreamException e) {
            return refused(protocol, e.fault(), format);
        } catch (DaliFault fault) {
            return refused(protocol, fault, format);
        } catch (IOException e) {
            return refused(protocol, Incident.log("a search", e).fault(), format);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused(
                    protocol, new TransientFault("the service is being stopped", Duration.ofSeconds(10)), format);
        }
    }

    /** URL under which a client finds the gateway, without trailing slash. */
    String gateway(ContainerRequestContext request) {
        return base.url(request.getUriInfo().getBaseUri(), "");
    }

    private Response sent(SearchProtocol.Answer found, ResponseFormat format, ClientWatch watch)
            throws RowStreamException, InterruptedException {
        Delivery.Transfer transfer =
                delivery.start(found.rows(), format.writer(spool), found.document(), found.rows()::cancel);
        boolean begun = false;
        try {
            Optional<RowStreamException> failure = transfer.earlyFailure(patience);
            if (failure.isPresent()) {
                throw failure.get();
            }
            if (transfer.earlyEnd().orElse(null) instanceof TableOutcome.Failed failed) {
                throw failed.cause();
            }
            begun = true;
        } finally {
            if (!begun) {
                transfer.close();
            }
        }
        return head(Response.ok(), format, format.contentType())
                .entity(new Table(transfer, watch))
                .build();
    }

    private static Response refused(SearchProtocol protocol, DaliFault fault, ResponseFormat format) {
        SearchProtocol.Refusal refusal = protocol.refusal(fault, format);
        Response.ResponseBuilder answer = head(
                Response.status(refusal.status()), format, refusal.document().contentType());
        return Requests.withRetry(answer, fault)
                .entity(refusal.document().body())
                .build();
    }

    private static Response.ResponseBuilder head(
            Response.ResponseBuilder answer, ResponseFormat format, String contentType) {
        if (format.format() == TableFormat.HTML) {
            answer.header("Content-Security-Policy", HtmlWriter.CONTENT_SECURITY_POLICY);
        }
        return answer.header(HttpHeaders.CONTENT_TYPE, contentType);
    }

    /** A table on its way to the client. */
    private record Table(Delivery.Transfer transfer, ClientWatch watch) implements StreamingOutput {
        @Override
        public void write(OutputStream client) throws IOException {
            try (transfer) {
                transfer.copyTo(client);
            } catch (IOException e) {
                LOG.info("An answer was broken off: {}", e.getMessage());
                // Thrown on, it would let the answer end as if it were whole.
                watch.breakOff();
            }
        }
    }
}
