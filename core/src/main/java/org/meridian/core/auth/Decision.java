// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.util.Set;
import java.util.TreeSet;

/** What a {@link Policy} says of something that a subject wants to do. */
public sealed interface Decision {

    /** He may. */
    Decision ALLOWED = new Allowed();

    /** Whether he may. */
    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /** He may. */
    record Allowed() implements Decision {}

    /**
     * He may not.
     *
     * @param reason in words for him
     */
    record Refused(String reason) implements Decision {

        private static final int SHOWN = 10;

        /**
         * He is in none of the groups that may.
         *
         * @param what he wanted to use, such as {@code table a.b}
         * @param needed any one of these groups; at least one
         */
        public static Refused needsGroup(String what, Set<String> needed, Subject subject) {
            return new Refused(what + " needs " + (needed.size() == 1 ? "group " : "one of the groups ") + list(needed)
                    + "; you are " + membership(subject));
        }

        private static String membership(Subject subject) {
            if (subject.isAnonymous()) {
                return "not signed in";
            }
            return subject.groups().isEmpty() ? "in no group" : "in " + list(subject.groups());
        }

        private static String list(Set<String> groups) {
            String shown = String.join(
                    ", ", new TreeSet<>(groups).stream().limit(SHOWN).toList());
            return groups.size() <= SHOWN ? shown : shown + " and " + (groups.size() - SHOWN) + " more";
        }
    }
}
