// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.UnitVector;

/**
 * Traces the outline of an image. An edge is halved as long as it leaves the great circle between its ends by more than
 * a tenth of a pixel (or a ten-thousandth of its length, where that is more), at most 64 pieces an edge.
 */
final class FootprintTracer {
    private static final int MAX_DEPTH = 6;
    private static final double PIXELS_OFF = 0.1;
    private static final double LENGTH_OFF = 1e-4;
    private static final double MAX_PIECE_RAD = Math.toRadians(30);
    private static final double[] INSIDE = {0.25, 0.5, 0.75};

    private final SkyWcs wcs;
    private final double width;
    private final double height;
    private final double[] room = new double[PlaneDistortion.ROOM];
    private final double[] vector = new double[3];
    private final List<SkyPoint> vertices = new ArrayList<>();

    FootprintTracer(SkyWcs wcs, double width, double height) {
        this.wcs = wcs;
        this.width = width;
        this.height = height;
    }

    Footprint trace() {
        return outline()
                .<Footprint>map(Footprint.Outline::new)
                .orElseGet(() -> new FootprintCells(wcs, width, height).cover());
    }

    private Optional<Polygon> outline() {
        double right = width + 0.5;
        double top = height + 0.5;
        double[][] corners = {{0.5, 0.5}, {right, 0.5}, {right, top}, {0.5, top}};
        for (int i = 0; i < corners.length; i++) {
            if (!edge(corners[i], corners[(i + 1) % corners.length], MAX_DEPTH)) {
                return Optional.empty();
            }
        }
        try {
            Polygon polygon = Polygon.of(vertices);
            return containsInside(polygon) ? Optional.of(polygon) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // it crosses or touches itself, as one closed around the sky does
        }
    }

    /** Adds the beginning of an edge and what lies between it and its end; false where there is no sky. */
    private boolean edge(double[] from, double[] to, int depth) {
        UnitVector a = at(from[0], from[1]);
        UnitVector b = at(to[0], to[1]);
        double length = a.angleTo(b);
        if (Double.isNaN(length)) {
            return false;
        }
        double off = 0;
        for (double t : INSIDE) {
            off = Math.max(off, offGreatCircle(a, b, between(from, to, t)));
        }
        if (Double.isNaN(off)) {
            return false;
        }
        double pixels = Math.hypot(to[0] - from[0], to[1] - from[1]);
        boolean straight = off <= Math.max(PIXELS_OFF * length / pixels, LENGTH_OFF * length);
        if (depth == 0 || (straight && length < MAX_PIECE_RAD)) {
            vertices.add(a.toPoint());
            return true;
        }
        double[] middle = between(from, to, 0.5);
        return edge(from, middle, depth - 1) && edge(middle, to, depth - 1);
    }

    private static double[] between(double[] from, double[] to, double t) {
        return new double[] {from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])};
    }

    private double offGreatCircle(UnitVector a, UnitVector b, double[] pixel) {
        UnitVector point = at(pixel[0], pixel[1]);
        UnitVector normal = a.cross(b);
        double length = normal.length();
        return length < 1e-15 ? point.angleTo(a) : Math.abs(Math.asin(normal.dot(point) / length));
    }

    private UnitVector at(double x, double y) {
        wcs.pixelToVector(x, y, room, vector);
        return new UnitVector(vector[0], vector[1], vector[2]).normalized();
    }

    private boolean containsInside(Polygon polygon) {
        for (double tx : INSIDE) {
            for (double ty : INSIDE) {
                UnitVector point = at(0.5 + tx * width, 0.5 + ty * height);
                if (Double.isNaN(point.x())) {
                    return false;
                }
                SkyPoint position = point.toPoint();
                if (!polygon.contains(position.lonDeg(), position.latDeg())) {
                    return false;
                }
            }
        }
        return true;
    }
}
