// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.List;

/** How two regions lie to each other, each pair of kinds by its own rule. */
final class RegionRelation {
    private RegionRelation() {}

    static boolean intersects(SkyRegion one, SkyRegion other) {
        return switch (one) {
            case Box b -> intersects(b.toPolygon(), other);
            case Circle a ->
                switch (other) {
                    case Circle b -> circlesMeet(a, b);
                    case Polygon b -> circleMeetsPolygon(a, b);
                    case Box b -> circleMeetsPolygon(a, b.toPolygon());
                    case Range b -> new RangeShape(b).meetsCircle(a);
                    case Moc b -> new CoverSearch(a).meets(b);
                };
            case Polygon a ->
                switch (other) {
                    case Circle b -> circleMeetsPolygon(b, a);
                    case Polygon b -> PolygonPair.meet(a.mesh(), b.mesh());
                    case Box b -> PolygonPair.meet(a.mesh(), b.toPolygon().mesh());
                    case Range b -> new RangeShape(b).meetsPolygon(a);
                    case Moc b -> new CoverSearch(a).meets(b);
                };
            case Range a ->
                switch (other) {
                    case Circle b -> new RangeShape(a).meetsCircle(b);
                    case Polygon b -> new RangeShape(a).meetsPolygon(b);
                    case Box b -> new RangeShape(a).meetsPolygon(b.toPolygon());
                    case Range b -> RangePair.meet(a, b);
                    case Moc b -> new CoverSearch(a).meets(b);
                };
            case Moc a -> other instanceof Moc b ? !a.intersection(b).isEmpty() : new CoverSearch(other).meets(a);
        };
    }

    static boolean contains(SkyRegion outer, SkyRegion inner) {
        return switch (outer) {
            case Box b -> contains(b.toPolygon(), inner);
            case Circle a ->
                switch (inner) {
                    case Circle b -> circleHoldsCircle(a, b);
                    case Polygon b -> circleHoldsPolygon(a, b);
                    case Box b -> circleHoldsPolygon(a, b.toPolygon());
                    case Range b -> new RangeShape(b).isHeldBy(a);
                    case Moc b -> new CoverSearch(a).holds(b);
                };
            case Polygon a ->
                switch (inner) {
                    case Circle b -> polygonHoldsCircle(a, b);
                    case Polygon b -> PolygonPair.holds(a.mesh(), b.mesh());
                    case Box b -> PolygonPair.holds(a.mesh(), b.toPolygon().mesh());
                    case Range b -> new RangeShape(b).isHeldBy(a);
                    case Moc b -> new CoverSearch(a).holds(b);
                };
            case Range a ->
                switch (inner) {
                    case Circle b -> new RangeShape(a).holdsCircle(b);
                    case Polygon b -> new RangeShape(a).holdsPolygon(b);
                    case Box b -> new RangeShape(a).holdsPolygon(b.toPolygon());
                    case Range b -> RangePair.holds(a, b);
                    case Moc b -> new CoverSearch(a).holds(b);
                };
            case Moc a -> inner instanceof Moc b ? b.difference(a).isEmpty() : new CoverSearch(inner).isWithin(a);
        };
    }

    private static boolean circlesMeet(Circle a, Circle b) {
        return ExactSign.distance(ExactPoint.of(a.centre()), ExactPoint.of(b.centre()), a.radiusDeg(), b.radiusDeg())
                <= 0;
    }

    private static boolean circleHoldsCircle(Circle outer, Circle inner) {
        return outer.radiusDeg() == 180
                || ExactSign.distance(
                                ExactPoint.of(outer.centre()),
                                ExactPoint.of(inner.centre()),
                                outer.radiusDeg(),
                                -inner.radiusDeg())
                        <= 0;
    }

    private static boolean circleMeetsPolygon(Circle circle, Polygon polygon) {
        ExactPoint centre = ExactPoint.of(circle.centre());
        return polygon.mesh().contains(centre) || nearestEdge(polygon, centre, circle.radiusDeg()) <= 0;
    }

    private static boolean polygonHoldsCircle(Polygon polygon, Circle circle) {
        ExactPoint centre = ExactPoint.of(circle.centre());
        return polygon.mesh().contains(centre) && nearestEdge(polygon, centre, circle.radiusDeg()) >= 0;
    }

    private static boolean circleHoldsPolygon(Circle circle, Polygon polygon) {
        double radius = circle.radiusDeg();
        if (radius < 90) {
            ExactPoint centre = ExactPoint.of(circle.centre());
            for (ExactPoint v : polygon.mesh().outline()) {
                if (ExactSign.distance(centre, v, radius, 0) > 0) {
                    return false;
                }
            }
            return true;
        }
        // a large circle holds what its complement, a small open circle about the antipode, does not meet
        ExactPoint antipode = ExactPoint.of(circle.lonDeg() + 180, -circle.latDeg());
        return radius == 180
                || (!polygon.mesh().contains(antipode) && nearestEdge(polygon, antipode, 180 - radius) >= 0);
    }

    /** Sign of the distance of a position from the outline less a radius. */
    private static int nearestEdge(Polygon polygon, ExactPoint p, double radiusDeg) {
        List<ExactPoint> outline = polygon.mesh().outline();
        int least = 1;
        for (int i = 0; i < outline.size() && least >= 0; i++) {
            ExactPoint next = outline.get((i + 1) % outline.size());
            least = Math.min(least, ExactSign.segmentDistance(p, outline.get(i), next, radiusDeg));
        }
        return least;
    }
}
