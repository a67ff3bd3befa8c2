// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A place in a query. All positions are equal to each other, so that syntax trees are equal when they say the same,
 * wherever it stood.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units
 */
public record Position(int line, int column) {
    /** For trees that come from no text. */
    public static final Position NONE = new Position(1, 1);

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Position;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
