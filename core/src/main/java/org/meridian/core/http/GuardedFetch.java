// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.util.Timeout;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what strangers name by URL, without letting them reach what they could not reach themselves: http and https only,
 * public addresses only unless the operator allows a host by name. A host is resolved once for a connection, and the
 * connection goes to the addresses that were checked; after a redirect all of this holds again. A server that only trickles is not
 * waited for ({@link Pace}). Thread-safe.
 */
public final class GuardedFetch implements AutoCloseable {

    private static final int LAST_PORT = 65_535;
    private static final Logger LOG = LoggerFactory.getLogger(GuardedFetch.class);
    private static final int MAX_REDIRECTS = 5;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(20);

    private final Set<String> allowedHosts;
    private final Duration time;
    private final Resolver resolver;
    private final FetchPlaces places;
    private final CloseableHttpClient client;

    /**
     * How much is fetched. Immutable.
     *
     * @param time that one fetch may take, redirects and all
     * @param atOnce fetches at once
     * @param perClient fetches of one client at once, those that wait for a place included
     * @param patience how long one waits for its place
     */
    public record Limits(Duration time, int atOnce, int perClient, Duration patience) {

        /** 20 fetches at once, 5 of a client, which wait for 10 s. */
        public static Limits of(Duration time) {
            return new Limits(time, 20, 5, Duration.ofSeconds(10));
        }
    }

    /**
     * Whose fetch it is.
     *
     * @param account under which his fetches are counted; empty for who is not limited
     * @param watch tells when nobody waits for it any more: it is broken off then
     */
    public record OnBehalf(Optional<String> account, ClientWatch watch) {}

    /** Looks up the addresses of a host. */
    @FunctionalInterface
    public interface Resolver {
        /** The system's. */
        Resolver SYSTEM = InetAddress::getAllByName;

