// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.net.URI;
import java.util.Optional;

/**
 * Where clients find the gateway. A public URL from the configuration wins (a reverse proxy hides what the client wrote);
 * without one, it is what the client itself wrote into its Host header. Immutable, thread-safe.
 *
 * @param fixed the public URL, without trailing slash; empty if clients reach the gateway directly
 */
public record BaseUrl(Optional<URI> fixed) {

    /**
     * URL of something below the root.
     *
     * @param requestBase root of the gateway as the request at hand named it
     * @param path begins with a slash, or empty for the root itself
     */
    public String url(URI requestBase, String path) {
        String base = fixed.orElse(requestBase).toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }
}
