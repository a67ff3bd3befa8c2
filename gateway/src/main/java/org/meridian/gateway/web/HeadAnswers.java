// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets an answer to HEAD say the length that GET would, or none where that is not known (RFC 9110, section 8.6). */
final class HeadAnswers extends Handler.Wrapper {

    HeadAnswers(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        return super.handle(request, head ? new Answer(request, response) : response, callback);
    }

    private static final class Answer extends Response.Wrapper {

        Answer(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (isCommitted()) {
                super.write(last, content, callback);
                return;
            }
            if (getRequest().getHeaders().contains(HttpHeader.ACCEPT_ENCODING)
                    && !getHeaders().contains(HttpHeader.ACCEPT_RANGES, "bytes")) {
                // GET might be compressed; what is given in ranges is not.
                getHeaders().remove(HttpHeader.CONTENT_LENGTH);
            }
            // The head goes out before the end is known: Jetty takes an answer that ends with its head for an empty
            // one.
            super.write(false, content, Callback.from(() -> super.write(last, null, callback), callback::failed));
        }
    }
}
