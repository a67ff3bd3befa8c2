// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.util.regex.Pattern;

/**
 * A session of a datalab, as far as credentials know it. Immutable.
 *
 * @param session its name, never used for another: up to 63 letters, digits and '-'
 * @param kind of datalab, such as {@code notebook}
 */
public record Datalab(String session, String kind) {

    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    /** @throws IllegalArgumentException if session or kind cannot be */
    public Datalab {
        require(isSession(session), "the name of a datalab's session has up to 63 letters, digits and '-'");
        require(KIND.matcher(kind).matches(), "a kind of datalabs has up to 31 lower-case letters, digits and '-'");
    }

    /** Whether a text can be the name of a session. */
    public static boolean isSession(String text) {
        return SESSION.matcher(text).matches();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** In words, for whoever owns it. */
    public String text() {
        return "datalab " + session + " (" + kind + ")";
    }
}
