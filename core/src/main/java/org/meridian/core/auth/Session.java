// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A session of somebody who has signed in and is known by a cookie (SSO 2.0, section 8), as far as it is kept: without the
 * secret in the cookie. Immutable.
 *
 * @param id by which it is named
 * @param account whose it is
 * @param client what keeps the cookie
 * @param created when it was begun
 * @param expires when it ends, however much it is used
 * @param lastUsed to the minute
 * @param provider the OpenID provider that vouches for the user; empty for a local password
 */
public record Session(
        long id,
        String account,
        Client client,
        Instant created,
        Instant expires,
        Instant lastUsed,
        Optional<String> provider) {

    /** How long a session lasts at most. */
    public static final Duration LONGEST = Duration.ofHours(12);

    /** How long it lasts without being used. */
    public static final Duration IDLE = Duration.ofHours(4);

    /** What keeps a cookie. */
    public enum Client {
        /** A browser: it says with each request where that came from, and a request that does not say so is refused. */
        BROWSER,
        /** A program that asked for a cookie as the IVOA's standard describes, and does not say where requests come from. */
        PROGRAM
    }
}
