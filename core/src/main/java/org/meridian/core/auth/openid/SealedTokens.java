// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import java.util.Optional;
import org.meridian.core.auth.identity.Secret;

/**
 * Tokens that a provider gave for a session, kept {@link Sealed} with the secret in the session's cookie. The gateway keeps a hash of that secret alone: between two requests of the browser nobody can read them,
 * neither in the database nor in its backups. Immutable.
 *
 * @param refresh for asking the provider again; empty if it gave none
 * @param id the last ID token, to be shown when signing out there
 */
record SealedTokens(String refresh, String id) {

    private static final String PURPOSE = "key of a session's tokens";

    @Override
    public String toString() {
        return "SealedTokens[...]";
    }

    String seal(Secret secret) {
        return Sealed.seal(refresh + '\n' + id, secret, PURPOSE);
    }

    /** The tokens; empty if they were sealed with another secret, or changed. */
    static Optional<SealedTokens> open(String sealed, Secret secret) {
        return Sealed.open(sealed, secret, PURPOSE).map(plain -> {
            String[] parts = plain.split("\n", 2);
            return new SealedTokens(parts[0], parts[1]);
        });
    }
}
