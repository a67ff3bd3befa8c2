// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.util.List;
import uk.ac.starlink.table.RowSequence;

/**
 * Looks into columns that are named like a position but hold text. Where most values are numbers, the others are broken cells
 * that made the reader take the whole column for text, and the ingest ends; where not, the operator is told.
 */
final class TextPositions {
    private final SourceTables sources;
    private final List<LoadColumn> columns;

    TextPositions(SourceTables sources, List<LoadColumn> columns) {
        this.sources = sources;
        this.columns = columns;
    }

    /** Counts of the values, and the place of the first that is no number. */
    private static final class Tally {
        private long numbers;
        private long others;
        private String first = "";
        private String value = "";

        void count(Object cell, SourceTables.Source source, long row) {
            String text = String.valueOf(cell).strip();
            if (cell instanceof Number || isNumber(text)) {
                numbers++;
            } else if (!text.isEmpty() && others++ == 0) {
                first = source.label() + ", row " + row;
                value = text.length() > 100 ? text.substring(0, 97) + "..." : text;
            }
        }

        private static boolean isNumber(String text) {
            try {
                Double.parseDouble(text);
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    /**
     * Judges one column.
     *
     * @param column its number
     * @return what the operator should know
     * @throws IngestException if at least half of its values are numbers, but not all; names the first that is none
     */
    String judge(int column) throws IngestException {
        Tally tally = new Tally();
        for (SourceTables.Source source : sources.all()) {
            int index = SourceTables.indexes(source, columns)[column];
            try (RowSequence rows = source.table().getRowSequence()) {
                for (long row = 1; rows.next(); row++) {
                    Object cell = rows.getCell(index);
                    if (cell != null) {
                        tally.count(cell, source, row);
                    }
                }
            } catch (IOException | RuntimeException e) {
                throw new IngestException(source.label() + " cannot be read: " + TableFiles.reason(e), e);
            }
        }
        String name = columns.get(column).sourceName();
        if (tally.others > 0 && tally.numbers >= tally.others) {
            throw new IngestException(tally.first + ", column " + name + ", value '" + tally.value
                    + "': a number is needed; the column is named like a position, and " + tally.numbers + " of "
                    + (tally.numbers + tally.others) + " values are numbers. Correct the value, or give the column"
                    + " another name to load it as text");
        }
        return "column " + name + " is named like a position but holds text"
                + (tally.others > 0 ? " ('" + tally.value + "' at " + tally.first + ")" : "")
                + "; a position has to be in decimal degrees";
    }
}
