// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.Locale;
import org.meridian.tap.adql.syntax.Identifier;

/**
 * A name that can be referred to (ADQL 2.1, section 2.1.7).
 *
 * @param text as it is shown
 * @param caseSensitive whether it is that of a database or was given in double quotes; otherwise it is the same in any case
 */
record ColumnName(String text, boolean caseSensitive) {

    static ColumnName of(Identifier identifier) {
        return new ColumnName(identifier.text(), identifier.delimited());
    }

    /** Whether the reference means this name and no other. */
    boolean matches(Identifier reference) {
        return reference.folded().equals(caseSensitive ? text : text.toLowerCase(Locale.ROOT));
    }

    /** Whether the reference, not in double quotes, means this name for want of a better one. */
    boolean resembles(Identifier reference) {
        return !reference.delimited() && reference.text().equalsIgnoreCase(text);
    }
}
