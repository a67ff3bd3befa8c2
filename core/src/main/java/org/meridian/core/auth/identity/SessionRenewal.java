// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import org.meridian.core.auth.store.SessionStore;

/** Asks OpenID providers whether they still vouch for the users of sessions. Implementations are thread-safe. */
@FunctionalInterface
public interface SessionRenewal {

    /** There are no providers: whoever needs one has no session. */
    SessionRenewal NO_PROVIDERS = (session, secret) -> Answer.REFUSED;

    /** What came of it. */
    enum Answer {
        /** The provider vouches; the user's groups are those it has named now. */
        VOUCHED,
        /** It does not: the session has been ended. */
        REFUSED,
        /** It could not be asked, or somebody else is asking it. */
        UNKNOWN
    }

    /**
     * Asks.
     *
     * @param session whose
     * @param secret what its cookie holds
     */
    Answer renew(SessionStore.Found session, Secret secret);
}
