// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.util.Optional;

/**
 * The stored sky index of a table's position: hidden columns with the HEALPix NESTED cell of each row at order 29 and at
 * order 14 (both {@code bigint}, NULL where the position is), a B-tree on each, rows sorted by the first.
 *
 * @param position which published columns hold the position (ICRS degrees)
 * @param cell29Column hidden column with the order-29 cell
 * @param cell14Column hidden column with the order-14 cell
 */
public record SkyIndex(Position position, String cell29Column, String cell14Column) {

    /** Where the position stands. */
    public sealed interface Position {}

    /** Longitude and latitude in two {@code float8} columns. */
    public record LonLatColumns(String lonColumn, String latColumn) implements Position {}

    /** Both in one column of type POINT. */
    public record PointColumn(String column) implements Position {}

    /**
     * The cover index of a region column: a table {@code (row bigint, ord smallint, lo bigint, full boolean)} where
     * {@code lo} is the first order-29 cell of a covering cell of order {@code ord} and {@code full} says that it lies
     * inside the region.
     *
     * @param column the region column
     * @param rowColumn hidden {@code bigint} key of the table, equal to {@code row} of the cover
     * @param coverTable qualified name of the cover table, not published but readable to queries
     */
    public record RegionIndex(String column, String rowColumn, String coverTable) {}

    /** Whether {@code lon} and {@code lat} are the two columns of this position. */
    public boolean isOn(String lon, String lat) {
        return position instanceof LonLatColumns(String ownLon, String ownLat)
                && ownLon.equals(lon)
                && ownLat.equals(lat);
    }

    /** The point column, where the position is one. */
    public Optional<String> pointColumn() {
        return position instanceof PointColumn(String column) ? Optional.of(column) : Optional.empty();
    }
}
