// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what the server refuses before any resource sees it, in plain words that repeat nothing of the request. */
final class PlainErrors implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.SERVER, "Meridian");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=UTF-8");
        Content.Sink.write(response, true, words(response.getStatus()) + "\n", callback);
        return true;
    }

    private static String words(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 ->
                "The request is not understood: its address or a header field is not as HTTP wants it; names in addresses"
                        + " are percent-encoded UTF-8 without slashes, backslashes and control characters.";
            case HttpStatus.NOT_FOUND_404 -> "There is nothing here.";
            case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "The address or the header fields are too long: send long parameters by POST.";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "The service is being stopped.";
            default -> HttpStatus.getMessage(status);
        };
    }
}
