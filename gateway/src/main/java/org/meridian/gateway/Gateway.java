// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.db.Database;
import org.meridian.core.db.DatabaseException;
import org.meridian.gateway.web.WebServer;
import org.meridian.sia.store.DatasetStore;
import org.meridian.sia.store.SiteStore;
import org.meridian.tap.query.QueryLoad;
import org.meridian.tap.schema.TapSchemaStore;

/**
 * A running gateway: database, services and web server, wired together. Thread-safe.
 *
 * <p>Whoever starts it closes it. {@link #close()} lets running answers finish for the shutdown grace, cancels the rest
 * and stops the database; it may be called from a shutdown hook and more than once.
 */
public final class Gateway implements AutoCloseable {

    private final GatewaySettings settings;
    private final Database database;
    private final TapSchemaStore schema;
    private final Services services;
    private final WebServer web;
    private final Readiness readiness;
    private final Closers closers;

    private Gateway(
            GatewaySettings settings,
            Database database,
            TapSchemaStore schema,
            Services services,
            WebServer web,
            Readiness readiness,
            Closers closers) {
        this.settings = settings;
        this.database = database;
        this.schema = schema;
        this.services = services;
        this.web = web;
        this.readiness = readiness;
        this.closers = closers;
    }

    /**
     * Starts the database, brings its schema up to date and begins to listen.
     *
     * @throws IOException if the database cannot be started or reached, or the port cannot be had; the message says which
     *     and what to do
     */
    public static Gateway start(GatewaySettings settings) throws IOException {
        return start(settings, Optional.empty());
    }

    /**
     * The same.
     *
     * @param preparation what is still to be done before it counts as available, for people; {@link #ready} ends it
     * @throws IOException as above
     */
    public static Gateway start(GatewaySettings settings, Optional<String> preparation) throws IOException {
        Closers closers = new Closers();
        try {
            return start(settings, preparation, closers);
        } catch (DatabaseException e) {
            closers.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            closers.close();
            throw e;
        }
    }

    private static Gateway start(GatewaySettings settings, Optional<String> preparation, Closers closers)
            throws IOException {
        WebServer.requireFree(settings.web());
        Database database = closers.add(Database.open(settings.database()));
        database.migrate(TapSchemaStore.MIGRATIONS);
        database.migrate(DatasetStore.MIGRATIONS);
        TapSchemaStore schema = new TapSchemaStore(database.owner());
        schema.publishTapSchema(database.grants());

        Readiness readiness = new Readiness(database.health(), InstantSource.system());
        preparation.ifPresent(readiness::preparing);
        AtomicReference<String> here = new AtomicReference<>("");
        Services services = new Services(settings, database, schema, here::get, readiness::status, closers);
        WebServer web = closers.add(WebServer.start(settings.web(), services.application()));
        String url = baseUrl(settings, web).toString();
        here.set(url);
        closers.add(services::letWaitingGo);
        // What a lost gateway left may fill the machine; those who ask for it are answered before.
        services.beginJobs();
        new SiteStore(database.owner()).announce(url);
        return new Gateway(settings, database, schema, services, web, readiness, closers);
    }

    /** Makes an administrator's account if there is none; its password, for a single use. */
    public Optional<Secret> firstAdmin() {
        return Identity.of(database).administration("the gateway").firstAdmin();
    }

    /** Closes it when the JVM ends: running answers first, the database last. */
    public void closeAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
        database.leaveStopToCaller();
    }

    /** It counts as available from now on. */
    public void ready() {
        readiness.ready();
    }

    /** The port it listens on. */
    public int port() {
        return web.port();
    }

    /** Where clients find it: the public base URL where one is set, else host and port; without trailing slash. */
    public URI baseUrl() {
        return baseUrl(settings, web);
    }

    private static URI baseUrl(GatewaySettings settings, WebServer web) {
        return settings.web()
                .publicBaseUrl()
                .orElseGet(() ->
                        URI.create("http://" + reachableHost(settings.web().host()) + ":" + web.port()));
    }

    /** The database it works on, for programs that load tables into it; closed with the gateway. */
    public Database database() {
        return database;
    }

    /** What it publishes. */
    public TapSchemaStore schema() {
        return schema;
    }

    /** What its queries make it do now. */
    public QueryLoad load() {
        return services.load();
    }

    /** Its folder. */
    public Path dataDir() {
        return settings.dataDir();
    }

    private static String reachableHost(String host) {
        boolean every = host.equals("0.0.0.0") || host.equals("::");
        if (every) {
            return "localhost";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    @Override
    public void close() {
        closers.close();
    }
}
