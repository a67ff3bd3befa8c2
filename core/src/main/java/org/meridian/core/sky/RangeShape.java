// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayList;
import java.util.List;

/** A range of coordinates as a figure: its corners, meridians and parallels, and how they lie to other regions. */
final class RangeShape {
    /** Boundaries nearer than this, in radians, touch. */
    static final double TOUCH = 1e-14;

    private final Range range;
    private final List<ExactPoint> corners = new ArrayList<>();

    RangeShape(Range range) {
        this.range = range;
        for (double lon : new double[] {range.lon1Deg(), range.lon2Deg()}) {
            corners.add(ExactPoint.of(lon, range.lat1Deg()));
            corners.add(ExactPoint.of(lon, range.lat2Deg()));
        }
    }

    static SkyPoint centroid(Range r) {
        double lon1 = Math.toRadians(r.lon1Deg());
        double lon2 = Math.toRadians(r.lon2Deg());
        double south = Math.toRadians(r.lat1Deg());
        double north = Math.toRadians(r.lat2Deg());
        double middle = (lon1 + lon2) / 2;
        double flat = (north - south) / 2 + (Math.sin(2 * north) - Math.sin(2 * south)) / 4;
        double across = r.isWholeCircle() ? 0 : flat * 2 * Math.sin((lon2 - lon1) / 2);
        double z = (lon2 - lon1) * Math.sin(north + south) * Math.sin(north - south) / 2;
        UnitVector mean = new UnitVector(across * Math.cos(middle), across * Math.sin(middle), z);
        return mean.length() < 1e-15
                ? new SkyPoint((r.lon1Deg() + r.lon2Deg()) / 2, (r.lat1Deg() + r.lat2Deg()) / 2)
                : mean.normalized().toPoint();
    }

    static Circle boundingCircle(Range r) {
        double half = (r.lon2Deg() - r.lon1Deg()) / 2;
        double lon = r.lon1Deg() + half;
        double lat = (r.lat1Deg() + r.lat2Deg()) / 2;
        if (half > 90) {
            boolean north = lat >= 0;
            double reach = north ? 90 - r.lat1Deg() : 90 + r.lat2Deg();
            return new Circle(0, north ? 90 : -90, reach);
        }
        // along a parallel the distance grows with the difference in longitude,
        double reach = Math.max(
                Distance.deg(lon, lat, r.lon1Deg(), r.lat1Deg()), Distance.deg(lon, lat, r.lon1Deg(), r.lat2Deg()));
        // and along the bounding meridians it is greatest at a corner too
        return new Circle(lon, lat, Math.min(180, reach * (1 + 1e-12) + 1e-12));
    }

    /** The corners: south-west, north-west, south-east, north-east. */
    List<ExactPoint> corners() {
        return corners;
    }

    /** Distance in radians of a position from the boundary (bounds at the poles and of the whole circle are none). */
    double boundaryDistance(double lon, double lat) {
        double best = Math.PI;
        if (range.containsLon(lon)) {
            best = range.lat1Deg() > -90 ? Math.min(best, Math.toRadians(Math.abs(lat - range.lat1Deg()))) : best;
            best = range.lat2Deg() < 90 ? Math.min(best, Math.toRadians(Math.abs(lat - range.lat2Deg()))) : best;
        }
        if (!range.isWholeCircle()) {
            UnitVector p = UnitVector.of(lon, lat);
            best = Math.min(best, meridianDistance(p, range.lon1Deg()));
            best = Math.min(best, meridianDistance(p, range.lon2Deg()));
        }
        return best;
    }

    private double meridianDistance(UnitVector p, double lon) {
        double a = Math.toRadians(lon);
        double along = p.x() * Math.cos(a) + p.y() * Math.sin(a);
        double aside = Math.abs(p.y() * Math.cos(a) - p.x() * Math.sin(a));
        double foot = Math.toDegrees(Math.atan2(p.z(), along));
        if (foot >= range.lat1Deg() && foot <= range.lat2Deg()) {
            return Math.asin(Math.min(1, aside));
        }
        return Math.min(p.angleTo(UnitVector.of(lon, range.lat1Deg())), p.angleTo(UnitVector.of(lon, range.lat2Deg())));
    }

