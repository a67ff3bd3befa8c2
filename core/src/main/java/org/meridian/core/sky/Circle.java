// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * All positions within a distance of a centre (DALI 1.1 section 3.3.6, ADQL 2.1 section 4.2.11).
 *
 * @param lonDeg longitude of the centre in degrees; reduced to [0, 360)
 * @param latDeg latitude of the centre in degrees
 * @param radiusDeg radius in degrees, [0, 180]; 0 is a single point, 180 the whole sphere
 */
public record Circle(double lonDeg, double latDeg, double radiusDeg) implements SkyRegion {
    public Circle {
        lonDeg = SkyPoint.reducedLon(lonDeg);
        latDeg = SkyPoint.checkedLat(latDeg);
        if (!(radiusDeg >= 0 && radiusDeg <= 180)) {
            throw new IllegalArgumentException("the radius of a circle must lie in [0, 180] degrees, not " + radiusDeg);
        }
        radiusDeg += 0.0;
    }

    /** The centre. */
    public SkyPoint centre() {
        return new SkyPoint(lonDeg, latDeg);
    }

    /**
     * Cosine of the radius: a unit vector p is inside where {@code centre.p >= cosRadius()}. Good as a coarse filter;
     * for radii below a degree compare {@code |p - centre|} with {@link #chord()} instead, which loses no digits.
     */
    public double cosRadius() {
        return Math.cos(Math.toRadians(radiusDeg));
    }

    /** Length of the chord of the radius, {@code 2 sin(r/2)}: p is inside where {@code |p - centre| <= chord()}. */
    public double chord() {
        return 2 * Math.sin(Math.toRadians(radiusDeg) / 2);
    }

    @Override
    public boolean contains(double lon, double lat) {
        return ExactSign.distance(centre(), new SkyPoint(lon, lat), radiusDeg) <= 0;
    }

    @Override
    public double areaSr() {
        double s = Math.sin(Math.toRadians(radiusDeg) / 2);
        return 4 * Math.PI * s * s;
    }

    @Override
    public SkyPoint centroid() {
        return centre();
    }

    @Override
    public Circle boundingCircle() {
        return this;
    }
}
