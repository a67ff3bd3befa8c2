// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.votable.ErrorDocument;
import org.meridian.core.votable.HtmlWriter;
import org.meridian.core.votable.ResponseFormat;
import org.meridian.core.votable.ResultDocument.Info;
import org.meridian.core.votable.TableFormat;

/** Heads of the answers that carry a table or an error in place of one. */
final class Documents {

    private static final Info STANDARD = new Info("standardID", "ivo://ivoa.net/std/TAP");

    private Documents() {}

    /** What every document says of itself. */
    static List<Info> infos() {
        return List.of(STANDARD);
    }

    /** An answer with a table; the entity is to be added. */
    static Response.ResponseBuilder table(ResponseFormat format) {
        Response.ResponseBuilder answer = Response.ok();
        if (format.format() == TableFormat.HTML) {
            answer.header("Content-Security-Policy", HtmlWriter.CONTENT_SECURITY_POLICY);
        }
        return answer.header(HttpHeaders.CONTENT_TYPE, format.contentType())
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + fileName(format) + '"');
    }

    /** Under which a browser keeps a table. */
    static String fileName(ResponseFormat format) {
        return "result." + extension(format.format());
    }

    /** An error document in the format asked for, where that can carry one (TAP 1.1, section 3.3). */
    static Response error(DaliFault fault, ResponseFormat asked) {
        ErrorDocument document = ErrorDocument.of(fault, asked, infos());
        Response.ResponseBuilder response = Response.status(fault.httpStatus())
                .header(HttpHeaders.CONTENT_TYPE, document.contentType())
                .entity(document.body());
        if (asked.format() == TableFormat.HTML) {
            response.header("Content-Security-Policy", HtmlWriter.CONTENT_SECURITY_POLICY);
        }
        if (fault instanceof TransientFault busy) {
            response.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, busy.retryAfter().toSeconds()));
        }
        return response.build();
    }

    private static String extension(TableFormat format) {
        return switch (format) {
            case VOTABLE_BINARY2, VOTABLE_TABLEDATA, VOTABLE_BINARY -> "vot";
            case CSV -> "csv";
            case TSV -> "tsv";
            case JSON -> "json";
            case TEXT -> "txt";
            case FITS -> "fits";
            case ECSV -> "ecsv";
            case PARQUET -> "parquet";
            case HTML -> "html";
        };
    }
}
