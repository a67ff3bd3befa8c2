// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.gms;

import java.io.IOException;
import java.net.URI;
import java.util.Set;

/** Asks group membership services (GMS 1.0, section 3). Implementations are thread-safe. */
@FunctionalInterface
public interface GroupSearch {

    /** The service does not take the credential: whoever showed it is in none of its groups. */
    final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        /** @param message in words for the user */
        public RefusedException(String message) {
            super(message);
        }
    }

    /**
     * The names of the groups that the holder of a credential is in.
     *
     * @param search access URL of the service's search
     * @param token the user's own at that service
     * @throws RefusedException if the service does not take it
     * @throws IOException if there is no answer that can be relied on; the message is for the user
     */
    Set<String> search(URI search, String token) throws IOException;
}
