// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;

/**
 * The answer in place of a table (DALI 1.1, section 4.2 and 4.4.2; TAP 1.1, section 3.3).
 *
 * @param contentType for the HTTP header
 * @param body the document
 */
public record ErrorDocument(String contentType, byte[] body) {

    /**
     * An error document in the format asked for, where that can carry errors, else as VOTable.
     *
     * @param fault what happened
     * @param asked the format asked for; {@link ResponseFormat#votable()} where that is what is in error
     * @param infos as in a {@link ResultDocument}: standardID, echoed parameters
     */
    public static ErrorDocument of(DaliFault fault, ResponseFormat asked, List<ResultDocument.Info> infos) {
        return of(fault, fault.message(), asked, infos);
    }

    /** The same with the name of the fault before its message (SIA 2.0, section 4.2; DataLink 1.1, section 3.4). */
    public static ErrorDocument named(DaliFault fault, ResponseFormat asked, List<ResultDocument.Info> infos) {
        return of(fault, named(fault), asked, infos);
    }

    /** The same as a line of plain text. */
    public static ErrorDocument plain(DaliFault fault) {
        return new ErrorDocument("text/plain;charset=UTF-8", (named(fault) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String named(DaliFault fault) {
        String name = switch (fault) {
            // The simple protocols have no names for these.
            case AuthenticationFault unknown -> "DefaultFault";
            case AuthorizationFault refused -> "DefaultFault";
            default -> fault.name();
        };
        return name + ": " + fault.message();
    }

    private static ErrorDocument of(
            DaliFault fault, String message, ResponseFormat asked, List<ResultDocument.Info> infos) {
        ResponseFormat format = asked.format().carriesErrors() ? asked : ResponseFormat.votable();
        ResultDocument document = new ResultDocument(Optional.empty(), Optional.empty(), infos, 0);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            switch (format.format()) {
                case JSON -> JsonWriter.writeError(fault.name(), message, document, body);
                case TEXT -> TextWriter.writeError(message, document, body);
                case HTML -> HtmlWriter.writeError(message, document, body);
                case VOTABLE_BINARY2, VOTABLE_TABLEDATA, VOTABLE_BINARY, CSV, TSV, FITS, ECSV, PARQUET ->
                    new VotableWriter(format).writeError(message, document, body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ErrorDocument(format.contentType(), body.toByteArray());
    }
}
