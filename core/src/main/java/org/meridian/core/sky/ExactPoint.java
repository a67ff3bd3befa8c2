// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import org.jspecify.annotations.Nullable;

/** A position as the predicates see it: degrees (the truth), double vector (fast), 60-digit vector (when in doubt). */
final class ExactPoint {
    private final SkyPoint point;
    private final UnitVector vector;

    /** Made when first needed; two threads may make it twice, the values are equal and immutable. */
    private @Nullable BigVector big;

    private ExactPoint(SkyPoint point) {
        this.point = point;
        this.vector = point.toVector();
    }

    static ExactPoint of(double lonDeg, double latDeg) {
        return new ExactPoint(new SkyPoint(lonDeg, latDeg));
    }

    static ExactPoint of(SkyPoint point) {
        return new ExactPoint(point);
    }

    SkyPoint point() {
        return point;
    }

    UnitVector vector() {
        return vector;
    }

    BigVector big() {
        BigVector made = big;
        if (made == null) {
            made = BigVector.of(point.lonDeg(), point.latDeg());
            big = made;
        }
        return made;
    }

    boolean sameAs(ExactPoint o) {
        return point.latDeg() == o.point.latDeg()
                && (point.lonDeg() == o.point.lonDeg() || Math.abs(point.latDeg()) == 90);
    }

    boolean antipodeOf(ExactPoint o) {
        return point.latDeg() == -o.point.latDeg()
                && (Math.abs(point.lonDeg() - o.point.lonDeg()) == 180 || Math.abs(point.latDeg()) == 90);
    }
}
