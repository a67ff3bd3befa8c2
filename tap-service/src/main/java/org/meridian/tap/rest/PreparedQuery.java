// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.votable.ArrayRowStream;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.ResultDocument.Info;
import org.meridian.core.votable.RowStream;
import org.meridian.tap.query.AnswerLimits;
import org.meridian.tap.query.Client;
import org.meridian.tap.query.PermittedQuery;
import org.meridian.tap.query.QueryEngine;
import org.meridian.tap.upload.UploadedTables;

/**
 * A query ready to run, and what its answer says besides its rows; the same for sync and async. Immutable.
 *
 * @param query for the engine
 * @param document what to say besides the rows
 */
record PreparedQuery(PermittedQuery query, ResultDocument document) {

    /**
     * Checks a request.
     *
     * @param client on whose behalf
     * @param tables that it brings along
     * @param limits of the kind of query it is
     * @param gateway URL under which the client finds it, without trailing slash
     * @throws UsageFault if the query is not valid or cannot be answered
     * @throws org.meridian.core.dali.DaliFault.AuthorizationFault if it may not be; AuthenticationFault to an anonymous client
     * @throws TransientFault if the database cannot tell what is published
     */
    static PreparedQuery of(
            QueryEngine engine,
            QueryRequest request,
            Client client,
            UploadedTables tables,
            AnswerLimits limits,
            String gateway) {
        long maxrec = limits.maxrec(request.maxrec());
        PermittedQuery query = engine.prepare(request.query(), maxrec, client, tables);
        ResultDocument document = new ResultDocument(Optional.empty(), Optional.empty(), infos(request), maxrec);
        return new PreparedQuery(
                query,
                document.withMaxBytes(limits.maxBytes()).with(engine.services().of(query.fields(), gateway)));
    }

    /** Whether only the columns are wanted (TAP 1.1, section 2.7.4). */
    boolean columnsOnly() {
        return document.maxrec() == 0;
    }

    /** The columns without rows. */
    RowStream noRows() {
        return ArrayRowStream.of(query.fields(), List.of());
    }

    private static List<Info> infos(QueryRequest request) {
        List<Info> infos = new ArrayList<>(Documents.infos());
        infos.add(new Info("QUERY", request.query()));
        request.runid().ifPresent(runid -> infos.add(new Info("RUNID", runid)));
        return infos;
    }
}
