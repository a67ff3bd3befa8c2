// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * From the twelve base cells to the sphere. A position in a base cell has x towards the north-east and y towards the
 * north-west, both in [0, 1] from its southern corner.
 */
final class FaceMap {
    private static final int[] RING = {2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4};
    private static final int[] LON = {1, 3, 5, 7, 0, 2, 4, 6, 1, 3, 5, 7};

    /** Cosine and sine of the longitude that a step of 2^-order in x or y makes between the polar caps, by order. */
    private static final double[] STEP_COS = new double[Healpix.MAX_ORDER + 1];

    private static final double[] STEP_SIN = new double[Healpix.MAX_ORDER + 1];

    static {
        for (int order = 0; order <= Healpix.MAX_ORDER; order++) {
            STEP_COS[order] = Math.cos(Math.PI / 4 / (1L << order));
            STEP_SIN[order] = Math.sin(Math.PI / 4 / (1L << order));
        }
    }

    private FaceMap() {}

    /** A position in a base cell. */
    record Place(int face, double x, double y) {}

    /** Where a position lies; any finite longitude, latitude in [-90, 90]. */
    static Place place(double lonDeg, double latDeg) {
        double turns = SkyPoint.reducedLon(lonDeg) / 90;
        double z = Math.sin(Math.toRadians(latDeg));
        if (Math.abs(z) <= 2.0 / 3.0) {
            double jp = 0.5 + turns - 0.75 * z;
            double jm = 0.5 + turns + 0.75 * z;
            int faceP = (int) Math.floor(jp);
            int faceM = (int) Math.floor(jm);
            int face = faceP == faceM ? faceP & 3 | 4 : faceP < faceM ? faceP & 3 : (faceM & 3) + 8;
            return new Place(face, jm - faceM, 1 - (jp - faceP));
        }
        int quarter = Math.min(3, (int) turns);
        double fraction = turns - quarter;
        double sigma = Math.sqrt(6) * Math.sin(Math.toRadians(90 - Math.abs(latDeg)) / 2);
        double jp = fraction * sigma;
        double jm = (1 - fraction) * sigma;
        return latDeg >= 0 ? new Place(quarter, 1 - jm, 1 - jp) : new Place(quarter + 8, jp, jm);
    }

    /** Position at {@code x / 2^order, y / 2^order}; integers keep it exact at order 30. */
    static SkyPoint point(int face, long x, long y, int order) {
        double scale = 1.0 / (1L << order);
        double ring = (((long) RING[face] << order) - x - y) * scale;
        double cap = cap(ring);
        double lonDeg = cap == 0 ? 0 : 45 * lonInCap(face, (x - y) * scale, cap) / cap;
        double z = z(ring);
        double lat = Math.atan2(z, cosLat(ring, z));
        return new SkyPoint(lonDeg, Math.clamp(Math.toDegrees(lat), -90, 90));
    }

    /** Longitude in degrees at {@code x / 2^order, y / 2^order}. At a pole, where it has none, that of the face. */
    static double lonDeg(int face, long x, long y, int order) {
        double scale = 1.0 / (1L << order);
        double cap = cap((((long) RING[face] << order) - x - y) * scale);
        return cap == 0 ? 45 * LON[face] : 45 * lonInCap(face, (x - y) * scale, cap) / cap;
    }

    /** The unit vector at {@code x / 2^order, y / 2^order} into {@code out[at .. at + 2]}. */
    static void vector(int face, long x, long y, int order, double[] out, int at) {
        double scale = 1.0 / (1L << order);
        double ring = (((long) RING[face] << order) - x - y) * scale;
        double cap = cap(ring);
        double lon = cap == 0 ? 0 : Math.PI / 4 * (lonInCap(face, (x - y) * scale, cap) / cap);
        double z = z(ring);
        double c = cosLat(ring, z);
        out[at] = c * Math.cos(lon);
        out[at + 1] = c * Math.sin(lon);
        out[at + 2] = z;
    }

    /**
     * The corners of cell x, y as x, y, z of south, east, north, west into {@code out}. Between the polar caps their
     * longitudes are those of the centre and one step beside it, which spares all trigonometry but one pair.
     */
    static void corners(int face, long x, long y, int order, double[] out) {
        double scale = 1.0 / (1L << order);
        double south = (((long) RING[face] << order) - x - y) * scale;
        if (south > 3 || south - 2 * scale < 1) {
            vector(face, x, y, order, out, 0);
            vector(face, x + 1, y, order, out, 3);
            vector(face, x + 1, y + 1, order, out, 6);
            vector(face, x, y + 1, order, out, 9);
            return;
        }
        double lon = Math.PI / 4 * (LON[face] + (x - y) * scale);
        double cos = Math.cos(lon);
        double sin = Math.sin(lon);
        double stepCos = STEP_COS[order];
        double stepSin = STEP_SIN[order];
        atHeight(z(south), cos, sin, out, 0);
        atHeight(z(south - scale), cos * stepCos - sin * stepSin, sin * stepCos + cos * stepSin, out, 3);
        atHeight(z(south - 2 * scale), cos, sin, out, 6);
        atHeight(z(south - scale), cos * stepCos + sin * stepSin, sin * stepCos - cos * stepSin, out, 9);
    }

    private static void atHeight(double z, double cos, double sin, double[] out, int at) {
        double c = Math.sqrt((1 - z) * (1 + z));
        out[at] = c * cos;
        out[at + 1] = c * sin;
        out[at + 2] = z;
    }

    /** 1 between the polar caps, falling to 0 at the poles. */
    private static double cap(double ring) {
        if (ring < 1) {
            return ring;
        }
        return ring > 3 ? 4 - ring : 1;
    }

    private static double lonInCap(int face, double east, double cap) {
        double lon = LON[face] * cap + east;
        return lon < 0 ? lon + 8 * cap : lon;
    }

    private static double z(double ring) {
        if (ring < 1) {
            return 1 - ring * ring / 3;
        }
        return ring > 3 ? (4 - ring) * (4 - ring) / 3 - 1 : (2 - ring) * 2 / 3;
    }

    private static double cosLat(double ring, double z) {
        double cap = cap(ring);
        if (cap < 1) {
            double t = cap * cap / 3;
            return Math.sqrt(t * (2 - t));
        }
        return Math.sqrt((1 - z) * (1 + z));
    }
}
