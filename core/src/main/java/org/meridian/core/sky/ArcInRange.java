// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.Arrays;

/**
 * A great-circle segment against a range of coordinates: it is cut where it crosses the bounding meridians and parallels,
 * and the middle of each piece is looked at.
 */
final class ArcInRange {
    private final UnitVector a;
    private final UnitVector along;
    private final UnitVector normal;
    private final double length;
    private final double[] cuts = new double[10];
    private int count;

    ArcInRange(UnitVector a, UnitVector b) {
        this.a = a;
        this.normal = ExactSign.stableNormal(a, b);
        this.along = normal.cross(a);
        this.length = a.angleTo(b);
    }

    boolean passes(Range range, double by) {
        count = 0;
        cuts[count++] = 0;
        cuts[count++] = length;
        parallel(Math.sin(Math.toRadians(range.lat1Deg())));
        parallel(Math.sin(Math.toRadians(range.lat2Deg())));
        if (!range.isWholeCircle()) {
            meridian(Math.toRadians(range.lon1Deg()));
            meridian(Math.toRadians(range.lon2Deg()));
        }
        Arrays.sort(cuts, 0, count);
        for (int i = 0; i < count; i++) {
            if ((by > 0 && holds(range, cuts[i], by))
                    || (i > 0 && cuts[i] - cuts[i - 1] > 1e-13 && holds(range, (cuts[i] + cuts[i - 1]) / 2, by))) {
                return true;
            }
        }
        return false;
    }

    /** Cuts where z is reached. */
    private void parallel(double z) {
        double amplitude = Math.hypot(a.z(), along.z());
        if (amplitude < 1e-15 || Math.abs(z) > amplitude * (1 + 1e-15)) {
            return;
        }
        double top = Math.atan2(along.z(), a.z());
        double off = Math.acos(Math.clamp(z / amplitude, -1, 1));
        cut(top + off);
        cut(top - off);
    }

    /** Cuts where the plane of a meridian is reached. */
    private void meridian(double lon) {
        double sin = Math.sin(lon);
        double cos = Math.cos(lon);
        double atA = a.y() * cos - a.x() * sin;
        double atAlong = along.y() * cos - along.x() * sin;
        cut(Math.atan2(-atA, atAlong));
        cut(Math.atan2(atA, -atAlong));
    }

    private void cut(double angle) {
        double t = angle < 0 ? angle + 2 * Math.PI : angle % (2 * Math.PI);
        if (t > 0 && t < length) {
            cuts[count++] = t;
        }
    }

    private boolean holds(Range range, double t, double by) {
        SkyPoint p = a.times(Math.cos(t)).plus(along.times(Math.sin(t))).toPoint();
        boolean inside = range.contains(p.lonDeg(), p.latDeg());
        double toBoundary = new RangeShape(range).boundaryDistance(p.lonDeg(), p.latDeg());
        return by > 0 ? inside || toBoundary <= by : inside && toBoundary > -by;
    }
}
