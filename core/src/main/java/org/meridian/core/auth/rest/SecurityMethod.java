// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import java.util.Arrays;
import java.util.List;

/**
 * The ways in which requests can show who they come from. What capabilities declare and what challenges offer is made of
 * this list alone (SSO 2.0, section 3; AuthVO draft of 2024-03, sections 2 and 3).
 */
public enum SecurityMethod {
    /** A bearer token. */
    BEARER("ivo://ivoa.net/sso#OAuth"),
    /** The cookie of a session. */
    COOKIE("ivo://ivoa.net/sso#cookie"),
    /** User name, and a token as password. */
    BASIC("ivo://ivoa.net/sso#BasicAA");

    /** Where a bearer token is to be had for name and password. */
    static final String LOGIN_PATH = "/auth/login";

    /** Where a cookie is to be had for name and password. */
    static final String SESSION_PATH = "/auth/session";

    /** How tokens and cookies are to be had: by POST of {@code username} and {@code password} (AuthVO draft, section 7). */
    private static final String WITH_PASSWORD = "standard_id=\"ivo://ivoa.net/sso#tls-with-password\", access_url=\"";

    private final String standardId;

    SecurityMethod(String standardId) {
        this.standardId = standardId;
    }

    /** The identifiers of all, the preferred one first. */
    public static List<String> standardIds() {
        return Arrays.stream(values()).map(method -> method.standardId).toList();
    }

    /**
     * Who a service answers.
     *
     * @param open whether those who have not signed in, too
     * @param methods ways to sign in, as {@link #standardIds}
     */
    public record Access(boolean open, List<String> methods) {
        public Access {
            methods = List.copyOf(methods);
        }

        /** Anybody, or whoever has signed in, in any way that there is. */
        public static Access of(boolean open) {
            return new Access(open, standardIds());
        }
    }

    /**
     * Challenges that tell a client of the Virtual Observatory where to get what.
     *
     * @param gateway URL of the gateway's root, without trailing slash
     */
    static List<String> ivoaChallenges(String gateway) {
        return List.of(
                "ivoa_bearer " + WITH_PASSWORD + gateway + LOGIN_PATH + '"',
                "ivoa_cookie " + WITH_PASSWORD + gateway + SESSION_PATH + '"');
    }

    /**
     * Challenges that HTTP itself knows (RFC 6750, RFC 7617).
     *
     * @param page whether a person waits for a page: his browser would ask for a password of its own, which is of no use here
     */
    static List<String> httpChallenges(boolean page) {
        String bearer = "Bearer realm=\"Meridian\"";
        return page
                ? List.of(bearer)
                : List.of(bearer, "Basic realm=\"Meridian: user name and a token\", charset=\"UTF-8\"");
    }
}
