// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import java.io.IOException;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.query.Asker;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResponseFormat.VotableVersion;
import org.meridian.core.votable.ResultDocument;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.TableFormat;

/** A way to ask for rows by simple parameters and to be told what is wrong with them. Implementations are thread-safe. */
public interface SearchProtocol {

    /**
     * A table.
     *
     * @param rows whoever gets the answer closes them
     * @param document what it says besides
     */
    record Answer(RowStream rows, ResultDocument document) {}

    /**
     * What is answered in the place of a table.
     *
     * @param status of HTTP
     */
    record Refusal(int status, ErrorDocument document) {}

    /**
     * The format of the answer.
     *
     * @param accept value of the HTTP header Accept
     * @throws DaliFault if there is no such
     */
    ResponseFormat format(DaliParameters parameters, Optional<String> accept);

    /**
     * What was asked for.
     *
     * @param gateway URL under which the client finds it, without trailing slash
     * @throws DaliFault if it cannot be had
     * @throws IOException if the database fails
     */
    Answer answer(DaliParameters parameters, Asker asker, String gateway) throws IOException;

    /** What is said where it cannot be had. */
    Refusal refusal(DaliFault fault, ResponseFormat format);

    /** RESPONSEFORMAT or Accept, and for those who ask for nothing the form of VOTable that every program reads. */
    static ResponseFormat readable(DaliParameters parameters, Optional<String> accept, String contentType) {
        ResponseFormat asked = ResponseFormat.negotiate(parameters.responseFormat(), accept);
        boolean chosen = parameters.responseFormat().isPresent() || asked.format() != TableFormat.VOTABLE_BINARY2;
        return chosen
                ? asked
                : new ResponseFormat(TableFormat.VOTABLE_TABLEDATA, VotableVersion.V1_4, true, contentType);
    }
}
