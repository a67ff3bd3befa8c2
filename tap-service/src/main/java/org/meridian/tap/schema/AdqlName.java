// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names as ADQL writes them (ADQL 2.1, section 2.1): a regular identifier stands bare and means its lower-case form, any
 * other name stands between double quotes. The model has bare names, TAP_SCHEMA the written form. Pure functions.
 */
public final class AdqlName {
    private static final Pattern REGULAR = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /** SQL and ADQL reserved words of ADQL 2.1, section 2.1.2, in lower case. */
    private static final Set<String> RESERVED =
            Set.of(("abs absolute acos action add all allocate alter and any are area as asc asin assertion at atan "
                            + "atan2 authorization avg begin between bigint bit bit_length both box by cascade cascaded case "
                            + "cast catalog ceiling centroid char char_length character character_length check circle close "
                            + "coalesce collate collation column commit connect connection constraint constraints contains "
                            + "continue convert coord1 coord2 coordsys corresponding cos cot count create cross current "
                            + "current_date current_time current_timestamp current_user cursor date day deallocate decimal "
                            + "declare default deferrable deferred degrees delete desc describe descriptor diagnostics "
                            + "disconnect distance distinct domain double drop else end escape except exception exec execute "
                            + "exists exp external extract false fetch first float floor for foreign found from full get "
                            + "global go goto grant group having hour identity ilike immediate in in_unit indicator initially "
                            + "inner input insensitive insert int integer intersect intersects interval into is isolation join "
                            + "key language last leading left level like local log log10 lower match max min minute mod module "
                            + "month names national natural nchar next no not null nullif numeric octet_length of offset on "
                            + "only open option or order outer output overlaps pad partial pi point polygon position power "
                            + "precision prepare preserve primary prior privileges procedure public radians rand read real "
                            + "references region relative restrict revoke right rollback round rows schema scroll second "
                            + "section select session session_user set sin size smallint some space sql sqlcode sqlerror "
                            + "sqlstate sqrt substring sum system_user table tan temporary then time timestamp timezone_hour "
                            + "timezone_minute to top trailing transaction translate translation trim true truncate union "
                            + "unique unknown update upper usage user using value values varchar varying view when whenever "
                            + "where with work write year zone")
                    .split(" "));

    private AdqlName() {}

    /** Whether {@code name} is a reserved word, in whatever case. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether {@code name} can stand without quotes: a letter, then letters, digits and underscores; not reserved. */
    public static boolean isRegular(String name) {
        return REGULAR.matcher(name).matches() && !isReserved(name);
    }

    /** {@code name}, a name in the database, as a query must write it: bare where that means the same, else quoted. */
    public static String written(String name) {
        return isRegular(name) && name.equals(name.toLowerCase(Locale.ROOT)) ? name : quoted(name);
    }

    /** A qualified name as a query must write it. */
    public static String written(String schema, String name) {
        return written(schema) + "." + written(name);
    }

    /** The name that one written name means: without quotes, or folded to lower case where it has none. */
    public static String bare(String written) {
        if (written.length() >= 2 && written.startsWith("\"") && written.endsWith("\"")) {
            return written.substring(1, written.length() - 1).replace("\"\"", "\"");
        }
        return written.toLowerCase(Locale.ROOT);
    }

    /** A bare qualified name ({@code schema.name}, the first dot parts them) as a query must write it. */
    public static String writtenQualified(String bare) {
        int dot = bare.indexOf('.');
        return dot < 0 ? written(bare) : written(bare.substring(0, dot), bare.substring(dot + 1));
    }

    /** The bare qualified name that a written one means. */
    public static String bareQualified(String written) {
        return parts(written).stream().map(AdqlName::bare).collect(Collectors.joining("."));
    }

    /** The bare last part of a written qualified name. */
    public static String bareLast(String written) {
        List<String> parts = parts(written);
        return bare(parts.get(parts.size() - 1));
    }

    private static List<String> parts(String written) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(written.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(written.substring(start));
        return parts;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
