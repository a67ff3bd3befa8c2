// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/** What a user shows to a service. Never in {@code toString()}. Immutable. */
public sealed interface Credentials {

    /** Nothing: anonymous. */
    record None() implements Credentials {}

    /**
     * A token.
     *
     * @param token its text
     */
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "a token";
        }
    }

    /**
     * A name and a password, or a token in the place of the password.
     *
     * @param user the name
     * @param password the password
     */
    record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "the password of " + user;
        }
    }

    /** The value of the header {@code Authorization}; empty for none. */
    default Optional<String> header() {
        return switch (this) {
            case None none -> Optional.empty();
            case Bearer bearer -> Optional.of("Bearer " + bearer.token);
            case Basic basic ->
                Optional.of("Basic "
                        + Base64.getEncoder().encodeToString((basic.user + ":" + basic.password).getBytes(UTF_8)));
        };
    }
}
