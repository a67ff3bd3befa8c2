// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.query;

import java.util.List;
import java.util.Optional;
import org.meridian.core.votable.Field;

/**
 * What is known of a table that can be queried. Immutable.
 *
 * @param name qualified, as in TAP_SCHEMA
 * @param description free text, empty if none
 * @param columns in order
 * @param position by which the rows are found fastest; empty if the table has none
 */
public record PublishedTable(
        String name, Optional<String> description, List<Column> columns, Optional<Position> position) {

    public PublishedTable {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param field what it is
     * @param principal whether a brief listing should show it
     * @param std whether a standard defines it
     */
    public record Column(Field field, boolean principal, boolean std) {}

    /** The names of the columns with the longitude and latitude of a row; ICRS, degrees. */
    public record Position(String lonColumn, String latColumn) {}
}
