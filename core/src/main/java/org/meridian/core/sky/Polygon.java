// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayList;
import java.util.List;

/**
 * A simple spherical polygon with great-circle edges, convex or concave (DALI 1.1 section 3.3.7, ADQL 2.1 section
 * 4.2.13). It closes itself; either winding means the side smaller than half the sky (2 pi steradian).
 *
 * <p>Refused: fewer than three distinct vertices, more than {@link #MAX_VERTICES}, antipodal neighbours (their edge is
 * not defined), edges that cross or touch each other, exactly half the sky.
 */
public final class Polygon implements SkyRegion {
    /** Most vertices of a polygon; checking for crossings takes time with their square. */
    public static final int MAX_VERTICES = 4096;

    private final List<SkyPoint> vertices;
    private final PolygonMesh mesh;

    private Polygon(List<SkyPoint> vertices) {
        this.vertices = withoutRepeats(vertices);
        this.mesh = PolygonMesh.of(this.vertices);
    }

    /** A polygon of vertices in order; repeated neighbours, and a last vertex equal to the first, count once. */
    public static Polygon of(List<SkyPoint> vertices) {
        return new Polygon(vertices);
    }

    /** A polygon of longitude, latitude pairs in degrees: {@code lon1, lat1, lon2, lat2, ...}. */
    public static Polygon of(double... lonLatDeg) {
        if (lonLatDeg.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "a polygon needs pairs of longitude and latitude, not " + lonLatDeg.length + " numbers");
        }
        List<SkyPoint> points = new ArrayList<>(lonLatDeg.length / 2);
        for (int i = 0; i < lonLatDeg.length; i += 2) {
            points.add(new SkyPoint(lonLatDeg[i], lonLatDeg[i + 1]));
        }
        return new Polygon(points);
    }

    /** The distinct vertices in the order given. */
    public List<SkyPoint> vertices() {
        return vertices;
    }

    /**
     * The same polygon, its vertices counter-clockwise as seen from the origin, north up and east left (DALI 1.1, section
     * 3.3.7); the first stays the first.
     */
    public Polygon counterClockwise() {
        List<ExactPoint> clockwise = mesh.outline();
        boolean isClockwise = clockwise.get(0).point().equals(vertices.get(0))
                && clockwise.get(1).point().equals(vertices.get(1));
        if (!isClockwise) {
            return this;
        }
        List<SkyPoint> turned = new ArrayList<>(vertices.reversed());
        turned.addFirst(turned.removeLast());
        return new Polygon(turned);
    }

    /** Whether the polygon is convex, so that {@link #convexParts()} is a single part. */
    public boolean isConvex() {
        return mesh.parts().size() == 1;
    }

    /**
     * The polygon cut into convex pieces (triangles where it is concave): a position is inside when it is inside any of
     * them, that is when {@code normal.p >= 0} for all half-spaces of one part.
     */
    public List<ConvexPart> convexParts() {
        return mesh.parts();
    }

    PolygonMesh mesh() {
        return mesh;
    }

    @Override
    public boolean contains(double lonDeg, double latDeg) {
        return mesh.contains(ExactPoint.of(lonDeg, latDeg));
    }

    @Override
    public double areaSr() {
        return mesh.areaSr();
    }

    @Override
    public SkyPoint centroid() {
        return mesh.centroid();
    }

    @Override
    public Circle boundingCircle() {
        return mesh.boundingCircle();
    }

    private static List<SkyPoint> withoutRepeats(List<SkyPoint> given) {
        List<SkyPoint> kept = new ArrayList<>(given.size());
        for (SkyPoint p : given) {
            if (kept.isEmpty() || !samePlace(kept.get(kept.size() - 1), p)) {
                kept.add(p);
            }
        }
        while (kept.size() > 1 && samePlace(kept.get(0), kept.get(kept.size() - 1))) {
            kept.remove(kept.size() - 1);
        }
        if (kept.stream().distinct().count() < 3) {
            throw new IllegalArgumentException("a polygon needs at least three distinct vertices");
        }
        if (kept.size() > MAX_VERTICES) {
            throw new IllegalArgumentException(
                    "a polygon of " + kept.size() + " vertices is too large; the limit is " + MAX_VERTICES);
        }
        return List.copyOf(kept);
    }

    private static boolean samePlace(SkyPoint a, SkyPoint b) {
        return a.latDeg() == b.latDeg() && (a.lonDeg() == b.lonDeg() || Math.abs(a.latDeg()) == 90);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Polygon p && p.vertices.equals(vertices);
    }

    @Override
    public int hashCode() {
        return vertices.hashCode();
    }

    @Override
    public String toString() {
        return "Polygon" + vertices;
    }
}