    /** Distance in radians of a position from the range, 0 inside. */
    double distance(double lon, double lat) {
        return range.contains(lon, lat) ? 0 : boundaryDistance(lon, lat);
    }

    boolean meetsCircle(Circle c) {
        return distance(c.lonDeg(), c.latDeg()) <= Math.toRadians(c.radiusDeg()) + TOUCH;
    }

    boolean holdsCircle(Circle c) {
        return range.contains(c.lonDeg(), c.latDeg())
                && (boundaryDistance(c.lonDeg(), c.latDeg()) >= Math.toRadians(c.radiusDeg()) - TOUCH || isWholeSky());
    }

    boolean isWholeSky() {
        return range.isWholeCircle() && range.lat1Deg() == -90 && range.lat2Deg() == 90;
    }

    boolean isHeldBy(Circle c) {
        return c.radiusDeg() == 180
                || distance(c.lonDeg() + 180, -c.latDeg()) >= Math.PI - Math.toRadians(c.radiusDeg()) - TOUCH;
    }

    boolean meetsPolygon(Polygon polygon) {
        for (ExactPoint v : polygon.mesh().outline()) {
            if (range.contains(v.point().lonDeg(), v.point().latDeg())) {
                return true;
            }
        }
        return polygon.mesh().contains(corners.get(0)) || passesThrough(polygon, TOUCH);
    }

    boolean holdsPolygon(Polygon polygon) {
        Range wide = widened(TOUCH * 100);
        for (ExactPoint v : polygon.mesh().outline()) {
            if (!wide.contains(v.point().lonDeg(), v.point().latDeg())) {
                return false;
            }
        }
        for (Range outside : rest()) {
            if (new RangeShape(outside).passesThrough(polygon, -TOUCH * 10) || holdsMiddle(polygon, outside)) {
                return false;
            }
        }
        return true;
    }

    boolean isHeldBy(Polygon polygon) {
        for (ExactPoint corner : corners) {
            if (!polygon.mesh().contains(corner)) {
                return false;
            }
        }
        return holdsMiddle(polygon, range) && !passesThrough(polygon, -TOUCH * 10);
    }

    private static boolean holdsMiddle(Polygon polygon, Range r) {
        return polygon.contains((r.lon1Deg() + r.lon2Deg()) / 2, (r.lat1Deg() + r.lat2Deg()) / 2);
    }

    /** The ranges that make up the rest of the sky. */
    private List<Range> rest() {
        List<Range> rest = new ArrayList<>(3);
        if (range.lat1Deg() > -90) {
            rest.add(new Range(0, 360, -90, range.lat1Deg()));
        }
        if (range.lat2Deg() < 90) {
            rest.add(new Range(0, 360, range.lat2Deg(), 90));
        }
        if (!range.isWholeCircle()) {
            rest.add(new Range(range.lon2Deg(), range.lon1Deg() + 360, range.lat1Deg(), range.lat2Deg()));
        }
        return rest;
    }

    private Range widened(double rad) {
        double deg = Math.toDegrees(rad);
        double south = Math.max(-90, range.lat1Deg() - deg);
        double north = Math.min(90, range.lat2Deg() + deg);
        double east = deg / Math.max(1e-8, Math.toRadians(90 - Math.max(Math.abs(south), Math.abs(north))));
        return new Range(range.lon1Deg() - east, range.lon2Deg() + east, south, north);
    }

    /** Whether an edge of the polygon has a position in the range, widened by {@code by} radians (narrowed if below 0). */
    private boolean passesThrough(Polygon polygon, double by) {
        List<ExactPoint> outline = polygon.mesh().outline();
        for (int i = 0; i < outline.size(); i++) {
            ArcInRange arc = new ArcInRange(
                    outline.get(i).vector(),
                    outline.get((i + 1) % outline.size()).vector());
            if (arc.passes(range, by)) {
                return true;
            }
        }
        return false;
    }
}
