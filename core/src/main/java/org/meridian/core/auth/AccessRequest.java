// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody's request for an account, as far as it is kept: without the secret by which he sees what became of it. Immutable.
 *
 * @param id by which moderators name it
 * @param wish what he wants
 * @param address from where it came; empty on this machine
 * @param state what became of it
 * @param created when it was made
 * @param decision of a moderator; empty while it waits
 * @param provider name of the OpenID provider that vouches for him; empty if nobody does
 */
public record AccessRequest(
        long id,
        Wish wish,
        Optional<String> address,
        State state,
        Instant created,
        Optional<Decision> decision,
        Optional<String> provider) {

    /** What became of a request. */
    public enum State {
        /** Nobody has decided yet. */
        WAITING,
        /** There is an account. */
        APPROVED,
        /** There is none. */
        DECLINED;

        /** As it is written. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What somebody wants.
     *
     * @param name by which he would like to sign in
     * @param email where he can be reached; empty if his provider does not say
     * @param reason why, in his words
     */
    public record Wish(String name, String email, String reason) {}

    /**
     * What a moderator decided.
     *
     * @param moderator who
     * @param at when
     * @param account name of the account that was made
     * @param answer why there is none
     */
    public record Decision(String moderator, Instant at, Optional<String> account, Optional<String> answer) {}
}
