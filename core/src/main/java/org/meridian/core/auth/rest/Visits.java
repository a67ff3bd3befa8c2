// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.identity.Sessions;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.http.BaseUrl;

/** Requests of clients that keep cookies. Immutable, thread-safe. */
public final class Visits {

    private final SessionCookie cookie;
    private final SessionCookie wayCookie;
    private final SameOrigin sameOrigin;

    /** @param base where clients find the gateway */
    public Visits(BaseUrl base) {
        this.cookie = new SessionCookie(base, "meridian");
        this.wayCookie = new SessionCookie(base, "meridian-sign-in");
        this.sameOrigin = new SameOrigin(base);
    }

    /** The cookie of sessions. */
    public SessionCookie cookie() {
        return cookie;
    }

    /** The cookie of a browser that is on its way to an OpenID provider and back. */
    public SessionCookie wayCookie() {
        return wayCookie;
    }

    SameOrigin sameOrigin() {
        return sameOrigin;
    }

    /**
     * Somebody who wants to sign in.
     *
     * @throws AuthorizationFault if another site's page made the request, or no cookie can be given over this connection
     */
    public Sessions.Visitor newcomer(ContainerRequestContext request) {
        sameOrigin.requireNotElsewhere(request);
        cookie.requirePossible(request);
        return new Sessions.Visitor(sameOrigin.client(request), Caller.address(request), secret(request));
    }

    /**
     * Lets requests of people who have not signed in pass, unless another site's page made them.
     *
     * @throws AuthorizationFault if it has
     */
    public void requireNotElsewhere(ContainerRequestContext request) {
        sameOrigin.requireNotElsewhere(request);
    }

    /**
     * A person who wants to sign in with a page: a browser, whatever it says.
     *
     * @throws AuthorizationFault likewise
     */
    public Sessions.Visitor person(ContainerRequestContext request) {
        newcomer(request);
        return returning(request);
    }

    /** Somebody who comes back from an OpenID provider, whose page has sent the browser here. */
    public Sessions.Visitor returning(ContainerRequestContext request) {
        return new Sessions.Visitor(Session.Client.BROWSER, Caller.address(request), secret(request));
    }

    /** The secret in the cookie of a browser that comes back. */
    public Optional<Secret> waySecret(ContainerRequestContext request) {
        return secret(wayCookie, request);
    }

    /** The secret in the cookie that came with a request, good or not. */
    public Optional<Secret> secret(ContainerRequestContext request) {
        return secret(cookie, request);
    }

    private static Optional<Secret> secret(SessionCookie cookie, ContainerRequestContext request) {
        try {
            return cookie.read(request).map(Secret::new);
        } catch (AuthenticationFault several) {
            return Optional.empty();
        }
    }
}
