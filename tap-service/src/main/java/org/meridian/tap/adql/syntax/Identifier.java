// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.Locale;

/**
 * A name (ADQL 2.1, section 2.1.5 to 2.1.7).
 *
 * @param text as written, quotes undone
 * @param delimited whether it stood in double quotes and so is case-sensitive
 */
public record Identifier(String text, boolean delimited, Position position) {

    /** The name in the database: as it is if delimited, else in lower case. */
    public String folded() {
        return delimited ? text : text.toLowerCase(Locale.ROOT);
    }

    /** As ADQL writes it. */
    @Override
    public String toString() {
        return delimited ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
