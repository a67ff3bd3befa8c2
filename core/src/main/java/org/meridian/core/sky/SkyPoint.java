// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * A position on the sphere.
 *
 * @param lonDeg longitude (right ascension) in degrees; reduced to [0, 360)
 * @param latDeg latitude (declination) in degrees, [-90, 90]
 */
public record SkyPoint(double lonDeg, double latDeg) {
    public SkyPoint {
        lonDeg = reducedLon(lonDeg);
        latDeg = checkedLat(latDeg);
    }

    /** The same position as a unit vector. */
    public UnitVector toVector() {
        return UnitVector.of(lonDeg, latDeg);
    }

    /** Longitude reduced to [0, 360); refuses NaN and infinities. */
    static double reducedLon(double lonDeg) {
        if (lonDeg >= 0 && lonDeg < 360) {
            return lonDeg + 0.0;
        }
        if (!Double.isFinite(lonDeg)) {
            throw new IllegalArgumentException("a longitude must be a finite number of degrees, not " + lonDeg);
        }
        double rest = lonDeg % 360;
        double reduced = rest < 0 ? rest + 360 : rest;
        return reduced == 360 ? 0 : reduced + 0.0;
    }

    /** Latitude, refused outside [-90, 90]. */
    static double checkedLat(double latDeg) {
        if (latDeg >= -90 && latDeg <= 90) {
            return latDeg + 0.0;
        }
        throw new IllegalArgumentException("a latitude must lie in [-90, 90] degrees, not " + latDeg);
    }
}
