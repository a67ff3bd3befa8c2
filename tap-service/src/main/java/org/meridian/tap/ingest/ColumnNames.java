// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.meridian.core.db.SqlLiteral;
import org.meridian.tap.schema.AdqlName;

/**
 * Names of columns in the database. A name that is a regular identifier is folded to lower case, so that queries may write
 * it in any case; a reserved word is folded too but has to be quoted. Any other name, or one that after folding would be
 * that of another column, is kept as it stands and has to be quoted. So is every name of an upload. Names PostgreSQL keeps for
 * itself get an underscore. A name that is longer than PostgreSQL's are is shortened, of which the operator is told; an upload
 * with such a name is refused.
 */
final class ColumnNames {
    /** Names of hidden columns begin so. */
    static final String HIDDEN_PREFIX = "meridian_";

    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");
    private static final int MAX_LISTED = 8;
    /** So many bytes that a number, a prefix or an underscore of ours still fits. */
    private static final int LONGEST = SqlLiteral.MAX_IDENTIFIER_BYTES - 6;

    private final Set<String> taken = new HashSet<>();
    private final List<String> quoted = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();

    private final Spelling spelling;

    private ColumnNames(Spelling spelling) {
        this.spelling = spelling;
    }

    /** What becomes of names that queries can write in any case. */
    enum Spelling {
        /** They are folded to lower case. */
        FOLDED,
        /** They are kept, for a table that is only for those who know it by its own names. */
        KEPT
    }

    /**
     * Gives every column its name.
     *
     * @param columns with their names in the file
     * @param spelling of regular names
     * @param notes receives what the operator should know
     * @throws IngestException if a name is to be kept and is too long for that
     */
    static List<LoadColumn> assign(List<LoadColumn> columns, Spelling spelling, List<String> notes)
            throws IngestException {
        ColumnNames names = new ColumnNames(spelling);
        List<LoadColumn> named = new ArrayList<>();
        for (LoadColumn column : columns) {
            named.add(column.named(names.name(column.sourceName(), named.size() + 1)));
        }
        names.report(notes);
        return named;
    }

    private String name(String source, int number) throws IngestException {
        String stripped = source.replaceAll("[\\p{Cntrl}]", " ").strip();
        String given = stripped.isEmpty() ? "col" + number : stripped;
        String wanted = shortened(given, LONGEST);
        if (spelling == Spelling.KEPT && !wanted.equals(given)) {
            throw new IngestException("the name of column " + number + " has " + bytes(given) + " bytes in UTF-8: '"
                    + wanted + "...'; a name may have " + LONGEST + ", so give it a shorter one");
        }
        String folded = wanted.toLowerCase(Locale.ROOT);
        boolean folds = spelling == Spelling.FOLDED && (AdqlName.isRegular(wanted) || AdqlName.isReserved(wanted));
        String name = folds ? folded : wanted;
        if (SYSTEM_COLUMNS.contains(name) || name.toLowerCase(Locale.ROOT).startsWith(HIDDEN_PREFIX)) {
            name = SYSTEM_COLUMNS.contains(name) ? name + "_" : "file_" + name;
        }
        if (taken.contains(name)) {
            name = taken.contains(wanted) ? free(name) : wanted;
        }
        taken.add(name);
        if (!name.equalsIgnoreCase(source)) {
            String called = stripped.isEmpty() ? "column " + number + " (without a name)" : "'" + source + "'";
            changed.add(called + " as " + AdqlName.written(name));
        } else if (!AdqlName.isRegular(name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
            boolean besides = !name.equals(folded) && taken.contains(folded);
            quoted.add(AdqlName.written(name) + (besides ? " (besides " + AdqlName.written(folded) + ")" : ""));
        }
        return name;
    }

    private String free(String name) {
        int number = 2;
        while (taken.contains(name + "_" + number)) {
            number++;
        }
        return name + "_" + number;
    }

    private static String shortened(String name, int most) {
        String result = name;
        while (bytes(result) > most) {
            result = result.substring(0, result.offsetByCodePoints(result.length(), -1));
        }
        return result;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private void report(List<String> notes) {
        if (!changed.isEmpty()) {
            notes.add("columns with another name: " + listed(changed));
        }
        if (!quoted.isEmpty()) {
            notes.add("queries must write these columns with quotes: " + listed(quoted));
        }
    }

    private static String listed(List<String> names) {
        String list = String.join(", ", names.subList(0, Math.min(MAX_LISTED, names.size())));
        return names.size() > MAX_LISTED ? list + " and " + (names.size() - MAX_LISTED) + " more" : list;
    }
}
