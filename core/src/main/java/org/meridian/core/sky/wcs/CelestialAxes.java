// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Optional;
import org.meridian.core.sky.Matrix3;

/**
 * The pair of celestial axes: from intermediate world coordinates in degrees to unit vectors of the celestial frame and
 * back. Points without an image are NaN.
 */
final class CelestialAxes {
    private static final double SLACK = 1e-10;

    private final int longitude;
    private final int latitude;
    private final Optional<? extends PlaneDistortion> distortion;
    private final Projection projection;
    private final double originX;
    private final double originY;
    private final double[] toCelestial;
    private final double[] toNative;

    /**
     * @param longitude index from 0 of the longitude axis
     * @param latitude that of the latitude axis
     * @param distortion a polynomial before the projection
     * @param origin where in the plane of the projection the intermediate coordinates (0, 0) lie
     * @param rotation from native to celestial unit vectors
     */
    CelestialAxes(
            int longitude,
            int latitude,
            Optional<? extends PlaneDistortion> distortion,
            Projection projection,
            double[] origin,
            double[] rotation) {
        this.longitude = longitude;
        this.latitude = latitude;
        this.distortion = distortion;
        this.projection = projection;
        this.originX = origin[0];
        this.originY = origin[1];
        this.toCelestial = rotation;
        this.toNative = Matrix3.transposed(rotation);
    }

    int longitude() {
        return longitude;
    }

    int latitude() {
        return latitude;
    }

    /**
     * From the plane to the sphere.
     *
     * @param room for {@link PlaneDistortion#ROOM} numbers
     * @param vector the unit vector
     */
    void toVector(double x, double y, double[] room, double[] vector) {
        if (distortion.isPresent()) {
            distortion.get().evaluate(x, y, room);
        } else {
            room[0] = x;
            room[1] = y;
        }
        room[0] += originX;
        room[1] += originY;
        projection.toSphere(room, 0);
        if (!(Math.abs(room[0]) <= 180 + SLACK && Math.abs(room[1]) <= 90 + SLACK)) {
            room[0] = Double.NaN;
        }
        fromLonLat(room[0], room[1], vector);
        Matrix3.apply(toCelestial, vector);
    }

    /** From the sphere to the plane: x and y in the first two places of the room. The vector is changed. */
    void toPlane(double[] vector, double[] room) {
        Matrix3.apply(toNative, vector);
        toLonLat(vector, room, 0);
        room[0] = room[0] > 180 ? room[0] - 360 : room[0];
        projection.toPlane(room, 0);
        room[0] -= originX;
        room[1] -= originY;
        if (distortion.isPresent()) {
            distortion.get().invert(room[0], room[1], room);
        }
    }

    static void fromLonLat(double lonDeg, double latDeg, double[] vector) {
        double cos = Degrees.cos(latDeg);
        vector[0] = cos * Degrees.cos(lonDeg);
        vector[1] = cos * Degrees.sin(lonDeg);
        vector[2] = Degrees.sin(latDeg);
    }

    /** Longitude in [0, 360) and latitude of a vector of any length, at a place of an array. */
    static void toLonLat(double[] vector, double[] lonLat, int at) {
        double across = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1]);
        double lon = across == 0 ? 0 : Degrees.atan2(vector[1], vector[0]);
        double positive = lon < 0 ? lon + 360 : lon;
        lonLat[at] = positive == 360 ? 0 : positive + 0.0;
        lonLat[at + 1] = Degrees.atan2(vector[2], across);
    }
}
