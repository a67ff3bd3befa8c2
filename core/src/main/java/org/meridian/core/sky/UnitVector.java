// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * A direction as Cartesian components: x towards (0, 0), y towards (90, 0), z towards the north pole.
 *
 * <p>As a position the length is 1 up to rounding. The constructor does not normalise.
 */
public record UnitVector(double x, double y, double z) {

    /** The unit vector of a position in degrees; any longitude, latitude in [-90, 90]. All longitudes of a pole are one. */
    public static UnitVector of(double lonDeg, double latDeg) {
        double lon = Math.toRadians(SkyPoint.reducedLon(lonDeg));
        double lat = Math.toRadians(SkyPoint.checkedLat(latDeg));
        double cos = Math.abs(latDeg) == 90 ? 0 : Math.cos(lat);
        return new UnitVector(cos * Math.cos(lon), cos * Math.sin(lon), Math.sin(lat));
    }

    /** Scalar product. */
    public double dot(UnitVector o) {
        return x * o.x + y * o.y + z * o.z;
    }

    /** Vector product; {@code a.cross(b)} is exactly the negative of {@code b.cross(a)}, also after rounding. */
    public UnitVector cross(UnitVector o) {
        return new UnitVector(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x);
    }

    /** Euclidean length. */
    public double length() {
        return Math.sqrt(x * x + y * y + z * z);
    }

    /** This direction with length 1. Not for the null vector. */
    public UnitVector normalized() {
        double n = length();
        return new UnitVector(x / n, y / n, z / n);
    }

    /** The opposite direction. */
    public UnitVector negated() {
        return new UnitVector(-x, -y, -z);
    }

    /** Angle to another direction in radians, [0, pi]: {@code atan2(|a x b|, a.b)}, precise at all angles. */
    public double angleTo(UnitVector o) {
        double cx = y * o.z - z * o.y;
        double cy = z * o.x - x * o.z;
        double cz = x * o.y - y * o.x;
        return Math.atan2(Math.sqrt(cx * cx + cy * cy + cz * cz), dot(o));
    }

    /** The position this vector points to. */
    public SkyPoint toPoint() {
        double lat = Math.toDegrees(Math.atan2(z, Math.sqrt(x * x + y * y)));
        return new SkyPoint(x == 0 && y == 0 ? 0 : Math.toDegrees(Math.atan2(y, x)), lat);
    }

    /** Sum of components; not of length 1. */
    public UnitVector plus(UnitVector o) {
        return new UnitVector(x + o.x, y + o.y, z + o.z);
    }

    UnitVector minus(UnitVector o) {
        return new UnitVector(x - o.x, y - o.y, z - o.z);
    }

    /** All components times a factor. */
    public UnitVector times(double f) {
        return new UnitVector(x * f, y * f, z * f);
    }
}
