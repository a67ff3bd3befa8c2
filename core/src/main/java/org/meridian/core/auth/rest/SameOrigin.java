// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.Session;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.http.BaseUrl;

/**
 * The same-origin rule: a request that changes something, and that a browser's cookie speaks for, must come from a page of
 * this gateway. Browsers say where a request comes from in {@code Sec-Fetch-Site} (W3C Fetch Metadata) and {@code Origin} (RFC
 * 6454), which no page can forge; one that says neither is refused. So forms need no hidden tokens. See decision 6. Immutable.
 *
 * @param base where clients find the gateway
 */
record SameOrigin(BaseUrl base) {

    private static final Set<String> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private enum Source {
        HERE,
        ELSEWHERE,
        UNSAID
    }

    /**
     * Lets requests pass that a session may speak for.
     *
     * @param keeper what keeps the cookie of the session
     * @throws AuthorizationFault if the rule forbids it
     */
    void require(ContainerRequestContext request, Session.Client keeper) {
        if (HARMLESS.contains(request.getMethod())) {
            return;
        }
        boolean passes = switch (source(request)) {
            case HERE -> true;
            case ELSEWHERE -> false;
            case UNSAID -> keeper == Session.Client.PROGRAM;
        };
        if (!passes) {
            throw new AuthorizationFault(
                    "the same-origin rule forbids this: with the cookie of a session, only pages of"
                            + " this gateway may change things; programs send a token in the header Authorization");
        }
    }

    /**
     * Lets requests pass that another site's page has not made: nobody shall be signed in, or sent away to do so, unawares.
     *
     * @throws AuthorizationFault if it has
     */
    void requireNotElsewhere(ContainerRequestContext request) {
        if (source(request) == Source.ELSEWHERE) {
            throw new AuthorizationFault(
                    "the same-origin rule forbids this: to sign in, or to ask for an account, begin at a page of this gateway");
        }
    }

    /** What a client that asks for a session is: browsers say where their requests come from. */
    Session.Client client(ContainerRequestContext request) {
        return source(request) == Source.UNSAID ? Session.Client.PROGRAM : Session.Client.BROWSER;
    }

    private Source source(ContainerRequestContext request) {
        @Nullable String site = request.getHeaderString("Sec-Fetch-Site");
        if (site != null) {
            // "none" is the person himself: an address typed, a bookmark.
            return site.equals("same-origin") || site.equals("none") ? Source.HERE : Source.ELSEWHERE;
        }
        @Nullable String origin = request.getHeaderString("Origin");
        if (origin == null) {
            return Source.UNSAID;
        }
        String own = base.url(request.getUriInfo().getBaseUri(), "");
        Optional<String> theirs = origin(origin);
        return theirs.isPresent() && theirs.equals(origin(own)) ? Source.HERE : Source.ELSEWHERE;
    }

    /** Scheme, host and port of a URL; empty if it has none, as {@code null}, the origin of what has none. */
    private static Optional<String> origin(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            int usual = scheme.equals("https") ? 443 : 80;
            int port = uri.getPort() >= 0 ? uri.getPort() : usual;
            return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port);
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
