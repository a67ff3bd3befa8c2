// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.math.BigDecimal;

/**
 * Signs that decide on which side something lies, exact for the positions in degrees as given: computed in double
 * precision, and where the rounding of that could matter again with 60 digits. What is then still below 1e-40 counts as
 * zero, that is, on the boundary.
 */
final class ExactSign {
    /** Bound of the error of a difference of two unit vectors made from degrees. */
    private static final double VECTOR_ERROR = 6e-15;

    private ExactSign() {}

    /** Positive when c lies to the left of the great circle from a to b: the sign of {@code (a x b).c}. */
    static int orientation(ExactPoint a, ExactPoint b, ExactPoint c) {
        UnitVector p = c.vector();
        UnitVector av = a.vector();
        UnitVector bv = b.vector();
        double ux = av.x() - p.x();
        double uy = av.y() - p.y();
        double uz = av.z() - p.z();
        double vx = bv.x() - p.x();
        double vy = bv.y() - p.y();
        double vz = bv.z() - p.z();
        double det = (uy * vz - uz * vy) * p.x() + (uz * vx - ux * vz) * p.y() + (ux * vy - uy * vx) * p.z();
        double reach = Math.sqrt(ux * ux + uy * uy + uz * uz) + Math.sqrt(vx * vx + vy * vy + vz * vz);
        if (Math.abs(det) > 2 * VECTOR_ERROR * reach + 1e-28) {
            return det > 0 ? 1 : -1;
        }
        if (a.sameAs(b) || b.sameAs(c) || c.sameAs(a)) {
            return 0;
        }
        return BigVector.sign(a.big().cross(b.big()).dot(c.big()));
    }

    /** Sign of the distance of two positions less a radius. */
    static int distance(SkyPoint a, SkyPoint b, double radiusDeg) {
        return distance(ExactPoint.of(a), ExactPoint.of(b), radiusDeg, 0);
    }

    /** Sign of the distance of two positions less the sum of two radii; the second may be negative. */
    static int distance(ExactPoint a, ExactPoint b, double radius1Deg, double radius2Deg) {
        double radius = radius1Deg + radius2Deg;
        if (radius < -1e-9 || radius > 180 + 1e-9) {
            return radius < 0 ? 1 : -1;
        }
        double chord = a.vector().minus(b.vector()).length();
        double reach = 2 * Math.sin(Math.toRadians(radius) / 2);
        if (Math.abs(chord - reach) > VECTOR_ERROR) {
            return chord > reach ? 1 : -1;
        }
        BigDecimal exact = new BigDecimal(radius1Deg).add(new BigDecimal(radius2Deg));
        if (exact.signum() < 0) {
            return 1;
        }
        if (exact.compareTo(BigDecimal.valueOf(180)) > 0) {
            return -1;
        }
        BigVector d = a.big().minus(b.big());
        BigDecimal half = BigVector.sin(exact.divide(BigDecimal.TWO));
        return BigVector.sign(d.dot(d).subtract(half.multiply(half).multiply(BigDecimal.valueOf(4))));
    }

    /** Sign of the distance of p from the great-circle segment a, b less a radius. */
    static int segmentDistance(ExactPoint p, ExactPoint a, ExactPoint b, double radiusDeg) {
        int ends = Math.min(distance(p, a, radiusDeg, 0), distance(p, b, radiusDeg, 0));
        if (ends < 0 || radiusDeg >= 90) {
            return ends;
        }
        UnitVector v = p.vector();
        UnitVector n = stableNormal(a.vector(), b.vector());
        boolean beside = n.cross(a.vector()).dot(v) > 0 && b.vector().cross(n).dot(v) > 0;
        return beside ? Math.min(ends, greatCircleDistance(p, a, b, n, radiusDeg)) : ends;
    }

    private static int greatCircleDistance(ExactPoint p, ExactPoint a, ExactPoint b, UnitVector n, double radiusDeg) {
        double off = Math.abs(p.vector().minus(a.vector()).dot(n));
        double reach = Math.sin(Math.toRadians(radiusDeg));
        double length = a.vector().minus(b.vector()).length();
        if (length > 1e-6 && Math.abs(off - reach) > 4 * VECTOR_ERROR / Math.min(1, length)) {
            return off > reach ? 1 : -1;
        }
        BigVector normal = a.big().cross(b.big());
        BigDecimal height = normal.dot(p.big());
        BigDecimal sin = BigVector.sin(new BigDecimal(radiusDeg));
        BigDecimal limit = sin.multiply(sin, BigVector.DIGITS).multiply(normal.dot(normal), BigVector.DIGITS);
        return BigVector.sign(height.multiply(height, BigVector.DIGITS).subtract(limit));
    }

    /** Whether the closed segments a, b and c, d have a point in common. */
    static boolean segmentsMeet(ExactPoint a, ExactPoint b, ExactPoint c, ExactPoint d) {
        int abc = orientation(a, b, c);
        int abd = orientation(a, b, d);
        if (abc == abd && abc != 0) {
            return false;
        }
        int cda = orientation(c, d, a);
        int cdb = orientation(c, d, b);
        return crosses(abc, abd, cda, cdb)
                || (abc == 0 && between(a, b, c))
                || (abd == 0 && between(a, b, d))
                || (cda == 0 && between(c, d, a))
                || (cdb == 0 && between(c, d, b));
    }

    /** Whether the segments cross at a point interior to both. */
    static boolean segmentsCross(ExactPoint a, ExactPoint b, ExactPoint c, ExactPoint d) {
        int abc = orientation(a, b, c);
        int abd = orientation(a, b, d);
        return abc != 0 && abc == -abd && crosses(abc, abd, orientation(c, d, a), orientation(c, d, b));
    }

    private static boolean crosses(int abc, int abd, int cda, int cdb) {
        return abc != 0 && abd == -abc && cda == -abc && cdb == abc;
    }

    /** Whether p lies on the closed segment a, b. */
    static boolean onSegment(ExactPoint a, ExactPoint b, ExactPoint p) {
        return orientation(a, b, p) == 0 && between(a, b, p);
    }

    /** Whether p, known to lie on the great circle of a and b, lies between them. */
    static boolean between(ExactPoint a, ExactPoint b, ExactPoint p) {
        if (p.sameAs(a) || p.sameAs(b)) {
            return true;
        }
        BigVector n = a.big().cross(b.big());
        return BigVector.sign(a.big().cross(p.big()).dot(n)) > 0
                && BigVector.sign(p.big().cross(b.big()).dot(n)) > 0;
    }

    /** Unit normal of the great circle from a to b, also of very close positions; exactly negated when swapped. */
    static UnitVector stableNormal(UnitVector a, UnitVector b) {
        return a.minus(b).cross(a.plus(b)).normalized();
    }
}
