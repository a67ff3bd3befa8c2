// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.gms.GroupIdentifier;

/**
 * Names of groups on the command line: the operator's, teams, those of OpenID providers, and the identifiers of groups of other
 * services (GMS 1.0, section 2.2). Of an identifier the part before '?' is the same in any case (Identifiers 2.0, section 2.1) and
 * becomes lower case, as the gateway knows it; the name behind it stays as it is, and may have commas.
 */
final class GroupNames {

    /** Groups of providers, as {@code core.auth.openid} takes them over. */
    private static final Pattern OF_PROVIDER = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]{1,99}");

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private GroupNames() {}

    /**
     * Groups apart by commas; a comma within a name is written {@code \,}.
     *
     * @throws IllegalArgumentException if one cannot be, or it is in doubt whether a comma belongs to a name; the message says
     *     what would be right
     */
    static Set<String> list(String text) {
        Set<String> groups = new LinkedHashSet<>();
        Optional<String> identifier = Optional.empty();
        for (String part :
                Arrays.stream(COMMA.split(text, -1)).map(String::strip).toList()) {
            if (identifier.isPresent() && !isIdentifier(part)) {
                throw new IllegalArgumentException("'" + text + "': is '" + part
                        + "' a group, or does the comma belong to '"
                        + identifier.get() + "'? Write \\, for a comma within a name, and give other groups by another"
                        + " --readers");
            }
            String group = name(part.replace("\\,", ","));
            identifier = isIdentifier(part) ? Optional.of(group) : Optional.empty();
            groups.add(group);
        }
        return groups;
    }

    /**
     * One group, as the gateway knows it.
     *
     * @throws IllegalArgumentException if it cannot be; the message says what would be right
     */
    static String name(String text) {
        if (isIdentifier(text)) {
            return GroupIdentifier.parse(text)
                    .map(GroupIdentifier::toString)
                    .orElseThrow(() -> new IllegalArgumentException("'" + text
                            + "' is not the identifier of a group: that is ivo://AUTHORITY/PATH?GROUP, with letters, digits,"
                            + " ',', '.', '_', '~' and '-' in the name of the group"));
        }
        if (Account.isGroup(text)
                || Team.isName(text)
                || OF_PROVIDER.matcher(text).matches()) {
            return text;
        }
        throw new IllegalArgumentException(
                "'" + text + "' cannot be the name of a group: that is one of yours (gaia), a team"
                        + " (ada~pleiades), one of an OpenID provider (iam.gaia/dr4), or the identifier of one of another service"
                        + " (ivo://example.org/gms?gaia)");
    }

    private static boolean isIdentifier(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith("ivo:");
    }
}
