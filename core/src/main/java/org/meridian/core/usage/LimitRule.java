// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.util.Locale;

/**
 * A limit that an administrator has set. Immutable.
 *
 * @param holder for whom
 * @param quota of what
 * @param amount how much; infinite for without limit
 */
public record LimitRule(Holder holder, Quota quota, double amount) {

    /** Whose a limit can be. */
    public enum HolderType {
        /** One user. */
        USER,
        /** Each member of a group, for himself. */
        GROUP;

        /** As it is written. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * For whom a limit is.
     *
     * @param type what he is
     * @param name of the user or group
     */
    public record Holder(HolderType type, String name) {
        /** A user. */
        public static Holder user(String name) {
            return new Holder(HolderType.USER, name);
        }

        /** The members of a group. */
        public static Holder group(String name) {
            return new Holder(HolderType.GROUP, name);
        }

        @Override
        public String toString() {
            return type.text() + " " + name;
        }
    }

    public LimitRule {
        if (!(amount >= 0)) {
            throw new IllegalArgumentException("a limit must not be negative");
        }
    }
}
