// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.Arrays;

/**
 * The quick way for circles of up to a few cells that stay within one base cell: there the map from the tangent plane to
 * cell coordinates is linear up to a known error, and a circle becomes an ellipse. Where the error could matter, or the
 * place is not smooth (poles, base cell borders, |sin lat| = 2/3), it declines and {@link CoverSearch} decides.
 */
final class SmallCircle {
    private static final int DECLINED = -2;
    private static final int MAX_SPAN = 8;
    private static final double TRANSITION_Z = 2.0 / 3.0;

    private SmallCircle() {}

    static int cells(double lonDeg, double latDeg, double radiusDeg, int order, long[] out) {
        Healpix.checkedOrder(order);
        double lon = SkyPoint.reducedLon(lonDeg);
        double lat = SkyPoint.checkedLat(latDeg);
        int count = quick(lon, lat, radiusDeg, order, true, out);
        if (count != DECLINED) {
            return count;
        }
        LongList found = new LongList(out.length);
        if (!CoverSearch.cellRanges(new Circle(lon, lat, radiusDeg), order, out.length, found)) {
            return -1;
        }
        int n = 0;
        for (int i = 0; i < found.size(); i += 2) {
            for (long c = found.get(i); c <= found.get(i + 1); c++) {
                out[n++] = c;
            }
        }
        return n;
    }

    /** A cover from cells somewhat smaller than the radius; empty where the quick way declines. */
    static long[] ranges(Circle circle, int maxRanges) {
        double radius = Math.toRadians(circle.radiusDeg());
        if (radius > 3e-4 || radius < 1e-8 || maxRanges < 8) {
            return new long[0];
        }
        int order = Math.min(Healpix.MAX_ORDER, Math.getExponent(2.4 / radius));
        long[] cells = new long[MAX_SPAN * MAX_SPAN];
        int count = quick(circle.lonDeg(), circle.latDeg(), circle.radiusDeg(), order, false, cells);
        if (count < 1) {
            return new long[0];
        }
        int shift = 2 * (Healpix.MAX_ORDER - order);
        LongList found = new LongList(2 * count);
        for (int i = 0; i < count; i++) {
            found.addRange(cells[i] << shift, ((cells[i] + 1) << shift) - 1);
        }
        return Ranges.atMost(found.toArray(), maxRanges);
    }

    /**
     * Cells of an order that the circle touches.
     *
     * @param exact whether to decline where a cell is in doubt; else it is taken
     * @return their number, -1 when {@code out} is too short, or {@link #DECLINED}
     */
    private static int quick(double lon, double lat, double radiusDeg, int order, boolean exact, long[] out) {
        double radius = Math.toRadians(radiusDeg);
        double nside = 1L << order;
        if (!(radius >= 0 && radius * nside <= 2.5)) {
            return DECLINED;
        }
        double away = Math.min(1, Math.toRadians(90 - Math.abs(lat)));
        double error = 8 * radius / away;
        double z = Math.sin(Math.toRadians(lat));
        if (error > 0.02 || Math.abs(Math.abs(z) - TRANSITION_Z) < 2 * radius + 1e-12) {
            return DECLINED;
        }
        double turns = lon / 90;
        double east = 2 / Math.PI / Math.sqrt((1 - z) * (1 + z)); // quarter turns per radian eastwards
        if (Math.abs(z) < TRANSITION_Z) {
            double north = 0.75 * Math.sqrt((1 - z) * (1 + z));
            double jp = (0.5 + turns - 0.75 * z) * nside;
            double jm = (0.5 + turns + 0.75 * z) * nside;
            long faceP = (long) jp >> order;
            long faceM = (long) jm >> order;
            long face = faceP == faceM ? (faceP & 3) | 4 : faceP < faceM ? faceP & 3 : (faceM & 3) + 8;
            // x grows with jm, y against jp
            Ellipse e = new Ellipse(
                    jm - faceM * nside,
                    (faceP + 1) * nside - jp,
                    east * nside,
                    north * nside,
                    -east * nside,
                    north * nside);
            return e.cells((int) face, order, radius, error, exact, out);
        }
        return cap(lat, turns, east, radius, error, order, exact, out);
    }

