// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.List;

/**
 * ADQL's box (ADQL 2.1 section 4.2.9): a cross of great circles at the centre, its arms parallel to the coordinate axes
 * there and half the width or height long; the sides are the great circles through the ends of the arms at right angles
 * to them. So a box is a convex polygon, no range of coordinates: at high latitudes it covers more than {@code width /
 * cos(lat)} of longitude on its polar side.
 *
 * <p>The corners are computed in double precision (within 1e-13 degrees) and the box <em>is</em> the polygon of these
 * corners; {@link #toPolygon()} once and asking that is faster than asking the box often.
 *
 * @param lonDeg longitude of the centre in degrees; reduced to [0, 360)
 * @param latDeg latitude of the centre in degrees
 * @param widthDeg full length of the east-west arm in degrees, above 0 and below 180
 * @param heightDeg full length of the north-south arm in degrees, above 0 and below 180
 */
public record Box(double lonDeg, double latDeg, double widthDeg, double heightDeg) implements SkyRegion {
    public Box {
        lonDeg = SkyPoint.reducedLon(lonDeg);
        latDeg = SkyPoint.checkedLat(latDeg);
        checkSize("width", widthDeg);
        checkSize("height", heightDeg);
    }

    private static void checkSize(String name, double sizeDeg) {
        if (!(sizeDeg > 0 && sizeDeg < 180)) {
            throw new IllegalArgumentException(
                    "the " + name + " of a box must lie above 0 and below 180 degrees, not " + sizeDeg);
        }
    }

    /** The polygon of the four corners: south-east, north-east, north-west, south-west. */
    public Polygon toPolygon() {
        double lon = Math.toRadians(lonDeg);
        double lat = Math.toRadians(latDeg);
        UnitVector centre = UnitVector.of(lonDeg, latDeg);
        UnitVector east = new UnitVector(-Math.sin(lon), Math.cos(lon), 0);
        UnitVector north =
                new UnitVector(-Math.sin(lat) * Math.cos(lon), -Math.sin(lat) * Math.sin(lon), Math.cos(lat));
        UnitVector e = east.times(Math.tan(Math.toRadians(widthDeg) / 2));
        UnitVector n = north.times(Math.tan(Math.toRadians(heightDeg) / 2));
        return Polygon.of(List.of(
                centre.plus(e).minus(n).toPoint(),
                centre.plus(e).plus(n).toPoint(),
                centre.minus(e).plus(n).toPoint(),
                centre.minus(e).minus(n).toPoint()));
    }

    @Override
    public boolean contains(double lon, double lat) {
        return toPolygon().contains(lon, lat);
    }

    @Override
    public double areaSr() {
        return toPolygon().areaSr();
    }

    @Override
    public SkyPoint centroid() {
        return new SkyPoint(lonDeg, latDeg);
    }

    @Override
    public Circle boundingCircle() {
        return toPolygon().boundingCircle();
    }
}
