// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.meridian.core.http.ClientAddress;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.http.RequestParameters;
import org.meridian.gateway.config.TrustedProxies;

/**
 * Gives each request a {@link ClientWatch} that looks at its connection from time to time, an {@link AnswerTrailer} where
 * HTTP has such, the address of its client, and the query part of its URL as it was sent.
 */
final class ClientPresence extends Handler.Wrapper {

    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(\"[^\"]*\"|[^;]*)");
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final TrustedProxies proxies;

    ClientPresence(Handler handler, TrustedProxies proxies) {
        super(handler);
        this.proxies = proxies;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getConnectionMetaData().getConnection().getEndPoint()
                instanceof PresenceConnector.EndPoint endPoint) {
            Scheduler scheduler = request.getComponents().getScheduler();
            request.setAttribute(ClientWatch.PROPERTY, new Connected(endPoint, scheduler));
        }
        if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer) {
            proxies.client(peer.getAddress(), forwarded(request.getHeaders()))
                    .ifPresent(address -> request.setAttribute(ClientAddress.PROPERTY, address));
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

    /** The addresses that proxies noted, the client's first; what is no address may be among them. */
    private static List<String> forwarded(HttpFields headers) {
        List<String> standard = headers.getValuesList("Forwarded");
        List<String> fields = standard.isEmpty() ? headers.getValuesList("X-Forwarded-For") : standard;
        return fields.stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .map(item -> standard.isEmpty() ? item : forOf(item))
                .toList();
    }

    private static String forOf(String item) {
        Matcher node = FOR.matcher(item);
        return node.find() ? node.group(1) : "";
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
