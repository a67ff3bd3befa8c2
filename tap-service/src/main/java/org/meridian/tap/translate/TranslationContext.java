// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.OptionalLong;
import java.util.function.Function;
import org.meridian.core.auth.Policy;
import org.meridian.core.auth.RowFilter;
import org.meridian.core.auth.Subject;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.UploadNames;

/**
 * The circumstances under which a query is translated.
 *
 * @param maxrec how many rows the caller will deliver; the query then yields at most one more, which tells that there was
 *     an overflow. Empty for no limit
 * @param rowFilter which rows of a table may be seen
 */
public record TranslationContext(OptionalLong maxrec, Function<TapTable, RowFilter> rowFilter) {

    /** No limit, every row. */
    public static final TranslationContext UNLIMITED =
            new TranslationContext(OptionalLong.empty(), table -> new RowFilter.All());

    /** A limit of {@code maxrec} rows and what {@code policy} lets {@code subject} see. */
    public static TranslationContext of(long maxrec, Policy policy, Subject subject) {
        return new TranslationContext(
                OptionalLong.of(maxrec),
                // Uploaded tables are the subject's own.
                table -> UploadNames.isUpload(table)
                        ? new RowFilter.All()
                        : policy.rowFilter(subject, table.qualifiedName()));
    }
}