        /**
         * All addresses, at least one.
         *
         * @throws UnknownHostException if there are none
         */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * A fetcher.
     *
     * @param allowedHosts names or addresses of hosts, as URLs write them, that may be reached whatever their address
     * @param limits how much is fetched
     * @param resolver looks up hosts
     */
    public GuardedFetch(Set<String> allowedHosts, Limits limits, Resolver resolver) {
        this.allowedHosts = Set.copyOf(allowedHosts.stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .toList());
        this.time = limits.time;
        this.resolver = resolver;
        this.places = new FetchPlaces(limits);
        Timeout wait = Timeout.of(time.compareTo(LONGEST_SILENCE) < 0 ? time : LONGEST_SILENCE);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedResolver())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(wait)
                                .setSocketTimeout(wait)
                                .build())
                        // Whoever has a place finds a connection.
                        .setMaxConnTotal(limits.atOnce)
                        .setMaxConnPerRoute(limits.atOnce)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setMaxRedirects(MAX_REDIRECTS)
                        .setConnectionRequestTimeout(wait)
                        .setResponseTimeout(wait)
                        .build())
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableAutomaticRetries()
                .setUserAgent("Meridian")
                .build();
    }

    /** Why a host was not connected to. */
    private static final class RefusedHostException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedHostException(String message) {
            super(message);
        }
    }

    /** Gives the HTTP client addresses that have been checked, and no others. */
    private final class CheckedResolver implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] found = resolver.resolve(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
            if (allowedHosts.contains(host.toLowerCase(Locale.ROOT))) {
                return found;
            }
            for (InetAddress address : found) {
                Optional<String> objection = PublicAddress.objection(address);
                if (objection.isPresent()) {
                    throw new RefusedHostException("host " + RequestParameters.shortened(host) + " has a "
                            + objection.get()
                            + " address; this service fetches from public addresses and from hosts its"
                            + " operator allows");
                }
            }
            return found;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /**
     * Fetches a document.
     *
     * @param url with scheme http or https; what was sent by somebody else, not checked yet
     * @param to receives the document as it is sent, even if compressed; not closed
     * @param who on whose behalf
     * @throws TransientFault if he has too many fetches (429), there are too many of others (503), or nobody waits for it any more
     * @throws UsageFault if the URL may not be fetched, or its server does not give it; says which rule or why
     * @throws DaliFault what {@code to} throws
     * @throws IOException if {@code to} fails
     */
    public void fetch(String url, OutputStream to, OnBehalf who) throws IOException {
        read(url, who, received -> received.body().transferTo(to));
    }

    /**
     * An answer that is being received.
     *
     * @param body as it is sent, even if compressed
     * @param length of it in bytes, if the server says so
     * @param message with the headers
     */
    public record Received(InputStream body, Optional<Long> length, ClassicHttpResponse message) {
        /** Why the body could not be read to its end, if so. */
        public Optional<IOException> failure() {
            return body instanceof PacedInput paced ? paced.failure() : Optional.empty();
        }

        /** Value of a header, by its name. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(message.getFirstHeader(name)).map(NameValuePair::getValue);
        }
    }

    /** Reads an answer. */
    @FunctionalInterface
    public interface Reading<T> {
        /** What it is read to. */
        T of(Received received) throws IOException;
    }

    /**
     * The same, read while it comes.
     *
     * @param reading is given it; what it throws is thrown
     */
    public <T> T read(String url, OnBehalf who, Reading<T> reading) throws IOException {
        URI uri = checked(url);
        try (FetchPlaces.Place place = places.take(who)) {
            return exchange(new HttpGet(uri), uri, who.watch, response -> {
                if (response.getCode() != 200 || response.getEntity() == null) {
                    throw failed("fetch", uri, "its server answered with status " + response.getCode());
                }
                HttpEntity entity = response.getEntity();
                // What is compressed has another length than it says when it is not; here it is never unpacked.
                Optional<Long> length =
                        entity.getContentLength() < 0 ? Optional.empty() : Optional.of(entity.getContentLength());
                PacedInput body = PacedInput.from(entity.getContent());
                try {
                    return reading.of(new Received(body, length, response));
                } catch (IOException e) {
                    throw body.failure().isPresent() ? e : new UnsentException(e);
                }
            });
        }
    }

    /**
     * What is sent to a server.
     *
     * @param body read to its end
     * @param length of it in bytes
     * @param contentType its media type
     * @param headers further ones
     */
    public record Sending(InputStream body, long length, String contentType, Map<String, String> headers) {}

    /**
     * Sends a document by PUT, with the same care.
     *
     * @throws TransientFault as of fetching
     * @throws UsageFault if the URL may not be reached, or its server does not take it; says which rule or why
     * @throws IOException if the body cannot be read
     */
    public void send(String url, Sending sending, OnBehalf who) throws IOException {
        URI uri = checked(url);
        HttpPut put = new HttpPut(uri);
        sending.headers.forEach(put::setHeader);
        PacedInput body = PacedInput.to(sending.body);
        put.setEntity(new InputStreamEntity(body, sending.length, ContentType.parseLenient(sending.contentType)));
        try (FetchPlaces.Place place = places.take(who)) {
            exchange(put, uri, who.watch, response -> {
                if (response.getCode() < 200 || response.getCode() > 204) {
                    throw failed("send to", uri, "its server answered with status " + response.getCode());
                }
                return uri;
            });
        } catch (UsageFault fault) {
            if (body.failure().isPresent()) {
                throw new IOException("what was to be sent could not be read", fault);
            }
            throw fault;
        }
    }

    private <T> T exchange(HttpUriRequestBase request, URI uri, ClientWatch watch, HttpClientResponseHandler<T> handler)
            throws IOException {
        String verb = request.getMethod().equals("GET") ? "fetch" : "send to";
        AtomicBoolean late = new AtomicBoolean();
        AtomicBoolean gone = new AtomicBoolean();
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
        try (ClientWatch.Watch watching = watch.whenGone(() -> {
            gone.set(true);
            request.cancel();
        })) {
            return client.execute(request, handler);
        } catch (RefusedHostException e) {
            throw failed(verb, uri, String.valueOf(e.getMessage()));
        } catch (UnsentException e) {
            throw e.failure;
        } catch (IOException e) {
            LOG.debug("a fetch failed", e);
            if (gone.get()) {
                throw givenUp();
            }
            throw failed(verb, uri, late.get() ? "it took longer than " + time.toSeconds() + " s" : reason(e));
        } finally {
            end.cancel(false);
        }
    }

    /** Nobody waits any more. */
    static TransientFault givenUp() {
        return new TransientFault("the request was given up while a table was being fetched", Duration.ofSeconds(10));
    }

    /** The disk failed, not the fetch. */
    private static final class UnsentException extends IOException {
        private static final long serialVersionUID = 1L;
        private final IOException failure;

        UnsentException(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private static URI checked(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw new UsageFault("'" + RequestParameters.shortened(url) + "' is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new UsageFault("'" + RequestParameters.shortened(url) + "' cannot be fetched: URLs must begin with"
                    + " http:// or https://");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw new UsageFault("'" + RequestParameters.shortened(url)
                    + "' cannot be fetched: a URL must name a host, and no user or password");
        }
        if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
            throw new UsageFault(
                    "'" + RequestParameters.shortened(url) + "' cannot be fetched: ports are 1 to " + LAST_PORT);
        }
        return uri;
    }

    private static UsageFault failed(String verb, URI uri, String why) {
        return new UsageFault("cannot " + verb + " " + RequestParameters.shortened(uri.toString()) + ": " + why);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case UnknownHostException unknown -> "there is no such host";
            case Pace.TooSlowException slow -> String.valueOf(slow.getMessage());
            case InterruptedIOException silent -> "its server does not answer in time";
            case org.apache.hc.client5.http.ClientProtocolException protocol
            when protocol.getCause() instanceof org.apache.hc.client5.http.RedirectException ->
                "it redirects more than " + MAX_REDIRECTS + " times, or in a circle";
            case org.apache.hc.client5.http.ClientProtocolException protocol ->
                "its server does not answer as HTTP wants it, or redirects to what is not http or https";
            case javax.net.ssl.SSLException tls -> "its server cannot be trusted (TLS)";
            default -> "its server cannot be reached, or broke off";
        };
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
