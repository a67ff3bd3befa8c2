// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.util.List;

/** One part of a demo file: a header and its data. Arrays are not copied. */
sealed interface DemoHdu {

    /** What the header says beside the description of the data. */
    Cards cards();

    /** A header alone. */
    record Empty(Cards cards) implements DemoHdu {}

    /**
     * An image.
     *
     * @param data array of arrays of numbers, the last axis of the header first
     */
    record Image(Cards cards, Object data) implements DemoHdu {}

    /** A table. */
    record Table(Cards cards, List<Column> columns) implements DemoHdu {
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column of a table.
     *
     * @param unit as FITS writes it; empty for none
     * @param cells an array with an element (a number, a text, an array of numbers) for each row
     */
    record Column(String name, String unit, Object cells) {}
}
