// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.place.UserFiles;
import org.meridian.core.place.UserFiles.Destination;
import org.meridian.core.votable.ArrayRowStream;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.core.votable.TableFormat;
import org.meridian.core.votable.TableOutcome;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.tap.query.QueryBill;

/**
 * Puts results where their users want them (parameter DEST): into files of workspaces, whole or not at all. Thread-safe.
 *
 * @param files of users
 * @param spool where formats that need to know their length first keep their rows meanwhile
 */
public record ResultFiles(UserFiles files, SpoolArea spool) {

    private static final List<Field> FIELDS = List.of(
            Field.of("uri", Primitive.TEXT),
            Field.of("access_url", Primitive.TEXT),
            Field.of("nrows", Primitive.LONG),
            Field.of("nbytes", Primitive.LONG),
            Field.of("status", Primitive.TEXT));

    /**
     * A result that is in its file.
     *
     * @param outcome how its rows ended
     * @param bytes its size
     * @param created whether there was no file before
     */
    record Stored(TableOutcome outcome, long bytes, boolean created) {

        /** How its rows ended, in a word. */
        String status() {
            return outcome instanceof TableOutcome.Overflow ? "OVERFLOW" : "OK";
        }
    }

    /**
     * The place that a request names.
     *
     * @param who wants the result; asked again when it is whole
     * @param job id of the job, if it is one
     * @throws DaliFault if there can be no file of his
     */
    Optional<Destination> destination(QueryRequest request, Supplier<Subject> who, Optional<String> job)
            throws IOException {
        return request.destination().isEmpty()
                ? Optional.empty()
                : Optional.of(files.destination(
                        new UserFiles.Wish(who, request.destination().get(), job)));
    }

    /**
     * Writes a result; the rows are closed before it takes its place.
     *
     * @throws RowStreamException if the rows fail; nothing has been changed then
     * @throws DaliFault if the file cannot be written; likewise
     */
    Stored write(
            RowStream rows, ResultDocument document, ResponseFormat format, Destination destination, QueryBill bill)
            throws IOException {
        try (UserFiles.NewFile file = destination.begin(format.contentType());
                BilledOutput out = new BilledOutput(file, bill)) {
            TableOutcome outcome = format.writer(spool).write(rows, document, out);
            if (outcome instanceof TableOutcome.Failed failed) {
                throw failed.cause();
            }
            // The database need not wait for the disk.
            rows.close();
            boolean created = file.finish();
            return new Stored(outcome, out.total(), created);
        }
    }

    /**
     * What a client is told that waited for it: a table of one row which says where it is.
     *
     * @param url of the file
     */
    Response answer(Stored stored, Destination destination, String url) throws IOException {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        ResponseFormat votable = ResponseFormat.of(TableFormat.VOTABLE_TABLEDATA);
        List<Object> row = List.of(destination.uri(), url, stored.outcome.rows(), stored.bytes, stored.status());
        ResultDocument head = new ResultDocument(
                Optional.empty(), Optional.of("Where the result of the query is"), Documents.infos(), Long.MAX_VALUE);
        votable.writer(spool).write(ArrayRowStream.of(FIELDS, List.of(row)), head, document);
        return Response.status(stored.created ? 201 : 200)
                .header(HttpHeaders.LOCATION, url)
                .header(HttpHeaders.CONTENT_TYPE, "application/x-votable+xml")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Meridian-Query-Status", stored.status())
                .entity(document.toByteArray())
                .build();
    }
}
