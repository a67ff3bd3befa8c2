// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

/**
 * Which cells around the positions of a table are wanted.
 *
 * @param lon number of the column with the longitude in degrees
 * @param lat number of the column with the latitude; -1 where {@code lon} is a column of points
 * @param radiusDeg of the circle around each position; 0 for the one cell in which it lies
 * @param order of the cells; -1 for ranges of order-29 cells
 */
public record PositionCells(int lon, int lat, double radiusDeg, int order) {}
