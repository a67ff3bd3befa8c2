// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.List;

/** Cells against a polygon. */
final class PolygonCellRelation implements CellRelation {
    private static final double EPS = 4e-16;

    private final double[] a;
    private final double[] b;
    private final double[] normal;
    private final double[] middle;
    private final double[] half;
    private final double[] length;
    private final double[][] parts;
    private final long[] homes;
    private final double[] boundsCentre;
    private final double boundsChord;

    PolygonCellRelation(Polygon polygon) {
        List<ExactPoint> outline = polygon.mesh().outline();
        int n = outline.size();
        a = new double[3 * n];
        b = new double[3 * n];
        normal = new double[3 * n];
        middle = new double[3 * n];
        half = new double[n];
        length = new double[n];
        homes = new long[n];
        for (int i = 0; i < n; i++) {
            UnitVector from = outline.get(i).vector();
            UnitVector to = outline.get((i + 1) % n).vector();
            UnitVector mid = from.plus(to).normalized();
            put(a, i, from);
            put(b, i, to);
            put(normal, i, ExactSign.stableNormal(from, to));
            put(middle, i, mid);
            half[i] = mid.minus(from).length();
            length[i] = from.minus(to).length();
            SkyPoint p = outline.get(i).point();
            homes[i] = Healpix.hash(Healpix.MAX_ORDER, p.lonDeg(), p.latDeg());
        }
        parts = polygon.convexParts().stream().map(PolygonCellRelation::normals).toArray(double[][]::new);
        Circle bounds = polygon.boundingCircle();
        UnitVector c = bounds.centre().toVector();
        boundsCentre = new double[] {c.x(), c.y(), c.z()};
        boundsChord = bounds.radiusDeg() >= 180 ? 3 : bounds.chord();
    }

    private static double[] normals(ConvexPart part) {
        double[] n = new double[3 * part.halfSpaces().size()];
        for (int i = 0; i < part.halfSpaces().size(); i++) {
            put(n, i, part.halfSpaces().get(i).normal());
        }
        return n;
    }

    private static void put(double[] to, int i, UnitVector v) {
        to[3 * i] = v.x();
        to[3 * i + 1] = v.y();
        to[3 * i + 2] = v.z();
    }

    @Override
    public int relate(CellShape cell) {
        if (chord(cell.centre(), 0, boundsCentre, 0) > boundsChord + cell.reach()) {
            return OUTSIDE;
        }
        for (int i = 0; i < half.length; i++) {
            if (chord(cell.centre(), 0, middle, 3 * i) <= half[i] + cell.reach() && !isApart(cell, i)) {
                return PARTIAL;
            }
        }
        return depth(cell.centre(), 0) >= 0 ? INSIDE : OUTSIDE;
    }

    /**
     * Whether edge e certainly does not meet the cell: a great circle, of the edge or of a side of the cell, separates
     * them (two convex figures that do not meet are separated by a line along a side of one of them).
     */
    private boolean isApart(CellShape cell, int e) {
        double[] v = cell.corners();
        boolean left = true;
        boolean right = true;
        for (int i = 0; i < 12 && (left || right); i += 3) {
            double height = dot(normal, 3 * e, v, i);
            double tolerance = cell.margin() + EPS * chord(v, i, a, 3 * e) / length[e];
            left &= height > tolerance;
            right &= height < -tolerance;
        }
        if (left || right) {
            return true;
        }
        double[] n = cell.normals();
        for (int i = 0; i < 12; i += 3) {
            if (isBeyond(cell, n, v, i, a, 3 * e) && isBeyond(cell, n, v, i, b, 3 * e)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBeyond(CellShape cell, double[] n, double[] v, int i, double[] p, int at) {
        double tolerance = cell.margin() + EPS * chord(v, i, p, at) / cell.size();
        return dot(n, i, p, at) < -tolerance;
    }

    /** Largest over the parts of the smallest height above their sides: positive inside. */
    private double depth(double[] p, int at) {
        double best = -1;
        for (double[] part : parts) {
            double least = 1;
            for (int i = 0; i < part.length && least >= best; i += 3) {
                least = Math.min(least, dot(part, i, p, at));
            }
            best = Math.max(best, least);
        }
        return best;
    }

    private static double dot(double[] p, int i, double[] q, int j) {
        return p[i] * q[j] + p[i + 1] * q[j + 1] + p[i + 2] * q[j + 2];
    }

    private static double chord(double[] p, int i, double[] q, int j) {
        double dx = p[i] - q[j];
        double dy = p[i + 1] - q[j + 1];
        double dz = p[i + 2] - q[j + 2];
        return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }

    @Override
    public boolean surelyHolds(double[] v, int at) {
        return chord(v, at, boundsCentre, 0) <= boundsChord && depth(v, at) > CellShape.ROUNDING;
    }

    @Override
    public boolean surelyReaches(CellShape cell, int order, long index) {
        for (long home : homes) {
            if (home >> (2 * (Healpix.MAX_ORDER - order)) == index) {
                return true;
            }
        }
        return false;
    }
}
