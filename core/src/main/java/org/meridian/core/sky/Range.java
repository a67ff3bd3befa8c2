// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * A range of longitudes and latitudes, bounds included (SIA 2.0 section 2.1.1 and SODA 1.0 section 3.3.1 {@code RANGE}).
 *
 * <p>Longitudes run eastwards from {@code lon1Deg} to {@code lon2Deg}: a first longitude above the second crosses
 * longitude 0; a span of 360 degrees or more, or an infinite bound, is the whole circle. Infinite latitudes mean the
 * poles. A pole within the latitudes is inside whatever the longitudes, as the regions are closed.
 *
 * @param lon1Deg western bound in degrees, [0, 360) after reduction; 0 for the whole circle
 * @param lon2Deg eastern bound in degrees, above {@code lon1Deg} where the span is not empty: [lon1Deg, lon1Deg + 360]
 * @param lat1Deg southern bound in degrees
 * @param lat2Deg northern bound in degrees, not below {@code lat1Deg}
 */
public record Range(double lon1Deg, double lon2Deg, double lat1Deg, double lat2Deg) implements SkyRegion {
    public Range {
        lat1Deg = lat1Deg == Double.NEGATIVE_INFINITY ? -90 : SkyPoint.checkedLat(lat1Deg);
        lat2Deg = lat2Deg == Double.POSITIVE_INFINITY ? 90 : SkyPoint.checkedLat(lat2Deg);
        if (lat1Deg > lat2Deg) {
            throw new IllegalArgumentException(
                    "the first latitude of a range must not exceed the second: " + lat1Deg + " > " + lat2Deg);
        }
        boolean whole =
                lon1Deg == Double.NEGATIVE_INFINITY || lon2Deg == Double.POSITIVE_INFINITY || lon2Deg - lon1Deg >= 360;
        if (Double.isNaN(lon1Deg) || Double.isNaN(lon2Deg) || (!whole && !Double.isFinite(lon2Deg - lon1Deg))) {
            throw new IllegalArgumentException(
                    "the longitudes of a range must be numbers, not " + lon1Deg + " and " + lon2Deg);
        }
        if (whole) {
            lon1Deg = 0;
            lon2Deg = 360;
        } else {
            lon1Deg = SkyPoint.reducedLon(lon1Deg);
            double end = SkyPoint.reducedLon(lon2Deg);
            lon2Deg = end < lon1Deg ? end + 360 : end;
        }
    }

    /** Whether all longitudes belong to it. */
    public boolean isWholeCircle() {
        return lon2Deg - lon1Deg >= 360;
    }

    /** Whether a longitude in degrees lies between the bounds. */
    public boolean containsLon(double lon) {
        double x = SkyPoint.reducedLon(lon);
        return isWholeCircle() || (x >= lon1Deg && x <= lon2Deg) || x <= lon2Deg - 360;
    }

    @Override
    public boolean contains(double lon, double lat) {
        double y = SkyPoint.checkedLat(lat);
        return y >= lat1Deg && y <= lat2Deg && (containsLon(lon) || Math.abs(y) == 90);
    }

    @Override
    public double areaSr() {
        double south = Math.toRadians(lat1Deg);
        double north = Math.toRadians(lat2Deg);
        return Math.toRadians(lon2Deg - lon1Deg) * 2 * Math.cos((south + north) / 2) * Math.sin((north - south) / 2);
    }

    @Override
    public SkyPoint centroid() {
        return RangeShape.centroid(this);
    }

    @Override
    public Circle boundingCircle() {
        return RangeShape.boundingCircle(this);
    }
}
