// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token may be used for. */
public enum Scope {
    /** Queries and jobs of the TAP service. */
    TAP,
    /** Observations: SIA, cone search, DataLink, SODA. */
    SIA,
    /** Reading workspaces. */
    VOSPACE_READ,
    /** Changing workspaces. */
    VOSPACE_WRITE,
    /** Starting and using datalabs. */
    DATALAB,
    /** Running pipelines. */
    PIPELINE,
    /** Managing the user's own teams: making them, inviting others, joining. */
    TEAMS,
    /** What only administrators may do; worth nothing to anybody else. */
    ADMIN;

    /** Everything that has nothing to do with administration. */
    public static final Set<Scope> USE = Set.copyOf(EnumSet.complementOf(EnumSet.of(ADMIN)));

    /** As it is written, such as {@code vospace:read}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    /** The scope of that text, if there is one. */
    public static Optional<Scope> parse(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findFirst();
    }

    /** All of them, in words for people. */
    public static String list() {
        return Arrays.stream(values()).map(Scope::text).collect(Collectors.joining(" "));
    }
}
