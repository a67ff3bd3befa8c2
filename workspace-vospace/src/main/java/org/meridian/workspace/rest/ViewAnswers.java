// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.FileBody;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.WorkPlaces;
import org.meridian.core.votable.ArrayRowStream;
import org.meridian.core.votable.HtmlWriter;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.ResultDocument.Info;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableFormat;
import org.meridian.core.votable.TableReader.OpenTable;
import org.meridian.core.votable.delivery.Delivery;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rest.FileExchange.Visitors;
import org.meridian.workspace.space.Bytes;
import org.meridian.workspace.space.Space;
import org.meridian.workspace.view.View;
import org.meridian.workspace.view.ViewedRows;
import org.meridian.workspace.view.Views;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files in other forms than their own, over HTTP. Thread-safe. */
public final class ViewAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ViewAnswers.class);

    /** Rows that are shown where nobody says how many, and at most. */
    private static final int ROWS = 100;

    private static final int MOST_ROWS = 10_000;

    /** How long the first row may take to come. */
    private static final Duration BEGINNING = Duration.ofMinutes(2);

    private final Space space;
    private final Visitors visitors;
    private final Making making;
    private final WorkPlaces places;

    /**
     * What makes views.
     *
     * @param views themselves
     * @param delivery hands tables to clients
     * @param spool where formats that need to know their length first keep their rows meanwhile
     * @param limits how many at once
     */
    public record Making(Views views, Delivery delivery, SpoolArea spool, WorkPlaces.Limits limits) {}

    /**
     * The views of a space.
     *
     * @param visitors who they are who ask with a ticket
     */
    public ViewAnswers(Space space, Visitors visitors, Making making) {
        this.space = space;
        this.visitors = visitors;
        this.making = making;
        this.places = new WorkPlaces(making.limits);
    }

    /** Which view a request asks for, by its parameter {@code view}. */
    View view(ContainerRequestContext request) {
        return parameter(request, "view")
                .map(text -> View.of(text, space.uris())
                        .filter(view -> view.pack().isEmpty())
                        .orElseThrow(() -> new VospaceFault(
                                Name.ViewNotSupported,
                                "there is no such view of a file; view is one of " + View.words()
                                        + ", the last two of containers, at /vospace/package")))
                .orElse(View.DATA);
    }

    private static Optional<String> parameter(ContainerRequestContext request, String name) {
        return Optional.ofNullable(request.getUriInfo().getQueryParameters().getFirst(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** A request for a view. */
    private record Asked(ContainerRequestContext request, NodePath path, View view, Spender spender) {

        ResponseFormat format() {
            Optional<TableFormat> converted = view.table();
            if (converted.isPresent()) {
                return ResponseFormat.of(converted.get());
            }
            Optional<String> said = parameter(request, "format");
            Optional<String> accepted = Optional.ofNullable(request.getHeaderString(HttpHeaders.ACCEPT));
            if (said.isEmpty()
                    && accepted.filter(text -> text.contains("text/html")).isPresent()) {
                // A browser.
                return ResponseFormat.of(TableFormat.HTML);
            }
            ResponseFormat format = ResponseFormat.negotiate(said, accepted);
            // Who does not say wants to look at it.
            return said.isEmpty() && format.format() == TableFormat.VOTABLE_BINARY2
                    ? ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA)
                    : format;
        }

        long rows() {
            if (view != View.ROWS) {
                return Long.MAX_VALUE;
            }
            String text = parameter(request, "rows").orElse("" + ROWS);
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MOST_ROWS) {
                throw new VospaceFault(Name.InvalidArgument, "rows is a number up to " + MOST_ROWS);
            }
            return Integer.parseInt(text);
        }

        /** Under which a browser keeps it. */
        String fileName(String end) {
            int dot = path.name().lastIndexOf('.');
            return (dot > 0 ? path.name().substring(0, dot) : path.name()) + "." + end;
        }
    }

    /**
     * The answer with a view.
     *
     * @throws VospaceFault as of reading; ViewNotSupported, InvalidData
     */
    Response get(ContainerRequestContext request, NodePath path, View view) throws IOException {
        Subject subject = visitors.subject(request, path, false);
        Asked asked = new Asked(request, path, view, Spender.of(subject, Caller.address(request)));
        try (Bytes.Readable file = space.bytes().read(subject, path)) {
            if (request.getMethod().equals("HEAD")) {
                // What it would be shows when it is made.
                return Response.ok()
                        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                        .build();
            }
            if (view.isOfTables()) {
                return table(asked, file);
            }
            try (WorkPlaces.Place place = places.take(asked.spender.account())) {
                return view == View.HEADER ? header(asked, file) : preview(asked, file);
            }
        }
    }

    private Response header(Asked asked, Bytes.Readable file) throws IOException {
        String text = making.views.header(file.file().channel(), asked.path.toString());
        return inMemory(asked, file, text.getBytes(UTF_8), "text/plain;charset=UTF-8", "txt");
    }

    private Response preview(Asked asked, Bytes.Readable file) throws IOException {
        byte[] png = making.views.preview(file.file().channel(), asked.path.toString());
        return inMemory(asked, file, png, "image/png", "png");
    }

    private static Response inMemory(Asked asked, Bytes.Readable file, byte[] bytes, String type, String end) {
        FileBody body = new FileBody(
                new FileBody.InMemory(bytes, file.file().state().modified()),
                type,
                asked.fileName(end),
                file.tag() + "-" + asked.view.word());
        Response.ResponseBuilder answer = Response.ok(body).header("Content-Security-Policy", FileExchange.POLICY);
        if (parameter(asked.request, "ticket").isPresent()) {
            answer.header(HttpHeaders.CACHE_CONTROL, "private, no-store");
        }
        return answer.build();
    }

    private Response table(Asked asked, Bytes.Readable file) throws IOException {
        ResponseFormat format = asked.format();
        long most = asked.rows();
        WorkPlaces.Place place = places.take(asked.spender.account());
        boolean handedOn = false;
        try {
            OpenTable table =
                    making.views.table(file.file().channel(), asked.path.toString(), asked.spender.limitedAccount());
            ResultDocument document = document(asked, table, most);
            if (asked.view == View.COLUMNS) {
                try (table) {
                    return columns(asked, format, table, document);
                }
            }
            ViewedRows rows = ViewedRows.of(table, place);
            handedOn = true;
            return rows(asked, format, rows, document);
        } finally {
            if (!handedOn) {
                place.close();
            }
        }
    }

    private ResultDocument document(Asked asked, OpenTable table, long most) {
        List<Info> infos =
                new ArrayList<>(List.of(new Info("source", space.uris().of(asked.path))));
        table.rowCount().ifPresent(count -> infos.add(new Info("nrows", Long.toString(count))));
        return new ResultDocument(Optional.of(asked.path.name()), Optional.empty(), infos, most);
    }

    private Response columns(Asked asked, ResponseFormat format, OpenTable table, ResultDocument document)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.writer(making.spool).write(ArrayRowStream.of(table.fields(), List.of()), document, out);
        return head(asked, format).entity(out.toByteArray()).build();
    }

    private Response rows(Asked asked, ResponseFormat format, ViewedRows rows, ResultDocument document) {
        Delivery.Transfer transfer = making.delivery.start(rows, format.writer(making.spool), document, rows::stop);
        boolean begun = false;
        try {
            Optional<RowStreamException> failure = transfer.earlyFailure(BEGINNING);
            if (failure.isPresent()) {
                throw failure.get().fault();
            }
            begun = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFault("the service is being stopped", Duration.ofSeconds(10));
        } finally {
            if (!begun) {
                transfer.close();
            }
        }
        ClientWatch watch = ClientWatch.of(asked.request.getProperty(ClientWatch.PROPERTY));
        StreamingOutput body = out -> {
            try (transfer) {
                transfer.copyTo(out);
            } catch (IOException e) {
                LOG.info("A view was broken off: {}", e.getMessage());
                // Thrown on, it would let the answer end as if it were whole.
                watch.breakOff();
            }
        };
        return head(asked, format).entity(body).build();
    }

    private static Response.ResponseBuilder head(Asked asked, ResponseFormat format) {
        boolean page = format.format() == TableFormat.HTML;
        String end = asked.view == View.VOTABLE ? "vot" : asked.view.word();
        Response.ResponseBuilder answer = Response.ok()
                .header(HttpHeaders.CONTENT_TYPE, format.contentType())
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header("Content-Security-Policy", page ? HtmlWriter.CONTENT_SECURITY_POLICY : FileExchange.POLICY);
        return asked.view.table().isEmpty()
                ? answer
                : answer.header(
                        HttpHeaders.CONTENT_DISPOSITION, FileBody.disposition("attachment", asked.fileName(end)));
    }
}
