// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.meridian.core.auth.identity.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request: method, path, status, milliseconds, bytes of the body as sent. The query part is left out: it
 * may hold what is nobody else's business; so is what links hold that give access to something. Goes to the logger {@code org.meridian.access} at level INFO.
 */
final class AccessLog implements RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("org.meridian.access");
    private static final int LONGEST_PATH = 200;

    @Override
    public void log(Request request, Response response) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        String path = request.getHttpURI().getPath();
        LOG.info(
                "{} {} {} {} ms {} B",
                request.getMethod(),
                path == null ? "-" : Secret.redacted(path.substring(0, Math.min(path.length(), LONGEST_PATH))),
                response.getStatus(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - request.getBeginNanoTime()),
                Response.getContentBytesWritten(response));
    }
}
