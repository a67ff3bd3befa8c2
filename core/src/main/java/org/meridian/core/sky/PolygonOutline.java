// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Checks that vertices make a simple polygon and finds its interior: the side smaller than half the sky. */
final class PolygonOutline {
    private static final String HALF = "a polygon must not enclose exactly half the sky";

    private final List<ExactPoint> points;
    private final int n;
    private final int convexSide;

    PolygonOutline(List<ExactPoint> points) {
        this.points = points;
        this.n = points.size();
        refuseAntipodalEdges();
        this.convexSide = convexSide();
        if (convexSide == 0) {
            refuseMeetingEdges();
        }
    }

    boolean isConvex() {
        return convexSide != 0;
    }

    List<ExactPoint> interiorToTheLeft() {
        boolean left = convexSide > 0 || (convexSide == 0 && leftIsSmaller());
        if (left) {
            return points;
        }
        List<ExactPoint> reversed = new ArrayList<>(points);
        Collections.reverse(reversed);
        return List.copyOf(reversed);
    }

    private ExactPoint at(int i) {
        return points.get(i % n);
    }

    private void refuseAntipodalEdges() {
        for (int i = 0; i < n; i++) {
            if (at(i).antipodeOf(at(i + 1))) {
                throw new IllegalArgumentException("the edge of a polygon from " + text(i) + " to " + text(i + 1)
                        + " joins opposite points of the sky and is not defined; add a vertex between them");
            }
        }
    }

    /** 1 or -1 when all vertices lie on the left or right of all edges and none is repeated; else 0. */
    private int convexSide() {
        int side = 0;
        boolean mixed = n > 64;
        for (int i = 0; i < n && !mixed; i++) {
            for (int k = 2; k < n && !mixed; k++) {
                int turn = ExactSign.orientation(at(i), at(i + 1), at(i + k));
                mixed = (turn != 0 && turn == -side) || at(i).sameAs(at(i + k));
                side = turn == 0 ? side : turn;
            }
        }
        if (!mixed && side == 0) {
            throw new IllegalArgumentException("all vertices of the polygon lie on one great circle");
        }
        return mixed ? 0 : side;
    }

    private void refuseMeetingEdges() {
        double[] half = new double[n];
        UnitVector[] middle = new UnitVector[n];
        for (int i = 0; i < n; i++) {
            middle[i] = at(i).vector().plus(at(i + 1).vector()).normalized();
            half[i] = middle[i].angleTo(at(i).vector()) + 1e-12;
        }
        for (int i = 0; i < n; i++) {
            if (ExactSign.onSegment(at(i), at(i + 1), at(i + 2)) || ExactSign.onSegment(at(i + 1), at(i + 2), at(i))) {
                throw new IllegalArgumentException("the polygon folds back on itself at " + text(i + 1));
            }
            for (int j = i + 2; j < n && (i > 0 || j < n - 1); j++) {
                double reach = 2 * Math.sin(Math.min(Math.PI, half[i] + half[j]) / 2);
                if (middle[i].minus(middle[j]).length() <= reach
                        && ExactSign.segmentsMeet(at(i), at(i + 1), at(j), at(j + 1))) {
                    throw new IllegalArgumentException("the polygon crosses or touches itself: its edge from " + text(i)
                            + " to " + text(i + 1) + " meets the edge from " + text(j) + " to " + text(j + 1));
                }
            }
        }
    }

    private boolean leftIsSmaller() {
        double area = signedArea(points, PolygonMesh.middle(points));
        double left = area % (4 * Math.PI);
        left = left < 0 ? left + 4 * Math.PI : left;
        if (Math.abs(left - 2 * Math.PI) < 1e-10) {
            throw new IllegalArgumentException(HALF);
        }
        return left < 2 * Math.PI;
    }

    /** Area to the left, in steradian, up to multiples of 4 pi; {@code r} is best a direction inside. */
    static double signedArea(List<ExactPoint> points, UnitVector r) {
        double sum = 0;
        UnitVector a = points.get(points.size() - 1).vector();
        for (ExactPoint next : points) {
            UnitVector b = next.vector();
            double det = a.minus(r).cross(b.minus(r)).dot(r);
            sum += 2 * Math.atan2(det, 1 + r.dot(a) + a.dot(b) + b.dot(r));
            a = b;
        }
        return sum;
    }

    private String text(int i) {
        SkyPoint p = at(i).point();
        return "(" + p.lonDeg() + ", " + p.latDeg() + ")";
    }
}
