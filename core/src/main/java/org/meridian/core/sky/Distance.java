// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** Great-circle distances between positions in degrees. */
public final class Distance {
    private Distance() {}

    /**
     * Distance in degrees, [0, 180]: {@code atan2(|a x b|, a.b)} of the unit vectors, so precise near 0 and near 180.
     */
    public static double deg(double lon1Deg, double lat1Deg, double lon2Deg, double lat2Deg) {
        return Math.toDegrees(UnitVector.of(lon1Deg, lat1Deg).angleTo(UnitVector.of(lon2Deg, lat2Deg)));
    }

    /**
     * Compares the true distance of two positions with a radius in degrees: negative when nearer, zero when exactly on
     * it, positive when farther. Where double precision cannot decide, the sign is computed with 60 digits; a
     * difference below 1e-40 counts as zero.
     */
    public static int compare(double lon1Deg, double lat1Deg, double lon2Deg, double lat2Deg, double radiusDeg) {
        return ExactSign.distance(new SkyPoint(lon1Deg, lat1Deg), new SkyPoint(lon2Deg, lat2Deg), radiusDeg);
    }
}
