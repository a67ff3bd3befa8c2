// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.place.UserFiles;
import org.meridian.tap.schema.AdqlName;
import org.meridian.tap.schema.UploadNames;

/**
 * One table that a value of UPLOAD names (DALI 1.1, section 3.4.5; TAP 1.1, section 2.5.1): {@code name,uri}, several apart
 * by semicolons. A semicolon belongs to a URL unless another name and a comma follow.
 *
 * @param name of the table in {@code TAP_UPLOAD}: folded to lower case unless it was written between double quotes
 * @param content where it is
 */
record UploadEntry(String name, Content content) {

    /** With more quotes in it than any good name has; bounded, as Java's expressions take stack frames for each repetition. */
    private static final String QUOTED = "\"[^\"]*+(?:\"\"[^\"]*+){0,60}\"";

    private static final Pattern NEXT =
            Pattern.compile(";(?=\\s*(?:" + QUOTED + "|[A-Za-z_][A-Za-z0-9_.]*)\\s*,)|;\\s*$");
    private static final Pattern ENTRY =
            Pattern.compile("\\s*(" + QUOTED + "|[^\",]*?)\\s*,\\s*(.*?)\\s*", Pattern.DOTALL);
    private static final String EMPTY = "\"\"";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final String SHAPE =
            "write UPLOAD=name,param:part for a part of the request, UPLOAD=name,URL, or UPLOAD=name,vos:/path of a file";

    /** Where a table is. */
    sealed interface Content {}

    /** In a part of the request. */
    record Part(String name) implements Content {}

    /** Somewhere else. */
    record Url(String url) implements Content {}

    /** A file of a user. */
    record UserFile(String uri) implements Content {}

    /**
     * Reads the values of UPLOAD.
     *
     * @throws UsageFault if one is wrong, or two tables have the same name
     */
    static List<UploadEntry> of(List<String> values) {
        List<UploadEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String value : values) {
            for (String text : NEXT.split(value)) {
                if (text.isBlank()) {
                    continue;
                }
                UploadEntry entry = entry(text);
                if (!names.add(entry.name)) {
                    throw new UsageFault("UPLOAD names two tables " + AdqlName.written(entry.name)
                            + "; give each a name of its own");
                }
                entries.add(entry);
            }
        }
        return entries;
    }

    private static UploadEntry entry(String text) {
        Matcher matcher = ENTRY.matcher(text);
        if (!matcher.matches() || matcher.group(2).isEmpty()) {
            throw new UsageFault("UPLOAD '" + shortened(text) + "' is not understood; " + SHAPE);
        }
        String name = name(matcher.group(1));
        String uri = matcher.group(2);
        if (!uri.toLowerCase(Locale.ROOT).startsWith("param:")) {
            return new UploadEntry(name, UserFiles.isNamed(uri) ? new UserFile(uri) : new Url(uri));
        }
        return new UploadEntry(name, new Part(uri.substring("param:".length()).strip()));
    }

    private static String name(String written) {
        boolean delimited = written.startsWith("\"") && !written.equals(EMPTY);
        if (!delimited && AdqlName.isReserved(written)) {
            throw new UsageFault("the name of an uploaded table cannot be the reserved word " + written
                    + "; choose another, or write it between double quotes, here and in the query");
        }
        if (!delimited && !LETTERS.matcher(written).matches()) {
            throw new UsageFault(
                    "'" + shortened(written) + "' cannot be the name of an uploaded table: it must be a letter"
                            + " and then letters, digits or underscores, or stand between double quotes; " + SHAPE);
        }
        String name = AdqlName.bare(written);
        if (CONTROL.matcher(name).find() || name.getBytes(UTF_8).length > UploadNames.MAX_NAME_BYTES) {
            throw new UsageFault("the name of the uploaded table " + shortened(written)
                    + " is too long or has control characters; it can have " + UploadNames.MAX_NAME_BYTES + " bytes");
        }
        return name;
    }

    private static String shortened(String text) {
        String plain = CONTROL.matcher(text).replaceAll("?");
        return plain.length() <= 60 ? plain : plain.substring(0, 60) + "...";
    }
}
