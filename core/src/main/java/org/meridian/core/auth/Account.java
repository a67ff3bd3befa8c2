// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A user of this gateway. Immutable.
 *
 * @param name by which he signs in
 * @param email for the operator
 * @param state whether he may sign in
 * @param admin whether he may change other accounts
 * @param groups that he is in
 * @param created when the account was made
 */
public record Account(
        String name, Optional<String> email, State state, boolean admin, Set<String> groups, Instant created) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{1,31}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}<>\"]{1,64}@[A-Za-z0-9.-]{1,190}");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{1,63}");

    /** Whether an account can be used. */
    public enum State {
        /** It can. */
        ACTIVE,
        /** It cannot, and neither can its tokens. */
        DISABLED
    }

    public Account {
        groups = Set.copyOf(groups);
    }

    /** Whether a text can be the name of an account. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** What names look like, in words. */
    public static String nameRule() {
        return "2 to 32 lower-case letters, digits, '.', '_' or '-', beginning with a letter";
    }

    /** Whether a text can be an e-mail address. */
    public static boolean isEmail(String text) {
        return EMAIL.matcher(text).matches();
    }

    /** Whether a text can be the name of a group. */
    public static boolean isGroup(String text) {
        return GROUP.matcher(text).matches();
    }
}
