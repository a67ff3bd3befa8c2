// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import org.meridian.core.sky.Moc;
import org.meridian.core.sky.Polygon;

/** What an image covers of the sky, ICRS. */
public sealed interface Footprint {
    /**
     * The outer edges of its pixels: four vertices, more where edges are bent.
     *
     * @param polygon the side that is smaller than half the sky
     */
    record Outline(Polygon polygon) implements Footprint {}

    /**
     * Cells that together cover it: for images that have no simple outline, because they are larger than half the sky,
     * closed around it, or partly beyond the end of the projection.
     */
    record Cells(Moc moc) implements Footprint {}

    /** All of it. */
    record WholeSky() implements Footprint {}

    /** Nothing: no pixel has a position. */
    record Nothing() implements Footprint {}
}
