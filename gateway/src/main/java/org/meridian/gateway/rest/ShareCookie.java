// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.identity.Secret;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.share.SharePasses;
import org.meridian.workspace.store.ShareRecord;

/**
 * The cookie of a browser that has shown the password of a link: for that link alone, for an hour. Immutable.
 *
 * @param passes what it holds
 */
record ShareCookie(SharePasses passes, Site site) {

    private static final String NAME = "meridian-share";

    /** Whether a good one came. */
    boolean isGood(ContainerRequestContext request, ShareRecord share) {
        @Nullable Cookie cookie = request.getCookies().get(name(request));
        return cookie != null && passes.isGood(cookie.getValue(), share);
    }

    /** The header that makes a browser keep one. */
    String set(ContainerRequestContext request, Secret secret, ShareRecord share) {
        String secure = isSecure(request) ? "; Secure" : "";
        return name(request) + "=" + passes.make(share) + "; Path=" + site.root(request)
                + SharePage.path(secret, NodePath.ROOT) + "; Max-Age="
                + SharePasses.LIFE.toSeconds() + "; HttpOnly; SameSite=Lax" + secure;
    }

    private String name(ContainerRequestContext request) {
        return (isSecure(request) ? "__Secure-" : "") + NAME;
    }

    private boolean isSecure(ContainerRequestContext request) {
        return site.url(request, "").startsWith("https:");
    }
}
