// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Two polygons, each interior to the left of its outline. */
final class PolygonPair {
    private PolygonPair() {}

    static boolean meet(PolygonMesh a, PolygonMesh b) {
        Circle ca = a.boundingCircle();
        Circle cb = b.boundingCircle();
        if (ca.radiusDeg() + cb.radiusDeg() < Distance.deg(ca.lonDeg(), ca.latDeg(), cb.lonDeg(), cb.latDeg()) - 1e-9) {
            return false;
        }
        if (a.contains(b.outline().get(0)) || b.contains(a.outline().get(0))) {
            return true;
        }
        for (int i = 0; i < a.outline().size(); i++) {
            for (int j = 0; j < b.outline().size(); j++) {
                if (ExactSign.segmentsMeet(at(a, i), at(a, i + 1), at(b, j), at(b, j + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether the outline of inner stays in outer; then so does its interior, since the rest of the sky outside outer is
     * connected and larger than half.
     */
    static boolean holds(PolygonMesh outer, PolygonMesh inner) {
        for (ExactPoint v : inner.outline()) {
            if (!outer.contains(v)) {
                return false;
            }
        }
        for (int i = 0; i < inner.outline().size(); i++) {
            if (leaves(outer, at(inner, i), at(inner, i + 1))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the segment from p to q, both in the polygon, leaves it in between. */
    private static boolean leaves(PolygonMesh outer, ExactPoint p, ExactPoint q) {
        List<UnitVector> stops = new ArrayList<>();
        for (int j = 0; j < outer.outline().size(); j++) {
            ExactPoint c = at(outer, j);
            if (ExactSign.segmentsCross(p, q, c, at(outer, j + 1))) {
                return true;
            }
            if (ExactSign.onSegment(p, q, c)) {
                stops.add(c.vector());
            }
        }
        if (stops.isEmpty()) {
            // touches no corner: it lies inside, along one edge, or from edge to edge through the outside of a notch
            return !holdsMiddle(outer, p.vector(), q.vector());
        }
        UnitVector start = p.vector();
        stops.add(start);
        stops.add(q.vector());
        stops.sort(Comparator.comparingDouble(start::angleTo));
        for (int k = 1; k < stops.size(); k++) {
            if (stops.get(k - 1).angleTo(stops.get(k)) > 1e-13 && !holdsMiddle(outer, stops.get(k - 1), stops.get(k))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the middle of two positions lies in the polygon or within rounding of its outline. */
    private static boolean holdsMiddle(PolygonMesh outer, UnitVector a, UnitVector b) {
        SkyPoint middle = a.plus(b).normalized().toPoint();
        ExactPoint m = ExactPoint.of(middle);
        if (outer.contains(m)) {
            return true;
        }
        for (int j = 0; j < outer.outline().size(); j++) {
            if (ExactSign.segmentDistance(m, at(outer, j), at(outer, j + 1), 1e-12) <= 0) {
                return true;
            }
        }
        return false;
    }

    private static ExactPoint at(PolygonMesh mesh, int i) {
        return mesh.outline().get(i % mesh.outline().size());
    }
}
