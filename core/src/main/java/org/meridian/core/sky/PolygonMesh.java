// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayList;
import java.util.List;

/** A checked polygon: its vertices with the interior to the left, and the convex pieces it consists of. */
final class PolygonMesh {
    private final List<ExactPoint> outline;
    private final List<List<ExactPoint>> pieces;
    private final List<ConvexPart> parts;
    private final Circle bounds;
    private final UnitVector boundsCentre;
    private final double boundsChord;

    private PolygonMesh(List<ExactPoint> outline, List<List<ExactPoint>> pieces) {
        this.outline = outline;
        this.pieces = pieces;
        this.parts = pieces.stream().map(PolygonMesh::part).toList();
        this.bounds = bounds(outline, pieces);
        this.boundsCentre = bounds.centre().toVector();
        this.boundsChord = bounds.chord() + 1e-14;
    }

    static PolygonMesh of(List<SkyPoint> vertices) {
        List<ExactPoint> points = vertices.stream().map(ExactPoint::of).toList();
        PolygonOutline outline = new PolygonOutline(points);
        List<ExactPoint> left = outline.interiorToTheLeft();
        return new PolygonMesh(left, outline.isConvex() ? List.of(left) : new EarClipping(left).triangles());
    }

    /** The vertices with the interior to the left: {@code (a x b).c > 0} for a triangle a, b, c. */
    List<ExactPoint> outline() {
        return outline;
    }

    List<ConvexPart> parts() {
        return parts;
    }

    private static ConvexPart part(List<ExactPoint> piece) {
        List<HalfSpace> sides = new ArrayList<>(piece.size());
        for (int i = 0; i < piece.size(); i++) {
            UnitVector a = piece.get(i).vector();
            sides.add(new HalfSpace(
                    ExactSign.stableNormal(a, piece.get((i + 1) % piece.size()).vector())));
        }
        return new ConvexPart(sides, piece.stream().map(ExactPoint::point).toList());
    }

    boolean contains(ExactPoint p) {
        if (p.vector().minus(boundsCentre).length() > boundsChord) {
            return false;
        }
        for (List<ExactPoint> piece : pieces) {
            if (inPiece(piece, p)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inPiece(List<ExactPoint> piece, ExactPoint p) {
        ExactPoint a = piece.get(piece.size() - 1);
        for (ExactPoint b : piece) {
            if (ExactSign.orientation(a, b, p) < 0) {
                return false;
            }
            a = b;
        }
        return true;
    }

    double areaSr() {
        double sum = 0;
        for (List<ExactPoint> piece : pieces) {
            sum += PolygonOutline.signedArea(piece, middle(piece));
        }
        return sum;
    }

    /**
     * The integral of the position over the polygon is half the sum of edge length times edge normal. Taken relative to
     * one vertex o, the large parts {@code o x (b - a)} cancel around the outline and are left out.
     */
    SkyPoint centroid() {
        UnitVector o = outline.get(0).vector();
        UnitVector sum = new UnitVector(0, 0, 0);
        UnitVector a = outline.get(outline.size() - 1).vector();
        for (ExactPoint next : outline) {
            UnitVector b = next.vector();
            double angle = a.angleTo(b);
            double excess =
                    angle < 1e-2 ? angle * angle / 6 * (1 + angle * angle * 7 / 60) : angle / Math.sin(angle) - 1;
            UnitVector offA = offset(o, a);
            UnitVector offB = offset(o, b);
            sum = sum.plus(o.cross(offB.minus(offA)).times(excess))
                    .plus(offA.cross(offB).times(1 + excess));
            a = b;
        }
        return sum.length() == 0 ? outline.get(0).point() : sum.normalized().toPoint();
    }

    /** {@code a - o} with its small radial part, half the squared length, free of cancellation. */
    private static UnitVector offset(UnitVector o, UnitVector a) {
        UnitVector d = a.minus(o);
        double half = d.dot(d) / 2;
        return d.minus(o.times(d.dot(o) + half));
    }

    Circle boundingCircle() {
        return bounds;
    }

    private static Circle bounds(List<ExactPoint> outline, List<List<ExactPoint>> pieces) {
        SkyPoint centre = middle(outline).toPoint();
        UnitVector c = centre.toVector();
        double reach = 0;
        for (ExactPoint p : outline) {
            reach = Math.max(reach, c.angleTo(p.vector()));
        }
        double radius = Math.toDegrees(reach) * (1 + 1e-12) + 1e-12;
        // a circle below 90 degrees is convex: with the vertices it holds the triangles between them
        boolean convex = radius < 90 && (pieces.size() > 1 || outline.size() >= 3);
        return convex
                ? new Circle(centre.lonDeg(), centre.latDeg(), radius)
                : new Circle(centre.lonDeg(), centre.latDeg(), 180);
    }

    /** Direction of the mean of the vertices; any fixed direction where the mean vanishes. */
    static UnitVector middle(List<ExactPoint> points) {
        UnitVector sum = new UnitVector(0, 0, 0);
        for (ExactPoint p : points) {
            sum = sum.plus(p.vector());
        }
        return sum.length() > 1e-3 * points.size() ? sum.normalized() : new UnitVector(0.48, 0.6, 0.64);
    }
}
