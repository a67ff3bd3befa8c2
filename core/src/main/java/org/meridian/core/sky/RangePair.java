// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** Two ranges of coordinates. */
final class RangePair {
    private RangePair() {}

    static boolean meet(Range a, Range b) {
        if (a.lat1Deg() > b.lat2Deg() || b.lat1Deg() > a.lat2Deg()) {
            return false;
        }
        boolean pole = (a.lat2Deg() == 90 && b.lat2Deg() == 90) || (a.lat1Deg() == -90 && b.lat1Deg() == -90);
        return pole || a.containsLon(b.lon1Deg()) || b.containsLon(a.lon1Deg());
    }

    static boolean holds(Range outer, Range inner) {
        if (inner.lat1Deg() < outer.lat1Deg() || inner.lat2Deg() > outer.lat2Deg()) {
            return false;
        }
        boolean onlyPole = inner.lat1Deg() == 90 || inner.lat2Deg() == -90;
        return outer.isWholeCircle() || onlyPole || (!inner.isWholeCircle() && holdsLon(outer, inner));
    }

    private static boolean holdsLon(Range outer, Range inner) {
        double shift = inner.lon1Deg() < outer.lon1Deg() ? 360 : 0;
        return inner.lon1Deg() + shift >= outer.lon1Deg() && inner.lon2Deg() + shift <= outer.lon2Deg();
    }
}
