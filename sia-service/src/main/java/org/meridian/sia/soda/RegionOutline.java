// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.List;
import org.meridian.core.sky.Box;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.Range;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.sky.UnitVector;

/** The boundary of a region as closed lines of many positions: longitude and latitude by turns, the first again at the end. */
final class RegionOutline {

    /** So many that what lies between two of them and a straight line are the same to a hundredth of a pixel. */
    private static final int POINTS = 2048;

    private static final int LEAST_OF_A_SIDE = 16;

    private final List<double[]> lines = new ArrayList<>();

    private RegionOutline() {}

    /** The lines of a region. */
    static List<double[]> of(SkyRegion region) {
        RegionOutline outline = new RegionOutline();
        switch (region) {
            case Circle circle -> outline.add(circle);
            case Polygon polygon -> outline.add(polygon);
            case Box box -> outline.add(box.toPolygon());
            case Range range -> outline.add(range);
            case Moc moc -> throw new IllegalArgumentException("a MOC has no outline");
        }
        return outline.lines;
    }

    private void add(Circle circle) {
        UnitVector centre = UnitVector.of(circle.lonDeg(), circle.latDeg());
        double lon = Math.toRadians(circle.lonDeg());
        double lat = Math.toRadians(circle.latDeg());
        UnitVector east = new UnitVector(-Math.sin(lon), Math.cos(lon), 0);
        UnitVector north =
                new UnitVector(-Math.sin(lat) * Math.cos(lon), -Math.sin(lat) * Math.sin(lon), Math.cos(lat));
        double radius = Math.toRadians(circle.radiusDeg());
        Line line = new Line(POINTS + 1);
        for (int i = 0; i <= POINTS; i++) {
            double angle = 2 * Math.PI * i / POINTS;
            line.add(centre.times(Math.cos(radius))
                    .plus(east.times(Math.sin(radius) * Math.cos(angle)))
                    .plus(north.times(Math.sin(radius) * Math.sin(angle)))
                    .toPoint());
        }
        lines.add(line.positions);
    }

    private void add(Polygon polygon) {
        List<SkyPoint> corners = polygon.vertices();
        int steps = Math.max(LEAST_OF_A_SIDE, POINTS / corners.size());
        Line line = new Line(corners.size() * steps + 1);
        for (int corner = 0; corner < corners.size(); corner++) {
            SkyPoint from = corners.get(corner);
            SkyPoint to = corners.get((corner + 1) % corners.size());
            UnitVector a = UnitVector.of(from.lonDeg(), from.latDeg());
            UnitVector b = UnitVector.of(to.lonDeg(), to.latDeg());
            line.add(from);
            for (int i = 1; i < steps; i++) {
                double t = (double) i / steps;
                line.add(a.times(1 - t).plus(b.times(t)).toPoint());
            }
        }
        line.add(corners.getFirst());
        lines.add(line.positions);
    }

    private void add(Range range) {
        double[] corners = {range.lon1Deg(), range.lat1Deg(), range.lon2Deg(), range.lat2Deg()};
        if (range.isWholeCircle()) {
            for (int i = 1; i < corners.length; i += 2) {
                Line line = new Line(POINTS + 1);
                line.straight(corners[0], corners[i], corners[2], corners[i], POINTS);
                line.add(corners[2], corners[i]);
                lines.add(line.positions);
            }
            return;
        }
        int steps = POINTS / 4;
        Line line = new Line(POINTS + 1);
        line.straight(corners[0], corners[1], corners[2], corners[1], steps);
        line.straight(corners[2], corners[1], corners[2], corners[3], steps);
        line.straight(corners[2], corners[3], corners[0], corners[3], steps);
        line.straight(corners[0], corners[3], corners[0], corners[1], steps);
        line.add(corners[0], corners[1]);
        lines.add(line.positions);
    }

    /** A line that is being drawn. */
    private static final class Line {
        final double[] positions;
        private int next;

        Line(int points) {
            positions = new double[2 * points];
        }

        void add(SkyPoint point) {
            add(point.lonDeg(), point.latDeg());
        }

        void add(double lon, double lat) {
            positions[next++] = lon;
            positions[next++] = lat;
        }

        /** Straight in longitude and latitude; without its end. */
        void straight(double lon1, double lat1, double lon2, double lat2, int steps) {
            for (int i = 0; i < steps; i++) {
                double t = (double) i / steps;
                add(lon1 + t * (lon2 - lon1), lat1 + t * (lat2 - lat1));
            }
        }
    }
}