    private static int cap(
            double lat, double turns, double east, double radius, double error, int order, boolean exact, long[] out) {
        double nside = 1L << order;
        int quarter = Math.min(3, (int) turns);
        double t = turns - quarter;
        double colat = Math.toRadians(90 - Math.abs(lat));
        double sigma = Math.sqrt(6) * Math.sin(colat / 2);
        double slope = Math.sqrt(6) / 2 * Math.cos(colat / 2); // of sigma, away from the pole
        double jp = t * sigma * nside;
        double jm = (1 - t) * sigma * nside;
        Ellipse e = lat > 0
                ? new Ellipse(
                        nside - jm,
                        nside - jp,
                        sigma * east * nside,
                        (1 - t) * slope * nside,
                        -sigma * east * nside,
                        t * slope * nside)
                : new Ellipse(
                        jp,
                        jm,
                        sigma * east * nside,
                        t * slope * nside,
                        -sigma * east * nside,
                        (1 - t) * slope * nside);
        return e.cells(lat > 0 ? quarter : quarter + 8, order, radius, error, exact, out);
    }

    /**
     * The linear map about a position: cell coordinates there, and their change per radian eastwards and northwards.
     * Short-lived; the compiler keeps it off the heap.
     */
    private record Ellipse(double x, double y, double xEast, double xNorth, double yEast, double yNorth) {

        int cells(int face, int order, double radius, double error, boolean exact, long[] out) {
            double wide = radius * (1 + error) + CellShape.ROUNDING;
            double narrow = radius * (1 - error) - CellShape.ROUNDING;
            double dx = wide * Math.sqrt(xEast * xEast + xNorth * xNorth);
            double dy = wide * Math.sqrt(yEast * yEast + yNorth * yNorth);
            int x0 = (int) Math.floor(x - dx);
            int x1 = (int) Math.floor(x + dx);
            int y0 = (int) Math.floor(y - dy);
            int y1 = (int) Math.floor(y + dy);
            int nside = 1 << order;
            if (x0 < 0 || y0 < 0 || x1 >= nside || y1 >= nside || x1 - x0 >= MAX_SPAN || y1 - y0 >= MAX_SPAN) {
                return DECLINED;
            }
            int count = 0;
            for (int ix = x0; ix <= x1; ix++) {
                for (int iy = y0; iy <= y1; iy++) {
                    double distance = distanceToCell(ix - x, iy - y);
                    if (distance > wide) {
                        continue;
                    }
                    if (distance > narrow && distance > 0 && exact) {
                        return DECLINED;
                    }
                    if (count == out.length) {
                        return -1;
                    }
                    out[count++] = Healpix.cell(order, face, ix, iy);
                }
            }
            Arrays.sort(out, 0, count);
            return count;
        }

        /** Distance in radians from the position to the unit cell whose southern corner is at u, v from it. */
        private double distanceToCell(double u, double v) {
            if (u <= 0 && u + 1 >= 0 && v <= 0 && v + 1 >= 0) {
                return 0;
            }
            double det = xEast * yNorth - xNorth * yEast;
            // squared distance of an offset (p, q): a p p + 2 b p q + c q q
            double a = (yNorth * yNorth + yEast * yEast) / (det * det);
            double b = -(yNorth * xNorth + yEast * xEast) / (det * det);
            double c = (xNorth * xNorth + xEast * xEast) / (det * det);
            double best = Math.min(alongV(a, b, c, u, v), alongV(a, b, c, u + 1, v));
            best = Math.min(best, Math.min(alongV(c, b, a, v, u), alongV(c, b, a, v + 1, u)));
            return Math.sqrt(best);
        }

        /** Least {@code a p p + 2 b p q + c q q} for fixed p and q in [from, from + 1]. */
        private static double alongV(double a, double b, double c, double p, double from) {
            double q = Math.clamp(-b * p / c, from, from + 1);
            return a * p * p + 2 * b * p * q + c * q * q;
        }
    }
}
