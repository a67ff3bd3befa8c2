// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The groups on whose rights a query runs, as row-level security finds them: in the setting {@value #SETTING}. There they are
 * UTF-8 in hexadecimal, separated by commas, so that no name of a group can be taken for anything else. A connection on which nothing is set has no groups. Immutable.
 *
 * @param names of the groups, without those that are blank or that PostgreSQL cannot hold as text
 */
public record CallerGroups(Set<String> names) {
    /** Name of the setting that the policies of tables read. */
    public static final String SETTING = "meridian.groups";

    /** Of an anonymous caller. */
    public static final CallerGroups NONE = new CallerGroups(Set.of());

    public CallerGroups {
        names = names.stream().filter(CallerGroups::isText).collect(Collectors.toUnmodifiableSet());
    }

    /** Sets them, and no others, until the end of the transaction. */
    String sqlForTransaction() {
        return "SET LOCAL " + assignment();
    }

    /** Sets them, and no others, until they are set anew. */
    String sqlForSession() {
        return "SET SESSION " + assignment();
    }

    private String assignment() {
        HexFormat hex = HexFormat.of();
        return SETTING + " = '"
                + new TreeSet<>(names)
                        .stream()
                                .map(name -> hex.formatHex(name.getBytes(StandardCharsets.UTF_8)))
                                .collect(Collectors.joining(","))
                + "'";
    }

    private static boolean isText(String name) {
        return !name.isBlank()
                && name.indexOf(0) < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }
}
