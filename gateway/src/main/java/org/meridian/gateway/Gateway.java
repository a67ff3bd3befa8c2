// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.net.URI;

/**
 * A running gateway: database, services and web server, wired together. Thread-safe.
 *
 * <p>Whoever starts it closes it. {@link #close()} lets running answers finish for the shutdown grace, cancels the rest
 * and stops the database; it may be called from a shutdown hook and more than once.
 */
public final class Gateway implements AutoCloseable {

    private Gateway() {}

    /**
     * Starts the database, brings its schema up to date and begins to listen.
     *
     * @throws IOException if the database cannot be started or reached, or the port cannot be had; the message says which
     *     and what to do
     */
    public static Gateway start(GatewaySettings settings) throws IOException {
        throw new IOException("The gateway cannot start yet: its services are not wired");
    }

    /** The port it listens on. */
    public int port() {
        return 0;
    }

    /** Where clients find it: the public base URL where one is set, else host and port; without trailing slash. */
    public URI baseUrl() {
        return URI.create("http://localhost");
    }

    @Override
    public void close() {}
}
