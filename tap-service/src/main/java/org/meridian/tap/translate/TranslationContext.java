// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.meridian.core.auth.RowFilter;
import org.meridian.tap.schema.TapTable;

/**
 * The circumstances under which a query is translated.
 *
 * @param maxrec how many rows the caller will deliver; the query then yields at most one more, which tells that there was
 *     an overflow. Empty for no limit
 * @param rowFilter which rows of a table may be seen; asked of each table before it is named in SQL, it may refuse by
 *     throwing
 * @param guarded whether the database itself keeps to that filter of a table (row-level security): the table is then
 *     named as it is, and conditions on it are written so that an index can answer them nevertheless
 */
public record TranslationContext(
        OptionalLong maxrec, Function<TapTable, RowFilter> rowFilter, Predicate<TapTable> guarded) {

    /** No limit, every row. */
    public static final TranslationContext UNLIMITED =
            new TranslationContext(OptionalLong.empty(), table -> new RowFilter.All());

    /** Tables of which the database gives every row. */
    public TranslationContext(OptionalLong maxrec, Function<TapTable, RowFilter> rowFilter) {
        this(maxrec, rowFilter, table -> false);
    }
}
