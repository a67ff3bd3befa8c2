// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.meridian.core.http.AnswerTrailer;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.RequestParameters;

/**
 * Gives each request a {@link ClientWatch} that looks at its connection from time to time, an {@link AnswerTrailer} where
 * HTTP has such, and the query part of its URL as it was sent.
 */
final class ClientPresence extends Handler.Wrapper {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    ClientPresence(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getConnectionMetaData().getConnection().getEndPoint()
                instanceof PresenceConnector.EndPoint endPoint) {
            Scheduler scheduler = request.getComponents().getScheduler();
            request.setAttribute(ClientWatch.PROPERTY, new Connected(endPoint, scheduler));
        }
        if (request.getConnectionMetaData().getHttpVersion().compareTo(HttpVersion.HTTP_1_1) >= 0) {
            request.setAttribute(AnswerTrailer.PROPERTY, (AnswerTrailer) name -> announce(response, name));
        }
        @Nullable String query = request.getHttpURI().getQuery();
        if (query != null) {
            request.setAttribute(RequestParameters.RAW_QUERY, query);
        }
        return super.handle(request, response, callback);
    }

    /** Jetty sends an answer with trailers in chunks, as it must. */
    private static AnswerTrailer.Value announce(Response response, String name) {
        AtomicReference<HttpFields> fields = new AtomicReference<>(HttpFields.EMPTY);
        response.getHeaders().add(HttpHeader.TRAILER, name);
        response.setTrailersSupplier(fields::get);
        return value -> fields.set(HttpFields.build().put(name, value).asImmutable());
    }

    /** The connection of a client. */
    private record Connected(PresenceConnector.EndPoint endPoint, Scheduler scheduler) implements ClientWatch {

        @Override
        public Watch whenGone(Runnable action) {
            return Look.begin(endPoint, scheduler, action);
        }

        @Override
        public void breakOff() {
            endPoint.close();
        }
    }

    /** Looks again and again until it is closed or the client is gone. */
    private static final class Look implements ClientWatch.Watch, Runnable {

        private final PresenceConnector.EndPoint endPoint;
        private final Scheduler scheduler;
        private final Runnable action;
        private boolean closed;

        private Look(PresenceConnector.EndPoint endPoint, Scheduler scheduler, Runnable action) {
            this.endPoint = endPoint;
            this.scheduler = scheduler;
            this.action = action;
        }

        static Look begin(PresenceConnector.EndPoint endPoint, Scheduler scheduler, Runnable action) {
            Look look = new Look(endPoint, scheduler, action);
            scheduler.schedule(look, INTERVAL);
            return look;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                if (!endPoint.isPeerGone()) {
                    scheduler.schedule(this, INTERVAL);
                    return;
                }
                closed = true;
            }
            action.run();
        }

        @Override
        public synchronized void close() {
            closed = true;
        }
    }
}
