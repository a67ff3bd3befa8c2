// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

/**
 * Cells around the positions of an uploaded table that a query wants to find ready: a temporary table with a row
 * {@code (row, cell)}, or {@code (row, lo, hi)} for ranges, for each cell or range of order-29 cells around the position of
 * each row; none twice. {@code row} is the table's {@link org.meridian.tap.schema.UploadNames#ROW}.
 *
 * @param sqlName SQL name of the temporary table
 * @param upload name of the uploaded table
 * @param lon number of the column with the longitude in degrees
 * @param lat number of the column with the latitude; -1 where {@code lon} is a column of points
 * @param radiusDeg of the circle around each position; 0 or greater
 * @param order of the cells; -1 for ranges
 */
public record ReadyCells(String sqlName, String upload, int lon, int lat, double radiusDeg, int order) {

    /** Whether these are ranges of order-29 cells. */
    public boolean areRanges() {
        return order < 0;
    }
}
