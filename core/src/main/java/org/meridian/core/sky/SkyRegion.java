// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * A closed region of the sphere: its boundary belongs to it. Immutable.
 *
 * <p>{@link Circle}, {@link Polygon} and {@link Box} decide containment and their relations to each other exactly:
 * where double precision leaves a sign in doubt it is computed again with 60 digits. Relations that involve a
 * {@link Range} treat boundaries nearer than 1e-14 rad as touching; relations that involve a {@link Moc} are exact down
 * to the cells of order 29 (0.4 milliarcsec).
 */
public sealed interface SkyRegion permits Circle, Polygon, Box, Range, Moc {

    /** Whether the position lies inside or on the boundary. */
    boolean contains(double lonDeg, double latDeg);

    /** Whether the other region lies wholly in this one (ADQL {@code CONTAINS(other, this) = 1}). */
    default boolean contains(SkyRegion other) {
        return RegionRelation.contains(this, other);
    }

    /** Whether the regions have at least one point in common (ADQL {@code INTERSECTS}). */
    default boolean intersects(SkyRegion other) {
        return RegionRelation.intersects(this, other);
    }

    /** Area in steradian. */
    double areaSr();

    /** Area in square degrees. */
    default double areaDeg2() {
        return Math.toDegrees(Math.toDegrees(areaSr()));
    }

    /** Centre of mass projected onto the sphere; where that vanishes (bands around the sky) a point of symmetry. */
    SkyPoint centroid();

    /** A circle that contains the region; not necessarily the smallest. */
    Circle boundingCircle();
}
