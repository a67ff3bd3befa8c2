// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A group that a user has made himself. Its name is a group name of GMS 1.0 (section 2.2): the name of its maker's account,
 * '~', and a name that he chose. So nobody can make one in another's name, and none is called like a group of the operator's,
 * which has no '~'. The name stays when the team is handed over. Immutable.
 *
 * @param name as in {@code ada~pleiades}
 * @param description in its maker's words
 * @param created when it was made
 * @param members all of them, by name
 */
public record Team(String name, String description, Instant created, List<Member> members) {

    /** Between the maker's name and the team's own. */
    public static final char SEPARATOR = '~';

    private static final Pattern OWN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{1,31}");

    /** What members may do with their team. */
    public enum Role {
        /** Everything. There is one at least. */
        OWNER,
        /** Inviting others, and putting out members. */
        ADMIN,
        /** Being in it. */
        MEMBER;

        /** As it is written. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The role of that text, if there is one. */
        public static Optional<Role> parse(String text) {
            return List.of(values()).stream()
                    .filter(role -> role.text().equals(text))
                    .findFirst();
        }

        /** Whether he may make and revoke links by which others join. */
        public boolean invites() {
            return this != MEMBER;
        }

        /** Whether he may put out somebody else. */
        public boolean putsOut(Role other) {
            return switch (this) {
                case OWNER -> true;
                case ADMIN -> other == MEMBER;
                case MEMBER -> false;
            };
        }

        /** Whether he may change what others are, and delete the team. */
        public boolean rules() {
            return this == OWNER;
        }
    }

    /**
     * Somebody in a team.
     *
     * @param account his name
     * @param role what he may do
     * @param joined since when
     */
    public record Member(String account, Role role, Instant joined) {}

    public Team {
        members = List.copyOf(members);
    }

    /** The role of an account, if it is in the team. */
    public Optional<Role> role(String account) {
        return members.stream()
                .filter(member -> member.account.equals(account))
                .map(Member::role)
                .findFirst();
    }

    /** How many owners there are. */
    public long owners() {
        return members.stream().filter(member -> member.role == Role.OWNER).count();
    }

    /** Whether a text can be what a user calls his team. */
    public static boolean isOwnName(String text) {
        return OWN_NAME.matcher(text).matches();
    }

    /** Whether a text can be the whole name of a team. */
    public static boolean isName(String text) {
        int separator = text.indexOf(SEPARATOR);
        return separator > 0
                && Account.isName(text.substring(0, separator))
                && isOwnName(text.substring(separator + 1));
    }

    /** What such names look like, in words. */
    public static String ownNameRule() {
        return "2 to 32 letters, digits, '.', '_' or '-', beginning with a letter";
    }

    /** The whole name of a team. */
    public static String name(String maker, String ownName) {
        return maker + SEPARATOR + ownName;
    }
}
