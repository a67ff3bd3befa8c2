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
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
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
 * HTTP has such, the address of its client, and the query part of its URL as it was sent; and https as its scheme where a
 * trusted proxy says that the client used it.
 */
final class ClientPresence extends Handler.Wrapper {

    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(\"[^\"]*\"|[^;]*)");
    private static final Pattern PROTO = Pattern.compile("(?i)(?:^|;)\\s*proto\\s*=\\s*\"?([^\";]*)");
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
        return super.handle(cameByHttps(request) ? new ByHttps(request) : request, response, callback);
    }

    /** Whether the proxy that the request came from says so; what was before that proxy is its own affair. */
    private boolean cameByHttps(Request request) {
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer)
                || !proxies.isTrusted(peer.getAddress())) {
            return false;
        }
        List<String> standard = elements(request.getHeaders(), "Forwarded");
        List<String> schemes = standard.isEmpty()
                ? elements(request.getHeaders(), "X-Forwarded-Proto")
                : standard.stream().map(element -> first(PROTO, element)).toList();
        return !schemes.isEmpty() && schemes.getLast().strip().equalsIgnoreCase("https");
    }

    /** A request whose URL is the one that the client used. */
    private static final class ByHttps extends Request.Wrapper {

        private final HttpURI uri;

        ByHttps(Request request) {
            super(request);
            this.uri =
                    HttpURI.build(request.getHttpURI()).scheme(HttpScheme.HTTPS).asImmutable();
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public boolean isSecure() {
            return true;
        }
    }

    /** The addresses that proxies noted, the client's first; what is no address may be among them. */
    private static List<String> forwarded(HttpFields headers) {
        List<String> standard = elements(headers, "Forwarded");
        return standard.isEmpty()
                ? elements(headers, "X-Forwarded-For")
                : standard.stream().map(element -> first(FOR, element)).toList();
    }

    private static List<String> elements(HttpFields headers, String name) {
        return headers.getValuesList(name).stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .toList();
    }

    private static String first(Pattern pattern, String element) {
        Matcher found = pattern.matcher(element);
        return found.find() ? found.group(1) : "";
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
