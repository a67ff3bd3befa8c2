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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.http.AnswerTrailer;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FormReader;
import org.meridian.core.http.FormRequest;
import org.meridian.core.http.GuardedFetch;
import org.meridian.core.http.Incident;
import org.meridian.core.http.RequestParameters;
import org.meridian.core.place.UserFiles.Destination;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableOutcome;
import org.meridian.core.votable.delivery.Delivery;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.tap.query.Client;
import org.meridian.tap.query.Execution;
import org.meridian.tap.query.QueryBill;
import org.meridian.tap.query.QueryEngine;
import org.meridian.tap.query.QueryMeter;
import org.meridian.tap.query.RunningQuery;
import org.meridian.tap.upload.SentParts;
import org.meridian.tap.upload.UploadedTables;
import org.meridian.tap.upload.Uploads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synchronous queries (TAP 1.1, section 2.1). A failure before anything has been sent is answered with its HTTP status and an
 * error document in the format asked for, where that can carry one; a later one ends the document, which says so. How the
 * answer ended stands in the header field {@value #STATUS} where it is short enough to be known before its first byte leaves,
 * else in the trailer field of that name. A client that goes away takes its query with it.
 */
@Path("tap/sync")
public final class SyncResource {

    private static final Logger LOG = LoggerFactory.getLogger(SyncResource.class);

    /** How long beyond its execution time a query may take to say that it failed. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** Of header or trailer: OK, OVERFLOW or ERROR. */
    private static final String STATUS = "Meridian-Query-Status";

    private final QueryEngine engine;
    private final Delivery delivery;
    private final SpoolArea spool;
    private final FormReader forms;
    private final Uploads uploads;
    private final QueryMeter meter;
    private final ResultFiles files;
    private final BaseUrl base;

    /**
     * A resource over an engine.
     *
     * @param delivery hands answers to clients
     * @param forms reads bodies of requests
     * @param uploads makes tables of what comes with them
     * @param meter counts what they use
     * @param files takes results that are to go into files of users
     * @param base where clients find the gateway
     */
    public SyncResource(
            QueryEngine engine,
            Delivery delivery,
            FormReader forms,
            Uploads uploads,
            QueryMeter meter,
            ResultFiles files,
            BaseUrl base) {
        this.engine = engine;
        this.delivery = delivery;
        this.spool = files.spool();
        this.files = files;
        this.base = base;
        this.forms = forms;
        this.uploads = uploads;
        this.meter = meter;
    }

    /** Runs the query in the URL. */
    @GET
    public Response get(@Context ContainerRequestContext request) {
        return answer(request, () -> FormRequest.of(RequestParameters.ofQuery(RawQuery.of(request))), run(request));
    }

    /** Runs the query in the body, in either form encoding, or in the URL. */
    @POST
    public Response post(@Context ContainerRequestContext request) {
        Optional<String> type = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_TYPE));
        Optional<String> encoding = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        Optional<String> client =
                ClientConnection.of(request).client().spender().limitedAccount();
        return answer(
                request,
                () -> forms.read(client, RawQuery.of(request), type, encoding, request.getEntityStream()),
                run(request));
    }

    /** Checks the query in the URL and says how its answer would begin; does not run it. */
    @HEAD
    public Response head(@Context ContainerRequestContext request) {
        return answer(
                request,
                () -> FormRequest.of(RequestParameters.ofQuery(RawQuery.of(request))),
                (query, format, connection, tables) -> {
                    prepare(query, connection, tables, request);
                    return Documents.table(format).build();
                });
    }

    @FunctionalInterface
    private interface ParameterSource {
        FormRequest read() throws IOException;
    }

    @FunctionalInterface
    private interface Answer {
        Response to(QueryRequest query, ResponseFormat format, ClientConnection connection, UploadedTables tables);
    }

    private Response answer(ContainerRequestContext request, ParameterSource source, Answer answer) {
        ResponseFormat format = ResponseFormat.votable();
        ClientConnection connection = ClientConnection.of(request);
        try (FormRequest form = source.read()) {
            DaliParameters parameters = DaliParameters.of(form.parameters());
            Optional<String> accept = Optional.ofNullable(request.getHeaderString(HttpHeaders.ACCEPT));
            format = ResponseFormat.negotiate(parameters.tapResponseFormat(), accept);
            QueryRequest query = QueryRequest.of(parameters);
            // Not needed any more when the query is running.
            try (UploadedTables tables = open(query, form, connection)) {
                return answer.to(query, format, connection, tables);
            }
        } catch (DaliFault fault) {
            return Documents.error(fault, format);
        } catch (IOException e) {
            return Documents.error(new UsageFault("the body of the request did not arrive whole"), format);
        }
    }

    private UploadedTables open(QueryRequest query, FormRequest form, ClientConnection connection) {
        Map<String, java.nio.file.Path> files = new LinkedHashMap<>();
        form.files().forEach((name, file) -> files.put(name, file.path()));
        SentParts parts =
                form.parts().map(names -> SentParts.ofMultipart(files, names)).orElseGet(SentParts::notMultipart);
        try {
            return uploads.open(
                    query.uploads(),
                    parts,
                    connection.client().subject(),
                    new GuardedFetch.OnBehalf(connection.client().spender().limitedAccount(), connection.watch()));
        } catch (IOException e) {
            throw Incident.log("keeping uploaded tables on disk", e).fault();
        }
    }

    private PreparedQuery prepare(
            QueryRequest query, ClientConnection connection, UploadedTables tables, ContainerRequestContext request) {
        return PreparedQuery.of(
                engine,
                query,
                connection.client(),
                tables,
                engine.limits().sync(),
                base.url(request.getUriInfo().getBaseUri(), ""));
    }

    private Answer run(ContainerRequestContext request) {
        return (query, format, connection, tables) -> query.destination().isEmpty()
                ? run(query, format, connection, tables, request)
                : store(query, format, connection, tables, request);
    }

    private Response store(
            QueryRequest query,
            ResponseFormat format,
            ClientConnection connection,
            UploadedTables tables,
            ContainerRequestContext request) {
        Client client = connection.client();
        try {
            Destination destination =
                    files.destination(query, client::subject, Optional.empty()).orElseThrow();
            PreparedQuery prepared = prepare(query, connection, tables, request);
            QueryBill bill = prepared.columnsOnly()
                    ? QueryBill.NONE
                    : meter.open(client.spender(), prepared.document().maxrec());
            Execution terms =
                    Execution.sync(client, connection.watch(), engine.limits()).on(bill);
            try (RowStream rows =
                    prepared.columnsOnly() ? prepared.noRows() : engine.run(prepared.query(), terms, tables)) {
                ResultFiles.Stored stored = files.write(rows, prepared.document(), format, destination, bill);
                return files.answer(
                        stored, destination, base.url(request.getUriInfo().getBaseUri(), destination.path()));
            }
        } catch (RowStreamException e) {
            throw e.fault();
        } catch (IOException e) {
            throw Incident.log("writing a result into a workspace", e).fault();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFault("the service is being stopped", MARGIN);
        }
    }

    private Response run(
            QueryRequest query,
            ResponseFormat format,
            ClientConnection connection,
            UploadedTables tables,
            ContainerRequestContext request) {
        PreparedQuery prepared = prepare(query, connection, tables, request);
        QueryBill bill = prepared.columnsOnly()
                ? QueryBill.NONE
                : meter.open(connection.client().spender(), prepared.document().maxrec());
        Execution execution = Execution.sync(connection.client(), connection.watch(), engine.limits())
                .on(bill);
        try {
            Delivery.Transfer transfer;
            if (prepared.columnsOnly()) {
                transfer = delivery.start(prepared.noRows(), format.writer(spool), prepared.document(), () -> {});
            } else {
                RunningQuery rows = engine.run(prepared.query(), execution, tables);
                transfer = delivery.start(rows, format.writer(spool), prepared.document(), rows::cancel);
                requireBeginning(transfer);
            }
            Optional<TableOutcome> end = earlyEnd(transfer);
            Response.ResponseBuilder answer = Documents.table(format)
                    .header("Meridian-Maxrec", prepared.document().maxrec());
            end.ifPresent(known -> answer.header(STATUS, inAWord(known)));
            AnswerTrailer.Value status =
                    end.isPresent() ? value -> {} : connection.trailer().announce(STATUS);
            if (!prepared.query().proprietary().isEmpty()) {
                // Under which the audit log has it.
                answer.header("Meridian-Audit", execution.reference());
            }
            return answer.entity(new Table(transfer, connection.watch(), status, bill))
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

    /** How an answer ended that is ready to be sent: a failure of one can still be answered with its status. */
    private static Optional<TableOutcome> earlyEnd(Delivery.Transfer transfer)
            throws RowStreamException, InterruptedException {
        boolean usable = false;
        try {
            Optional<TableOutcome> end = transfer.earlyEnd();
            if (end.isPresent() && end.get() instanceof TableOutcome.Failed failed) {
                throw failed.cause();
            }
            usable = true;
            return end;
        } finally {
            if (!usable) {
                transfer.close();
            }
        }
    }

    private static String inAWord(TableOutcome outcome) {
        return switch (outcome) {
            case TableOutcome.Complete complete -> "OK";
            case TableOutcome.Overflow overflow -> "OVERFLOW";
            case TableOutcome.Failed failed -> "ERROR";
        };
    }

    /** A table on its way to the client. */
    private record Table(Delivery.Transfer transfer, ClientWatch watch, AnswerTrailer.Value status, QueryBill bill)
            implements StreamingOutput {
        @Override
        public void write(OutputStream client) throws IOException {
            BilledOutput out = new BilledOutput(client, bill);
            try (transfer) {
                status.set(inAWord(transfer.copyTo(out)));
            } catch (IOException e) {
                LOG.info("An answer was broken off: {}", e.getMessage());
                // Thrown on, it would let the answer end as if it were whole.
                watch.breakOff();
            } finally {
                out.note();
            }
        }
    }
}
