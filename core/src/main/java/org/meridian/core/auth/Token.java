// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A bearer token (RFC 6750) as far as it is kept: without its text. Immutable.
 *
 * @param id by which it is revoked
 * @param account whose it is
 * @param kind how it came about
 * @param label what its owner calls it
 * @param scopes what it may be used for
 * @param created when it was given out
 * @param expires when it ends
 * @param lastUsed to the minute; empty if never
 * @param datalab name of the session of a datalab whose programs have it; it ends with that session
 */
public record Token(
        long id,
        String account,
        Kind kind,
        String label,
        Set<Scope> scopes,
        Instant created,
        Instant expires,
        Optional<Instant> lastUsed,
        Optional<String> datalab) {

    /** How a token came about. */
    public enum Kind {
        /** Its owner made it for a program. */
        PERSONAL,
        /** A client got it for name and password. */
        LOGIN,
        /** The programs in a datalab have it. */
        DATALAB
    }

    public Token {
        scopes = Set.copyOf(scopes);
    }
}
