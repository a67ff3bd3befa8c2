// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.AnswerTrailer;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.RequestParameters;
import org.meridian.core.votable.ArrayRowStream;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.ResultDocument.Info;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableOutcome;
import org.meridian.core.votable.delivery.Delivery;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.tap.query.Execution;
import org.meridian.tap.query.QueryEngine;
import org.meridian.tap.query.RunningQuery;
import org.meridian.tap.translate.EngineQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synchronous queries (TAP 1.1, section 2.1). A failure before the first row is answered with its HTTP status and an error
 * document in the format asked for, where that can carry one; a later one ends the document, which says so. A client that
 * goes away takes its query with it.
 */
@Path("tap/sync")
public final class SyncResource {

    private static final Logger LOG = LoggerFactory.getLogger(SyncResource.class);

    /** How long beyond its execution time a query may take to say that it failed. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final QueryEngine engine;
    private final Delivery delivery;
    private final SpoolArea spool;
    private final long maxRequestBytes;

    /**
     * A resource over an engine.
     *
     * @param delivery hands answers to clients
     * @param spool where formats that need to know their length first keep their rows meanwhile
     * @param maxRequestBytes size of a request body at most
     */
    public SyncResource(QueryEngine engine, Delivery delivery, SpoolArea spool, long maxRequestBytes) {
        this.engine = engine;
        this.delivery = delivery;
        this.spool = spool;
        this.maxRequestBytes = maxRequestBytes;
    }

    /** Runs the query in the URL. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return answer(request, () -> RequestParameters.ofQuery(RawQuery.of(request)), this::run);
    }

    /** Runs the query in the body, in either form encoding, or in the URL. */
    @POST
    public Response post(@Context ContainerRequestContext request) {
        Optional<String> type = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
        return answer(
                request,
                () -> RequestParameters.ofForm(RawQuery.of(request), type, request.getEntityStream(), maxRequestBytes),
                this::run);
    }

    /** Checks the query in the URL and says how its answer would begin; does not run it. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) {
        return answer(request, () -> RequestParameters.ofQuery(RawQuery.of(request)), (query, format, caller) -> {
            prepare(query);
            return Documents.table(format).build();
        });
    }

    @FunctionalInterface
    private interface ParameterSource {
        Map<String, List<String>> read() throws IOException;
    }

    @FunctionalInterface
    private interface Answer {
        Response to(QueryRequest query, ResponseFormat format, Caller caller);
    }

    private static Response answer(ContainerRequestContext request, ParameterSource source, Answer answer) {
        ResponseFormat format = ResponseFormat.votable();
        try {
            DaliParameters parameters = DaliParameters.of(source.read());
            Optional<String> accept = Optional.ofNullable(request.getHeaderString(HttpHeaders.ACCEPT));
            format = ResponseFormat.negotiate(parameters.tapResponseFormat(), accept);
            return answer.to(QueryRequest.of(parameters), format, Caller.of(request));
        } catch (DaliFault fault) {
            return Documents.error(fault, format);
        } catch (IOException e) {
            return Documents.error(new UsageFault("the body of the request did not arrive whole"), format);
        }
    }

    private long maxrec(QueryRequest query) {
        return engine.limits().sync().maxrec(query.maxrec());
    }

    private EngineQuery prepare(QueryRequest query) {
        return engine.prepare(query.query(), maxrec(query), Subject.ANONYMOUS);
    }

    private Response run(QueryRequest query, ResponseFormat format, Caller caller) {
        EngineQuery prepared = prepare(query);
        ResultDocument document = new ResultDocument(Optional.empty(), Optional.empty(), infos(query), maxrec(query))
                .withMaxBytes(engine.limits().sync().maxBytes());
        try {
            Delivery.Transfer transfer;
            if (maxrec(query) == 0) {
                // Only the columns are wanted (TAP 1.1, section 2.7.4).
                RowStream none = ArrayRowStream.of(prepared.fields(), List.of());
                transfer = delivery.start(none, format.writer(spool), document, () -> {});
            } else {
                RunningQuery rows =
                        engine.run(prepared, Execution.sync(caller.client(), caller.watch(), engine.limits()));
                transfer = delivery.start(rows, format.writer(spool), document, rows::cancel);
                requireBeginning(transfer);
            }
            AnswerTrailer.Value status = caller.trailer().announce("Meridian-Query-Status");
            return Documents.table(format)
                    .header("Meridian-Maxrec", maxrec(query))
                    .entity(new Table(transfer, caller.watch(), status))
                    .build();
        } catch (RowStreamException e) {
            throw e.fault();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFault("the service is being stopped", MARGIN);
        }
    }

    /** Waits until the document can begin: a failure until then is answered with its status. */
    private void requireBeginning(Delivery.Transfer transfer) throws RowStreamException, InterruptedException {
        boolean begun = false;
        try {
            Optional<RowStreamException> failure =
                    transfer.earlyFailure(engine.limits().sync().executionTime().plus(MARGIN));
            if (failure.isPresent()) {
                throw failure.get();
            }
            begun = true;
        } finally {
            if (!begun) {
                transfer.close();
            }
        }
    }

    private static List<Info> infos(QueryRequest query) {
        List<Info> infos = new ArrayList<>(Documents.infos());
        infos.add(new Info("QUERY", query.query()));
        query.runid().ifPresent(runid -> infos.add(new Info("RUNID", runid)));
        return infos;
    }

    /** A table on its way to the client. */
    private record Table(Delivery.Transfer transfer, ClientWatch watch, AnswerTrailer.Value status)
            implements StreamingOutput {
        @Override
        public void write(OutputStream client) throws IOException {
            try (transfer) {
                status.set(
                        switch (transfer.copyTo(client)) {
                            case TableOutcome.Complete complete -> "OK";
                            case TableOutcome.Overflow overflow -> "OVERFLOW";
                            case TableOutcome.Failed failed -> "ERROR";
                        });
            } catch (IOException e) {
                LOG.info("An answer was broken off: {}", e.getMessage());
                // Thrown on, it would let the answer end as if it were whole.
                watch.breakOff();
            }
        }
    }
}
