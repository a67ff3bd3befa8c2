// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** Cells against a range of coordinates: a cell fills its own range of longitudes and latitudes to the corners. */
final class RangeCellRelation implements CellRelation {
    /** Rounding of coordinates in degrees. */
    private static final double EPS = 1e-12;

    private final Range range;
    private final double[] westEast = new double[2];

    RangeCellRelation(Range range) {
        this.range = range;
    }

    @Override
    public int relate(CellShape cell) {
        double south = cell.southDeg();
        double north = cell.northDeg();
        if (north < range.lat1Deg() - EPS || south > range.lat2Deg() + EPS) {
            return OUTSIDE;
        }
        boolean latInside = (south >= range.lat1Deg() + EPS || range.lat1Deg() == -90)
                && (north <= range.lat2Deg() - EPS || range.lat2Deg() == 90);
        if (range.isWholeCircle()) {
            return latInside ? INSIDE : PARTIAL;
        }
        boolean holdsPole =
                (north > 90 - EPS && range.lat2Deg() > 90 - EPS) || (south < -90 + EPS && range.lat1Deg() < -90 + EPS);
        // beside a pole a longitude is known only to rounding divided by the distance
        double away = Math.min(90 - Math.max(Math.abs(north), Math.abs(south)), 1);
        double eps = EPS / Math.max(away, 1e-8);
        cell.lonBounds(westEast);
        boolean meets = false;
        boolean lonInside = false;
        for (int turn = -360; turn <= 360; turn += 360) {
            double west = westEast[0] + turn;
            double east = westEast[1] + turn;
            meets |= east >= range.lon1Deg() - eps && west <= range.lon2Deg() + eps;
            lonInside |= west >= range.lon1Deg() + eps && east <= range.lon2Deg() - eps;
        }
        if (!meets && !holdsPole) {
            return OUTSIDE;
        }
        return latInside && lonInside ? INSIDE : PARTIAL;
    }

    @Override
    public boolean surelyHolds(double[] v, int at) {
        double lat = Math.toDegrees(Math.atan2(v[at + 2], Math.sqrt(v[at] * v[at] + v[at + 1] * v[at + 1])));
        if (lat < range.lat1Deg() + EPS || lat > range.lat2Deg() - EPS) {
            return false;
        }
        double eps = EPS / Math.max(90 - Math.abs(lat), 1e-8);
        double lon = SkyPoint.reducedLon(Math.toDegrees(Math.atan2(v[at + 1], v[at])));
        return range.isWholeCircle()
                || (lon >= range.lon1Deg() + eps && lon <= range.lon2Deg() - eps)
                || (lon + 360 >= range.lon1Deg() + eps && lon + 360 <= range.lon2Deg() - eps);
    }
}
