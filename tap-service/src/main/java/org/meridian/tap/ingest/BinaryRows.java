// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.List;
import java.util.Optional;

/**
 * Follows the rows of a VOTable in BINARY or BINARY2 (VOTable 1.4, sections 5.3 and 5.4), byte by byte, without keeping
 * them: a reader takes the memory for an array when it has read how long it is said to be. Not thread-safe.
 */
final class BinaryRows implements Base64Stream.Content {
    private final List<VotableCell> cells;
    private final int flagBytes;
    private final long maxRowBytes;
    private int column;
    private int countBytes;
    private int count;
    private long rest;
    private long rowBytes;

    /**
     * At the beginning of the first row.
     *
     * @param flags whether each row begins with a bit for each column (BINARY2)
     */
    BinaryRows(List<VotableCell> cells, boolean flags, long maxRowBytes) {
        this.cells = List.copyOf(cells);
        this.flagBytes = flags ? (cells.size() + 7) / 8 : 0;
        this.maxRowBytes = maxRowBytes;
        this.column = cells.size();
    }

    /** Why rows of these columns cannot be read; empty if they can. */
    Optional<String> fault() {
        if (cells.isEmpty()) {
            return Optional.of("has rows without columns");
        }
        if (cells.stream().anyMatch(cell -> cell.bits() == 0)) {
            return Optional.of("has a FIELD with a datatype that is none; its rows in BINARY cannot be read");
        }
        return flagBytes == 0 && cells.stream().allMatch(cell -> !cell.variable() && cell.bytes() == 0)
                ? Optional.of("has rows in BINARY without a byte: nobody can say how many")
                : Optional.empty();
    }

    /** Takes the next byte: wrong if what is announced so far is too large. */
    @Override
    public Optional<String> put(int b) {
        while (rest == 0 && countBytes == 0) {
            next();
        }
        if (countBytes > 0) {
            count = count << 8 | b;
            countBytes--;
            if (countBytes == 0) {
                VotableCell cell = cells.get(column);
                rest = count < 0 ? Long.MAX_VALUE : cell.bytes(count);
                rowBytes += Math.min(rest, maxRowBytes + 1);
            }
        } else {
            rest--;
        }
        return rowBytes <= maxRowBytes
                ? Optional.empty()
                : Optional.of("has a row of more than " + maxRowBytes + " bytes, or is damaged");
    }

    private void next() {
        column++;
        if (column > cells.size()) {
            column = -1;
            rest = flagBytes;
            rowBytes = flagBytes;
        } else if (column < cells.size()) {
            VotableCell cell = cells.get(column);
            countBytes = cell.variable() ? 4 : 0;
            count = 0;
            rest = cell.variable() ? 0 : cell.bytes();
            rowBytes += rest;
        }
    }

    /** Whether it ends within a row, and in which, is the reader's to say. */
    @Override
    public Optional<String> end() {
        return Optional.empty();
    }
}
