// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.http.Incident;

/**
 * Answers what no resource has answered itself, in plain text: unknown paths, wrong methods, and failures that nobody
 * foresaw, of which the client is told no more than the number under which they were logged.
 */
public final class Faults implements ExceptionMapper<Throwable> {

    @Override
    public Response toResponse(Throwable failure) {
        return switch (failure) {
            case WebApplicationException known -> known(known);
            case DaliFault.TransientFault busy ->
                plain(
                        Response.status(busy.httpStatus())
                                .header(
                                        HttpHeaders.RETRY_AFTER,
                                        Math.max(1, busy.retryAfter().toSeconds())),
                        busy.message());
            case DaliFault fault -> plain(Response.status(fault.httpStatus()), fault.message());
            default -> {
                DaliFault fault = Incident.log("request failed", failure).fault();
                yield plain(Response.status(fault.httpStatus()), fault.message());
            }
        };
    }

    private static Response known(WebApplicationException failure) {
        Response given = failure.getResponse();
        Response.ResponseBuilder answer = Response.status(given.getStatus());
        if (failure instanceof NotAllowedException) {
            answer.header(HttpHeaders.ALLOW, given.getHeaderString(HttpHeaders.ALLOW));
        }
        return plain(
                answer,
                switch (given.getStatus()) {
                    case 404 -> "There is nothing here.";
                    case 405 -> "This method is not allowed here.";
                    default -> given.getStatusInfo().getReasonPhrase();
                });
    }

    private static Response plain(Response.ResponseBuilder answer, String message) {
        return answer.type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .entity(message + "\n")
                .build();
    }
}
