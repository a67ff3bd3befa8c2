// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.gzip.GzipEncoderConfig;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.meridian.gateway.GatewaySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty with one JAX-RS application at its root; each request has a virtual thread. Thread-safe. */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    /** Room for a request line with a long query, and for the header fields. */
    private static final int MAX_HEADER_BYTES = 64 << 10;

    private static final int OUTPUT_BUFFER_BYTES = 64 << 10;
    private static final int GZIP_LEVEL = 3;
    private static final int SELECTORS = 1;
    private static final Duration IDLE = Duration.ofMinutes(5);

    /** Media types to which the server would add a character set. */
    private static final List<String> GUESSED = List.of("text/html", "text/plain", "text/xml", "application/xhtml+xml");

    /** As strict as Jetty is, but that a file can have a % in its name: %25 is decoded once, here and nowhere else. */
    private static final UriCompliance URIS =
            UriCompliance.DEFAULT.with("files", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

    private final Server server;
    private final ServerConnector connector;

    private WebServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Begins to listen.
     *
     * @param settings where
     * @param application resources that answer
     * @throws IOException if the port cannot be had
     */
    public static WebServer start(GatewaySettings.Web settings, WebApplication application) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("web");
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        Server server = new Server(threads);
        server.setStopTimeout(settings.shutdownGrace().toMillis());
        server.setRequestLog(new AccessLog());
        server.setErrorHandler(new PlainErrors());
        server.setHandler(new GracefulHandler(new ClientPresence(
                new BodyPace(new HeadAnswers(compressed(servlets(application))), settings.bodyWait()),
                settings.trustedProxies())));

        ServerConnector connector = new PresenceConnector(server, SELECTORS, new HttpConnectionFactory(http()));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptedTcpNoDelay(true);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            throw cannotListen(settings, e);
        }
        return new WebServer(server, connector);
    }

    /**
     * Looks whether the port can be had, before anything that takes longer is begun.
     *
     * @throws IOException if it cannot
     */
    public static void requireFree(GatewaySettings.Web settings) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException e) {
            throw cannotListen(settings, e);
        }
    }

    private static IOException cannotListen(GatewaySettings.Web settings, Exception cause) {
        return new IOException(
                "cannot listen on " + settings.host() + " port " + settings.port() + " (" + cause.getMessage()
                        + "): choose another with --port, 0 for any",
                cause);
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no more requests, lets running ones finish for the shutdown grace, then ends them. */
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (TimeoutException e) {
            LOG.info("answers that were still running have been broken off");
        } catch (Exception e) {
            LOG.warn("the web server did not stop cleanly", e);
        }
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
        http.setUriCompliance(URIS);
        return http;
    }

    private static Handler servlets(WebApplication application) {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.setErrorHandler(new PlainErrors());
        // Of files nobody knows their character set but who wrote them (RFC 9110, section 8.3).
        GUESSED.forEach(type -> context.getMimeTypes().addInferred(type, null));
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        ServletHolder holder = new ServletHolder("jersey", new JerseyServlet(application.configuration()));
        holder.setInitOrder(1);
        context.addServlet(holder, "/*");
        return context;
    }

    private static Handler compressed(Handler handler) {
        GzipEncoderConfig encoder = new GzipEncoderConfig();
        encoder.setCompressionLevel(GZIP_LEVEL);
        // Otherwise flushed rows stay in the encoder and a client that is gone goes unseen.
        encoder.setSyncFlush(true);
        GzipCompression gzip = new GzipCompression();
        gzip.setDefaultEncoderConfig(encoder);
        CompressionHandler compression = new CompressionHandler(handler);
        compression.putCompression(gzip);
        compression.putConfiguration(
                "/*",
                CompressionConfig.builder()
                        .compressIncludeMethod("GET")
                        .compressIncludeMethod("POST")
                        // Results of jobs, and files, have a length, ranges and tags, which a compressed answer would
                        // not have.
                        .compressExcludePath("^/[a-z0-9]+/async/.*")
                        .compressExcludePath("^/dav/.*")
                        .compressExcludePath("^/(archive|preview)/.*")
                        .compressExcludePath("^/share/.*")
                        // OpenCADC's client (vos 3.7) says that it takes compressed descriptions of nodes, and cannot
                        // read them.
                        .compressExcludePath("^/vospace/.*")
                        .decompressExcludePath("/*")
                        .build());
        return compression;
    }
}
